package io.headwater.actors.table;

import io.headwater.actors.codec.ByteWriter;
import io.headwater.actors.codec.HashSegment;
import io.headwater.actors.codec.KeyCodec;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.codec.TableIdentity;
import io.headwater.actors.expression.KeyCondition.BoundKeyCondition;
import io.headwater.actors.expression.SortKeyCondition;
import io.headwater.actors.expression.SortKeyCondition.BeginsWith;
import io.headwater.actors.expression.SortKeyCondition.Between;
import io.headwater.actors.expression.SortKeyCondition.EqualTo;
import io.headwater.actors.expression.SortKeyCondition.GreaterThan;
import io.headwater.actors.expression.SortKeyCondition.LessThan;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.IndexKeySchema;
import io.headwater.actors.table.TableReader.IndexRead;
import io.headwater.actors.table.TableReader.Position;
import io.headwater.actors.table.TableReader.QueryRange;
import io.headwater.actors.table.TableReader.ScanSegment;
import io.headwater.persistence.store.KeyRange;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which rows a query or scan walks. Row keys are in DynamoDB's order and none is the beginning of
 * another, so every key condition is one range of bytes.
 */
final class ItemRanges {
  private ItemRanges() {}

  /** The rows that a query has still to look at; null if there can be none. */
  static @Nullable KeyRange ofQuery(TableIdentity table, QueryRange query) {
    BoundKeyCondition condition = query.condition();
    var writer = new ByteWriter().writeRaw(hashPrefix(table, query.index(), condition.hash()));
    condition.equalTo().forEach(value -> KeyCodec.write(value, writer));
    byte[] prefix = writer.toByteArray();
    SortKeyCondition last = condition.last();
    KeyRange whole = last == null ? KeyRange.withPrefix(prefix) : ofCondition(prefix, last);
    Position start = query.exclusiveStart();
    if (start == null) {
      return unlessEmpty(whole);
    }
    byte[] startRow = rowAt(table, query.index(), start);
    return query.forward() ? after(startRow, whole) : before(startRow, whole);
  }

  /** What the rows with these values of the hash attributes begin with. */
  private static byte[] hashPrefix(
      TableIdentity table, @Nullable IndexRead index, List<AttributeValue> hash) {
    return switch (index) {
      case null -> RowKeys.partitionKeyPrefix(table, hash.getFirst());
      case IndexRead.Local(var number, _) ->
          RowKeys.localIndexPrefix(table, number, hash.getFirst());
      case IndexRead.Global(var number) -> RowKeys.globalIndexPrefix(table, number, hash);
    };
  }

  /** The rows that a scan has still to look at; null if there can be none. */
  static @Nullable KeyRange ofScan(TableIdentity table, ScanSegment scan) {
    HashSegment hashes = HashSegment.of(scan.segment(), scan.totalSegments());
    KeyRange segment =
        switch (scan.index()) {
          case null -> RowKeys.items(table.id(), hashes);
          case IndexRead.Local(var number, _) ->
              RowKeys.localIndexEntries(table.id(), number, hashes);
          case IndexRead.Global(var number) ->
              RowKeys.globalIndexEntries(table.id(), number, hashes);
        };
    Position start = scan.exclusiveStart();
    return start == null ? unlessEmpty(segment) : after(rowAt(table, scan.index(), start), segment);
  }

  private static byte[] rowAt(TableIdentity table, @Nullable IndexRead index, Position position) {
    IndexKeySchema.Key indexKey = position.indexKey();
    if (index == null && indexKey == null) {
      return RowKeys.item(table, position.key());
    }
    if (index == null || indexKey == null) {
      throw new IllegalArgumentException("a place of " + position + " in " + index);
    }
    return switch (index) {
      case IndexRead.Local(var number, _) ->
          RowKeys.localIndexEntry(table, number, position.key(), indexKey.range().getFirst());
      case IndexRead.Global(var number) ->
          RowKeys.globalIndexEntry(table, number, indexKey, position.key());
    };
  }

  private static KeyRange ofCondition(byte[] prefix, SortKeyCondition condition) {
    return switch (condition) {
      case EqualTo(var value) -> KeyRange.withPrefix(row(prefix, value));
      case LessThan(var value, boolean inclusive) ->
          new KeyRange(prefix, inclusive ? endOf(row(prefix, value)) : row(prefix, value));
      case GreaterThan(var value, boolean inclusive) -> {
        byte[] row = row(prefix, value);
        // An index can have several rows with one sort key.
        yield new KeyRange(inclusive ? row : Objects.requireNonNull(endOf(row)), endOf(prefix));
      }
      case Between(var lower, var upper) ->
          new KeyRange(row(prefix, lower), endOf(row(prefix, upper)));
      case BeginsWith(var start) -> {
        var writer = new ByteWriter().writeRaw(prefix);
        KeyCodec.writePrefix(start, writer);
        yield KeyRange.withPrefix(writer.toByteArray());
      }
    };
  }

  private static byte[] row(byte[] prefix, AttributeValue value) {
    var writer = new ByteWriter().writeRaw(prefix);
    KeyCodec.write(value, writer);
    return writer.toByteArray();
  }

  /** What of a range lies behind a row; null if there can be nothing. */
  static @Nullable KeyRange after(byte[] row, KeyRange range) {
    byte[] from = Arrays.copyOf(row, row.length + 1);
    return unlessEmpty(
        Arrays.compareUnsigned(from, range.from()) > 0 ? new KeyRange(from, range.to()) : range);
  }

  /** What of a range lies before a row; null if there can be nothing. */
  static @Nullable KeyRange before(byte[] row, KeyRange range) {
    byte[] to = range.to();
    return unlessEmpty(
        to == null || Arrays.compareUnsigned(row, to) < 0
            ? new KeyRange(range.from(), row)
            : range);
  }

  private static byte @Nullable [] endOf(byte[] prefix) {
    return KeyRange.successorOfPrefix(prefix);
  }

  private static @Nullable KeyRange unlessEmpty(KeyRange range) {
    byte[] to = range.to();
    return to != null && Arrays.compareUnsigned(range.from(), to) >= 0 ? null : range;
  }
}
