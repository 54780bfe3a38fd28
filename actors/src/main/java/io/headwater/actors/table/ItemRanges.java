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
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.table.TableReader.QueryRange;
import io.headwater.actors.table.TableReader.ScanSegment;
import io.headwater.persistence.store.KeyRange;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which rows a query or scan walks. Row keys are in DynamoDB's order and none is the beginning of
 * another, so every key condition is one range of bytes.
 */
final class ItemRanges {
  private ItemRanges() {}

  /** The rows that a query has still to look at; null if there can be none. */
  static @Nullable KeyRange ofQuery(TableIdentity table, QueryRange query) {
    byte[] partition = RowKeys.partitionKeyPrefix(table, query.partitionKey());
    SortKeyCondition condition = query.sortKey();
    KeyRange whole =
        condition == null ? KeyRange.withPrefix(partition) : ofCondition(partition, condition);
    ItemKey start = query.exclusiveStart();
    if (start == null) {
      return unlessEmpty(whole);
    }
    byte[] startRow = RowKeys.item(table, start);
    return unlessEmpty(query.forward() ? after(startRow, whole) : before(startRow, whole));
  }

  /** The rows that a scan has still to look at; null if there can be none. */
  static @Nullable KeyRange ofScan(TableIdentity table, ScanSegment scan) {
    KeyRange segment =
        RowKeys.items(table.id(), HashSegment.of(scan.segment(), scan.totalSegments()));
    ItemKey start = scan.exclusiveStart();
    return unlessEmpty(start == null ? segment : after(RowKeys.item(table, start), segment));
  }

  private static KeyRange ofCondition(byte[] partition, SortKeyCondition condition) {
    return switch (condition) {
      case EqualTo(var value) -> KeyRange.withPrefix(row(partition, value));
      case LessThan(var value, boolean inclusive) ->
          new KeyRange(partition, inclusive ? endOf(row(partition, value)) : row(partition, value));
      case GreaterThan(var value, boolean inclusive) -> {
        byte[] row = row(partition, value);
        byte[] end = endOf(partition);
        yield new KeyRange(inclusive ? row : firstAfter(row), end);
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

  private static KeyRange after(byte[] startRow, KeyRange range) {
    byte[] from = firstAfter(startRow);
    return Arrays.compareUnsigned(from, range.from()) > 0 ? new KeyRange(from, range.to()) : range;
  }

  private static KeyRange before(byte[] startRow, KeyRange range) {
    byte[] to = range.to();
    return to == null || Arrays.compareUnsigned(startRow, to) < 0
        ? new KeyRange(range.from(), startRow)
        : range;
  }

  private static byte[] firstAfter(byte[] row) {
    return Arrays.copyOf(row, row.length + 1);
  }

  private static byte @Nullable [] endOf(byte[] prefix) {
    return KeyRange.successorOfPrefix(prefix);
  }

  private static @Nullable KeyRange unlessEmpty(KeyRange range) {
    byte[] to = range.to();
    return to != null && Arrays.compareUnsigned(range.from(), to) >= 0 ? null : range;
  }
}
