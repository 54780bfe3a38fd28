package io.headwater.actors.table;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.expression.SortKeyCondition;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.ItemKey;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads items straight from the store; every acknowledged write is seen. */
public interface TableReader {
  CompletionStage<@Nullable EncodedItem> get(TableDefinition table, ItemKey key);

  /** As of one moment, in the keys' order, null where there is no item. */
  CompletionStage<List<@Nullable EncodedItem>> multiGet(TableDefinition table, List<ItemKey> keys);

  CompletionStage<Page> query(TableDefinition table, QueryRange range, PageLimits limits);

  CompletionStage<Page> scan(TableDefinition table, ScanSegment segment, PageLimits limits);

  /** Exact as of the last commit of each partition. */
  CompletionStage<TableStatistics> statistics(TableDefinition table);

  /**
   * The items of one partition key whose sort key fits, in sort-key order.
   *
   * @param sortKey null: all
   * @param exclusiveStart a key of the same partition key to resume after (before it, backwards)
   */
  record QueryRange(
      AttributeValue partitionKey,
      @Nullable SortKeyCondition sortKey,
      boolean forward,
      @Nullable ItemKey exclusiveStart) {}

  /** One of {@code totalSegments} equal parts of the hash range; the whole is segment 0 of 1. */
  record ScanSegment(int segment, int totalSegments, @Nullable ItemKey exclusiveStart) {
    public static ScanSegment whole(@Nullable ItemKey exclusiveStart) {
      return new ScanSegment(0, 1, exclusiveStart);
    }
  }

  /**
   * Where a page ends: after {@code maxItems} items looked at, or after the item that brings the
   * sizes to 1 MiB.
   *
   * @param filter applied after an item was counted; null: all pass
   */
  record PageLimits(int maxItems, @Nullable Predicate<EncodedItem> filter) {}

  /**
   * A part of a query's or scan's answer.
   *
   * @param items those that passed the filter
   * @param scannedCount items looked at
   * @param scannedSizeBytes the sum of their sizes, for capacity
   * @param lastEvaluated the last item looked at, if the page ended before the range did
   */
  record Page(
      List<EncodedItem> items,
      int scannedCount,
      long scannedSizeBytes,
      @Nullable EncodedItem lastEvaluated) {}

  record TableStatistics(long itemCount, long sizeBytes) {}
}
