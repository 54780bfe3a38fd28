package io.headwater.actors.catalog;

import io.headwater.actors.codec.ByteReader;
import io.headwater.actors.codec.CatalogRowKeys;
import io.headwater.actors.codec.PartitionIds;
import io.headwater.actors.codec.RowKeys;
import io.headwater.persistence.store.KeyRange;
import io.headwater.persistence.store.Store;
import io.headwater.persistence.store.Store.Direction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** The catalog as its rows have it. */
record CatalogRows(CatalogState state) {

  /**
   * Reads all rows; they are as many as there are tables, streams and partitions. Earlier versions
   * left the states and logs of a deleted table's partitions; its id is found in their rows, and it
   * counts as one of which something is still to be removed.
   */
  static CompletionStage<CatalogRows> read(Store store) {
    var collector = new Collector();
    return store
        .scan(CatalogRowKeys.all(), Direction.FORWARD, collector::row)
        .thenCompose(_ -> scan(store, RowKeys.partitionStates(), collector))
        .thenCompose(_ -> scan(store, RowKeys.indexPartitionStates(), collector))
        .thenApply(_ -> collector.rows());
  }

  private static CompletionStage<Void> scan(Store store, KeyRange states, Collector collector) {
    return store.scan(states, Direction.FORWARD, (key, _) -> collector.state(key));
  }

  private static final class Collector {
    private final List<CatalogChange> changes = new ArrayList<>();
    private final Set<UUID> tablesOfPartitions = new HashSet<>();
    private long version;

    boolean row(byte[] key, byte[] value) {
      switch (CatalogRowKeys.kindOf(key)) {
        case VERSION -> version = new ByteReader(value).readVarint();
        case TABLE -> changes.add(new CatalogChange.TablePut(TableCodec.decode(value)));
        case STREAM -> changes.add(new CatalogChange.StreamPut(CatalogCodec.decodeStream(value)));
        case DELETED_TABLE ->
            changes.add(new CatalogChange.TableRemoved("", CatalogRowKeys.deletedTableId(key)));
        case DELETED_INDEX ->
            changes.add(
                new CatalogChange.IndexRemoved(
                    CatalogRowKeys.tableIdOfDeletedIndex(key),
                    CatalogRowKeys.numberOfDeletedIndex(key)));
      }
      return true;
    }

    /** Sees the key of a partition's or index partition's state. */
    boolean state(byte[] key) {
      UUID tableId = PartitionIds.tableId(RowKeys.partitionId(key));
      if (tableId != null) {
        tablesOfPartitions.add(tableId);
      }
      return true;
    }

    CatalogRows rows() {
      var state = new CatalogState();
      state.apply(version, changes);
      for (UUID tableId : tablesOfPartitions) {
        if (state.table(tableId) == null) {
          state.apply(version, List.of(new CatalogChange.TableRemoved("", tableId)));
        }
      }
      return new CatalogRows(state);
    }
  }
}
