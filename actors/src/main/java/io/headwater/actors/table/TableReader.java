package io.headwater.actors.table;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.expression.Condition;
import io.headwater.actors.expression.KeyCondition.BoundKeyCondition;
import io.headwater.actors.model.IndexKeySchema;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.model.ItemStatistics;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads items straight from the store; every acknowledged write is seen. Of a global secondary
 * index, which is fed a moment later, reads see what the settings say ({@code
 * headwater.indexes.reads}).
 */
public interface TableReader {
  CompletionStage<@Nullable EncodedItem> get(TableDefinition table, ItemKey key);

  /**
   * Reads several items as of one moment, in the keys' order, null where there is no item. The read
   * ends after the item that brings the stored bytes to {@code maxBytes}; so the results are those
   * of the first keys, and of one at least.
   *
   * @param reserve is given {@code maxBytes} before much is read; may throw to fail the read
   */
  CompletionStage<List<@Nullable EncodedItem>> multiGet(
      TableDefinition table, List<ItemKey> keys, long maxBytes, LongConsumer reserve);

  CompletionStage<Page> query(TableDefinition table, QueryRange range, PageLimits limits);

  CompletionStage<Page> scan(TableDefinition table, ScanSegment segment, PageLimits limits);

  /** Exact as of the last commit of each partition. */
  CompletionStage<TableStatistics> statistics(TableDefinition table);

  /** That the entries of an index are read instead of the items. */
  sealed interface IndexRead {
    /**
     * Of a local secondary index.
     *
     * @param number the index's place in the table's definition
     */
    record Local(int number, Fetch fetch) implements IndexRead {}

    /**
     * Of a global secondary index; what its entries lack is never fetched.
     *
     * @param number the index's own
     */
    record Global(int number) implements IndexRead {}

    /** For what, if anything, the whole items are fetched from the table with the entries. */
    enum Fetch {
      NOTHING,
      /** The filter sees the item; the page has the entry. */
      FILTER,
      /** Filter and page have the item. */
      ITEMS
    }
  }

  /**
   * A place in a table, or in an index; there need not be anything.
   *
   * @param indexKey null in a table
   */
  record Position(ItemKey key, IndexKeySchema.@Nullable Key indexKey) {}

  /**
   * The items of one partition key whose sort key fits, in sort-key order; in an index, those of
   * its hash values, by its range attributes and then by the table's key.
   *
   * @param index null: the table itself is read
   * @param exclusiveStart a place of the same partition key to resume after (before it, backwards)
   */
  record QueryRange(
      @Nullable IndexRead index,
      BoundKeyCondition condition,
      boolean forward,
      @Nullable Position exclusiveStart) {}

  /**
   * One of {@code totalSegments} equal parts of the hash range; the whole is segment 0 of 1.
   *
   * @param index null: the table itself is read
   */
  record ScanSegment(
      @Nullable IndexRead index,
      int segment,
      int totalSegments,
      @Nullable Position exclusiveStart) {}

  /**
   * Where a page ends: after {@code maxItems} items looked at, after the item that brings the sizes
   * to 1 MiB, or after the one whose filter exhausts the page's {@code WorkBudget}. Entries of an
   * index and the items fetched with them both count.
   *
   * @param filter applied after an item was counted; null: all pass
   */
  record PageLimits(int maxItems, @Nullable Condition filter) {}

  /**
   * A part of a query's or scan's answer.
   *
   * @param items those that passed the filter
   * @param scannedCount items, or entries of an index, looked at
   * @param scannedSizeBytes the sum of their sizes, for capacity
   * @param fetchedReadUnits what fetching items with an index's entries is charged, each item
   *     rounded up to 4 KiB by itself
   * @param lastEvaluated the last item or entry looked at, if the page ended before the range did
   */
  record Page(
      List<EncodedItem> items,
      int scannedCount,
      long scannedSizeBytes,
      long fetchedReadUnits,
      @Nullable EncodedItem lastEvaluated) {
    static final Page EMPTY = new Page(List.of(), 0, 0, 0, null);

    /** The same page, which no other follows. */
    public Page asLast() {
      return new Page(items, scannedCount, scannedSizeBytes, fetchedReadUnits, null);
    }
  }

  /**
   * How much there is of a table.
   *
   * @param localSecondaryIndexes in the definition's order
   * @param globalSecondaryIndexes in the definition's order
   */
  record TableStatistics(
      ItemStatistics items,
      List<ItemStatistics> localSecondaryIndexes,
      List<ItemStatistics> globalSecondaryIndexes) {
    public TableStatistics {
      localSecondaryIndexes = List.copyOf(localSecondaryIndexes);
      globalSecondaryIndexes = List.copyOf(globalSecondaryIndexes);
    }
  }
}
