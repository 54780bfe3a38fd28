package io.headwater.actors.table;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.table.TableReader.IndexRead.Fetch;
import io.headwater.actors.table.TableReader.Page;
import io.headwater.actors.table.TableReader.PageLimits;
import io.headwater.persistence.store.KeyRange;
import io.headwater.persistence.store.RowRead;
import io.headwater.persistence.store.Store;
import io.headwater.persistence.store.Store.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A page of a local secondary index with the items of its entries. Entries are small and items are
 * not, so both are read in steps, each item by its entry's key, until the page is full.
 *
 * <p>Items are read a moment after their entries: one that is removed in between is not answered.
 */
final class FetchingRead {
  /** Entries of one step, so that no more than so many items are read beyond the page's end. */
  private static final int STEP_ENTRIES = 32;

  private final Store store;
  private final TableDefinition table;
  private final Fetch fetch;
  private final Direction direction;
  private final PageCollector collector;

  FetchingRead(
      Store store, TableDefinition table, Fetch fetch, Direction direction, PageLimits limits) {
    this.store = store;
    this.table = table;
    this.fetch = fetch;
    this.direction = direction;
    this.collector = new PageCollector(limits);
  }

  /** The entries that one step has read, with their rows. */
  private static final class Step {
    final int maxEntries;
    final List<EncodedItem> entries = new ArrayList<>();
    byte[] lastRow = {};

    Step(int maxEntries) {
      this.maxEntries = maxEntries;
    }

    boolean row(byte[] key, byte[] value) {
      entries.add(EncodedItem.ofStored(value));
      lastRow = key;
      return entries.size() < maxEntries;
    }
  }

  /** Reads what there is in a range of an index's rows; null: nothing. */
  CompletionStage<Page> page(@Nullable KeyRange range) {
    if (range == null) {
      return CompletableFuture.completedFuture(collector.page());
    }
    var step = new Step(Math.min(STEP_ENTRIES, collector.itemsLeft()));
    return store
        .scan(range, direction, step::row)
        .thenCompose(_ -> store.multiGet(itemRows(step.entries)))
        .thenCompose(items ->
            takesAll(step, items) && step.entries.size() == step.maxEntries
                ? page(rest(range, step.lastRow))
                : CompletableFuture.completedFuture(collector.page()));
  }

  private List<byte[]> itemRows(List<EncodedItem> entries) {
    return entries.stream()
        .map(entry -> RowKeys.item(table, table.keySchema().keyOf(entry.item())))
        .toList();
  }

  /** Whether the page has room for more behind the step's entries. */
  private boolean takesAll(Step step, List<RowRead> items) {
    for (int i = 0; i < step.entries.size(); i++) {
      byte[] item = items.get(i).value();
      var fetched = item == null ? null : EncodedItem.ofStored(item);
      if (!collector.fetched(step.entries.get(i), fetched, fetch)) {
        return false;
      }
    }
    return true;
  }

  private @Nullable KeyRange rest(KeyRange range, byte[] lastRow) {
    return direction == Direction.FORWARD
        ? ItemRanges.after(lastRow, range)
        : ItemRanges.before(lastRow, range);
  }
}
