package io.headwater.actors.catalog;

import io.headwater.actors.codec.ByteReader;
import io.headwater.actors.codec.CatalogRowKeys;
import io.headwater.persistence.store.Store;
import io.headwater.persistence.store.Store.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The catalog as its rows have it. */
record CatalogRows(CatalogState state) {

  /** Reads all rows as of one moment; they are as many as there are tables and streams. */
  static CompletionStage<CatalogRows> read(Store store) {
    var collector = new Collector();
    return store
        .scan(CatalogRowKeys.all(), Direction.FORWARD, collector::row)
        .thenApply(_ -> collector.rows());
  }

  private static final class Collector {
    private final List<CatalogChange> changes = new ArrayList<>();
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

    CatalogRows rows() {
      return new CatalogRows(CatalogState.EMPTY.after(version, changes));
    }
  }
}
