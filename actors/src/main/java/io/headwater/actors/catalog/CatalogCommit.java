package io.headwater.actors.catalog;

import io.headwater.actors.codec.ByteWriter;
import io.headwater.actors.codec.CatalogRowKeys;
import io.headwater.persistence.journal.EventWithRows;
import io.headwater.persistence.store.RowChange;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The event of the catalog: changes that belong together. The catalog's rows follow from it.
 *
 * @param version the number of this commit in the catalog's log
 */
record CatalogCommit(long version, List<CatalogChange> changes) implements EventWithRows {
  private static final byte[] EMPTY_ROW = new byte[0];

  CatalogCommit {
    changes = List.copyOf(changes);
  }

  @Override
  public List<RowChange> rowChanges() {
    var rows = new ArrayList<RowChange>();
    rows.add(
        RowChange.put(
            CatalogRowKeys.version(), new ByteWriter().writeVarint(version).toByteArray()));
    for (CatalogChange change : changes) {
      addRows(rows, change);
    }
    return rows;
  }

  private static void addRows(List<RowChange> rows, CatalogChange change) {
    switch (change) {
      case CatalogChange.TablePut(var table) ->
          rows.add(RowChange.put(CatalogRowKeys.table(table.name()), TableCodec.encode(table)));
      case CatalogChange.TableRemoved(var name, UUID id) -> {
        rows.add(RowChange.remove(CatalogRowKeys.table(name)));
        rows.add(RowChange.put(CatalogRowKeys.deletedTable(id), EMPTY_ROW));
      }
      case CatalogChange.TablePurged(UUID id) ->
          rows.add(RowChange.remove(CatalogRowKeys.deletedTable(id)));
      case CatalogChange.IndexRemoved(UUID tableId, int number) ->
          rows.add(RowChange.put(CatalogRowKeys.deletedIndex(tableId, number), EMPTY_ROW));
      case CatalogChange.IndexPurged(UUID tableId, int number) ->
          rows.add(RowChange.remove(CatalogRowKeys.deletedIndex(tableId, number)));
      case CatalogChange.StreamPut(var stream) ->
          rows.add(
              RowChange.put(
                  CatalogRowKeys.stream(stream.tableName(), stream.label()),
                  CatalogCodec.encodeStream(stream)));
      case CatalogChange.StreamRemoved(var tableName, var label) ->
          rows.add(RowChange.remove(CatalogRowKeys.stream(tableName, label)));
    }
  }
}
