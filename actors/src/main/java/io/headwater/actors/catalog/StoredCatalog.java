package io.headwater.actors.catalog;

import io.headwater.actors.catalog.CatalogState.IndexKey;
import io.headwater.actors.codec.CatalogRowKeys;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tables that a store's rows tell of, for tools that read a store without its actors. */
public final class StoredCatalog {
  private final Map<UUID, TableDefinition> tables = new HashMap<>();
  private final Set<UUID> deleted = new HashSet<>();
  private final Set<IndexKey> deletedIndexes = new HashSet<>();

  /** Takes a row of the catalog in. */
  public void add(byte[] key, byte[] value) {
    switch (CatalogRowKeys.kindOf(key)) {
      case TABLE -> {
        TableDefinition table = TableCodec.decode(value);
        tables.put(table.id(), table);
      }
      case STREAM -> CatalogCodec.decodeStream(value);
      case DELETED_TABLE -> deleted.add(CatalogRowKeys.deletedTableId(key));
      case DELETED_INDEX ->
          deletedIndexes.add(
              new IndexKey(
                  CatalogRowKeys.tableIdOfDeletedIndex(key),
                  CatalogRowKeys.numberOfDeletedIndex(key)));
      case VERSION -> {}
    }
  }

  public Collection<TableDefinition> tables() {
    return Collections.unmodifiableCollection(tables.values());
  }

  /** The table with an id; null if there is none. */
  public @Nullable TableDefinition table(UUID id) {
    return tables.get(id);
  }

  /** The table of a name; null if there is none. */
  public @Nullable TableDefinition table(String name) {
    return tables.values().stream()
        .filter(table -> table.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  /** Whether a table is deleted and its rows are still being removed. */
  public boolean isBeingRemoved(UUID id) {
    return deleted.contains(id);
  }

  /** Whether a global secondary index is deleted and its rows are still being removed. */
  public boolean isBeingRemoved(UUID tableId, int indexNumber) {
    return deletedIndexes.contains(new IndexKey(tableId, indexNumber));
  }
}
