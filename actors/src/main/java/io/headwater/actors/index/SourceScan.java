package io.headwater.actors.index;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.catalog.TableDefinition.PartitionRange;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.HashSegment;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.index.IndexChanges.EntryChange;
import io.headwater.actors.model.Bytes;
import io.headwater.persistence.store.KeyRange;
import io.headwater.persistence.store.Store;
import io.headwater.persistence.store.Store.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The items that one partition of a table has, as entries of an index, read in slices. */
final class SourceScan {
  /** A slice ends behind the item that makes it so large, if it has not before. */
  private static final int SLICE_BYTES = 1 << 20;

  private final Store store;
  private final KeyRange items;
  private final IndexChanges index;
  private final int batchSize;

  SourceScan(Store store, TableDefinition table, String source, IndexChanges index, int batchSize) {
    this.store = store;
    this.items = RowKeys.items(table.id(), segmentOf(table, source));
    this.index = index;
    this.batchSize = batchSize;
  }

  private static HashSegment segmentOf(TableDefinition table, String source) {
    var partitions = table.partitions();
    for (int i = 0; i < partitions.size(); i++) {
      PartitionRange range = partitions.get(i);
      if (range.partitionId().equals(source)) {
        return new HashSegment(
            range.hashFrom(),
            i + 1 == partitions.size() ? null : (Long) partitions.get(i + 1).hashFrom());
      }
    }
    throw new IllegalArgumentException("no partition " + source + " of table " + table.name());
  }

  /**
   * A part of the items.
   *
   * @param puts in the items' order
   * @param next the row key that the next slice begins at; null if this was the last one
   */
  record Slice(List<EntryChange> puts, @Nullable Bytes next) {}

  /** Reads the slice that begins at a row key, null for the first one. */
  CompletionStage<Slice> read(@Nullable Bytes from) {
    var slice = new Collector();
    var rest = from == null ? items : new KeyRange(from.toByteArray(), items.to());
    return store.scan(rest, Direction.FORWARD, slice).thenApply(_ -> slice.slice());
  }

  private final class Collector implements Store.RowVisitor {
    private final List<EntryChange> puts = new ArrayList<>();
    private int count;
    private long sizeBytes;
    private @Nullable Bytes next;

    @Override
    public boolean row(byte[] key, byte[] value) {
      index.addChange(0, null, EncodedItem.ofStored(value), puts);
      count++;
      sizeBytes += value.length;
      if (count < batchSize && sizeBytes < SLICE_BYTES) {
        return true;
      }
      next = Bytes.ofOwned(KeyRange.successorOf(key));
      return false;
    }

    Slice slice() {
      return new Slice(puts, next);
    }
  }
}
