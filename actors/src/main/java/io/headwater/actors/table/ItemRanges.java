package io.headwater.actors.table;

import io.headwater.actors.codec.ByteWriter;
import io.headwater.actors.codec.HashSegment;
import io.headwater.actors.codec.KeyCodec;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.codec.TableIdentity;
import io.headwater.actors.expression.SortKeyCondition;
import io.headwater.actors.expression.SortKeyCondition.BeginsWith;
import io.headwater.actors.expression.SortKeyCondition.Between;
import io.headwater.actors.expression.SortKeyCondition.EqualTo;
import io.headwater.actors.expression.SortKeyCondition.GreaterThan;
import io.headwater.actors.expression.SortKeyCondition.LessThan;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.table.TableReader.IndexRead;
import io.headwater.actors.table.TableReader.Position;
import io.headwater.actors.table.TableReader.QueryRange;
import io.headwater.actors.table.TableReader.ScanSegment;
import io.headwater.persistence.store.KeyRange;
import java.util.Arrays;
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
    IndexRead index = query.index();
    byte[] partition =
        index == null
            ? RowKeys.partitionKeyPrefix(table, query.partitionKey())
            : RowKeys.localIndexPrefix(table, index.number(), query.partitionKey());
    SortKeyCondition condition = query.sortKey();
    KeyRange whole =
        condition == null ? KeyRange.withPrefix(partition) : ofCondition(partition, condition);
    Position start = query.exclusiveStart();
    if (start == null) {
      return unlessEmpty(whole);
    }
    byte[] startRow = rowAt(table, index, start);
    return query.forward() ? after(startRow, whole) : before(startRow, whole);
  }

  /** The rows that a scan has still to look at; null if there can be none. */
  static @Nullable KeyRange ofScan(TableIdentity table, ScanSegment scan) {
    HashSegment hashes = HashSegment.of(scan.segment(), scan.totalSegments());
    IndexRead index = scan.index();
    KeyRange segment =
        index == null
            ? RowKeys.items(table.id(), hashes)
            : RowKeys.localIndexEntries(table.id(), index.number(), hashes);
    Position start = scan.exclusiveStart();
    return start == null ? unlessEmpty(segment) : after(rowAt(table, index, start), segment);
  }

  private static byte[] rowAt(TableIdentity table, @Nullable IndexRead index, Position position) {
    AttributeValue indexSortKey = position.indexSortKey();
    if ((index == null) != (indexSortKey == null)) {
      throw new IllegalArgumentException("a place of " + position + " in " + index);
    }
    return index == null || indexSortKey == null
        ? RowKeys.item(table, position.key())
        : RowKeys.localIndexEntry(table, index.number(), position.key(), indexSortKey);
  }

  private static KeyRange ofCondition(byte[] partition, SortKeyCondition condition) {
    return switch (condition) {
      case EqualTo(var value) -> KeyRange.withPrefix(row(partition, value));
      case LessThan(var value, boolean inclusive) ->
          new KeyRange(partition, inclusive ? endOf(row(partition, value)) : row(partition, value));
      case GreaterThan(var value, boolean inclusive) -> {
        byte[] row = row(partition, value);
        // An index can have several rows with one sort key.
        yield new KeyRange(inclusive ? row : Objects.requireNonNull(endOf(row)), endOf(partition));
      }
      case Between(var lower, var upper) ->
          new KeyRange(row(partition, lower), endOf(row(partition, upper)));
      case BeginsWith(var prefix) -> {
        var writer = new ByteWriter().writeRaw(partition);
        KeyCodec.writePrefix(prefix, writer);
        yield KeyRange.withPrefix(writer.toByteArray());
      }
    };
  }

  private static byte[] row(byte[] partition, AttributeValue sortKey) {
    var writer = new ByteWriter().writeRaw(partition);
    KeyCodec.write(sortKey, writer);
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
