package io.headwater.actors.table;

import io.headwater.actors.catalog.GlobalIndex;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.catalog.TableDefinition.PartitionRange;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.RowDamage;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.index.IndexPartitionState;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.model.ItemStatistics;
import io.headwater.persistence.store.KeyRange;
import io.headwater.persistence.store.RowCache;
import io.headwater.persistence.store.RowRead;
import io.headwater.persistence.store.Store;
import io.headwater.persistence.store.Store.Direction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongConsumer;
import org.apache.pekko.Done;
import org.jspecify.annotations.Nullable;

/**
 * Reads items from a store's rows. One call reads as of one moment, because it is one call of the
 * store.
 *
 * <p>Filters are evaluated while the rows are read, on the thread of the store. One that may take
 * longer than about a millisecond ends the read, which begins again in a store that has threads for
 * evaluations. So does a read of several items that are large together: few of them are in memory
 * at a time, and reads of single items do not wait for them.
 */
public final class StoreTableReader implements TableReader {

  /** What a partition's state row says of its items. The row's format is the partition's. */
  @FunctionalInterface
  public interface PartitionStatistics {
    TableStatistics of(byte[] partitionState);
  }

  /** What a read of a global secondary index waits for. */
  @FunctionalInterface
  public interface IndexWait {
    IndexWait NONE = (_, _) -> CompletableFuture.completedStage(Done.getInstance());

    /** The stage must not fail. */
    CompletionStage<Done> beforeRead(TableDefinition table, int indexNumber);
  }

  /** The most that a page's filter may cost on the thread of the request (bytes looked at). */
  static final long MAX_INLINE_FILTER_COST = 256 * 1024;

  /** The most that several items may have on the thread of the request (bytes). */
  private static final long MAX_INLINE_BYTES = 128 * 1024;

  private final Store store;
  private final Store evaluationStore;
  private final RowCache cache;
  private final IndexWait indexWait;
  private final PartitionStatistics partitionStatistics;

  /**
   * A reader that looks for single items in the cache first.
   *
   * @param evaluationStore the same rows, read on threads that expensive filters may occupy
   */
  public StoreTableReader(
      Store store,
      Store evaluationStore,
      RowCache cache,
      IndexWait indexWait,
      PartitionStatistics partitionStatistics) {
    this.store = store;
    this.evaluationStore = evaluationStore;
    this.cache = cache;
    this.indexWait = indexWait;
    this.partitionStatistics = partitionStatistics;
  }

  @Override
  public CompletionStage<@Nullable EncodedItem> get(TableDefinition table, ItemKey key) {
    byte[] rowKey = RowKeys.item(table, key);
    return naming(cache.get(rowKey, () -> store.get(rowKey)).thenApply(StoreTableReader::item));
  }

  @Override
  public CompletionStage<List<@Nullable EncodedItem>> multiGet(
      TableDefinition table, List<ItemKey> keys, long maxBytes, LongConsumer reserve) {
    List<byte[]> rowKeys = keys.stream().map(key -> RowKeys.item(table, key)).toList();
    long inlineBytes = Math.min(maxBytes, MAX_INLINE_BYTES);
    return naming(
        store
            .multiGet(rowKeys, inlineBytes)
            .thenCompose(rows ->
                rows.size() < rowKeys.size() && inlineBytes < maxBytes
                    ? multiGetLarge(rowKeys, maxBytes, reserve)
                    : CompletableFuture.completedFuture(rows))
            .thenApply(StoreTableReader::items));
  }

  private CompletionStage<List<RowRead>> multiGetLarge(
      List<byte[]> rowKeys, long maxBytes, LongConsumer reserve) {
    reserve.accept(maxBytes);
    return evaluationStore.multiGet(rowKeys, maxBytes);
  }

  @Override
  public CompletionStage<Page> query(TableDefinition table, QueryRange range, PageLimits limits) {
    Direction direction = range.forward() ? Direction.FORWARD : Direction.BACKWARD;
    return naming(
        readPage(table, range.index(), ItemRanges.ofQuery(table, range), direction, limits));
  }

  @Override
  public CompletionStage<Page> scan(TableDefinition table, ScanSegment segment, PageLimits limits) {
    return naming(
        readPage(
            table, segment.index(), ItemRanges.ofScan(table, segment), Direction.FORWARD, limits));
  }

  @Override
  public CompletionStage<TableStatistics> statistics(TableDefinition table) {
    List<byte[]> rows = new ArrayList<>();
    for (PartitionRange partition : table.partitions()) {
      rows.add(RowKeys.partitionState(partition.partitionId()));
    }
    for (GlobalIndex index : table.globalSecondaryIndexes()) {
      index
          .partitions()
          .forEach(range -> rows.add(RowKeys.indexPartitionState(range.partitionId())));
    }
    return naming(store.multiGet(rows).thenApply(states -> sum(states, table)));
  }

  private CompletionStage<Page> readPage(
      TableDefinition table,
      @Nullable IndexRead index,
      @Nullable KeyRange range,
      Direction direction,
      PageLimits limits) {
    if (range == null) {
      return CompletableFuture.completedFuture(Page.EMPTY);
    }
    var read = new PageRead(table, index, range, direction, limits);
    return index instanceof IndexRead.Global(int number)
        ? indexWait.beforeRead(table, number).thenCompose(_ -> readPage(read))
        : readPage(read);
  }

  private CompletionStage<Page> readPage(PageRead read) {
    return collect(read, store, MAX_INLINE_FILTER_COST)
        .thenCompose(collector ->
            collector.isFilterTooExpensive()
                ? collect(read, evaluationStore, Long.MAX_VALUE)
                : CompletableFuture.completedFuture(collector))
        .thenApply(PageCollector::page);
  }

  private record PageRead(
      TableDefinition table,
      @Nullable IndexRead index,
      KeyRange range,
      Direction direction,
      PageLimits limits) {}

  private static CompletionStage<PageCollector> collect(
      PageRead read, Store from, long maxFilterCost) {
    var collector = new PageCollector(read.limits(), maxFilterCost);
    var scan =
        read.index() instanceof IndexRead.Local(_, var fetch) && fetch != IndexRead.Fetch.NOTHING
            ? from.scanJoined(
                read.range(), read.direction(), new FetchingRead(read.table(), fetch, collector))
            : from.scan(read.range(), read.direction(), collector);
    return scan.thenApply(_ -> collector);
  }

  /** A read that meets a damaged row fails, and the failure names the row. */
  private static <T extends @Nullable Object> CompletionStage<T> naming(CompletionStage<T> read) {
    return read.exceptionally(failure -> {
      throw RowDamage.named(failure);
    });
  }

  private static @Nullable EncodedItem item(byte @Nullable [] row) {
    return row == null ? null : EncodedItem.ofStored(row);
  }

  private static List<@Nullable EncodedItem> items(List<RowRead> rows) {
    List<@Nullable EncodedItem> items = new ArrayList<>(rows.size());
    for (RowRead row : rows) {
      items.add(item(row.value()));
    }
    return items;
  }

  /** A partition that has not committed anything yet has no row and no items. */
  private TableStatistics sum(List<RowRead> states, TableDefinition table) {
    int indexes = table.localSecondaryIndexes().size();
    int partitions = table.partitions().size();
    ItemStatistics items = ItemStatistics.NONE;
    var entries = new ArrayList<>(Collections.nCopies(indexes, ItemStatistics.NONE));
    for (RowRead row : states.subList(0, partitions)) {
      byte[] state = row.value();
      if (state != null) {
        TableStatistics part = partitionStatistics.of(state);
        items = items.plus(part.items());
        for (int i = 0; i < indexes; i++) {
          entries.set(i, entries.get(i).plus(part.localSecondaryIndexes().get(i)));
        }
      }
    }
    return new TableStatistics(
        items, entries, sumOfIndexes(states.subList(partitions, states.size()), table));
  }

  private static List<ItemStatistics> sumOfIndexes(List<RowRead> states, TableDefinition table) {
    var sums = new ArrayList<ItemStatistics>();
    var next = states.iterator();
    for (GlobalIndex index : table.globalSecondaryIndexes()) {
      ItemStatistics sum = ItemStatistics.NONE;
      for (int i = 0; i < index.partitions().size(); i++) {
        byte[] state = next.next().value();
        if (state != null) {
          sum = sum.plus(IndexPartitionState.fromBytes(state).entries());
        }
      }
      sums.add(sum);
    }
    return sums;
  }
}
