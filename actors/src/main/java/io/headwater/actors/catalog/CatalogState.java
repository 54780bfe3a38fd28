package io.headwater.actors.catalog;

import io.headwater.actors.model.Utf8Order;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The whole catalog at one version. Immutable, so that a view is a reference.
 *
 * @param version the number of commits of the catalog's log that made it
 * @param purging tables whose rows are still to be removed
 * @param purgingIndexes indexes whose rows are still to be removed
 */
record CatalogState(
    long version,
    NavigableMap<String, TableDefinition> tables,
    NavigableMap<StreamKey, StreamDefinition> streams,
    Set<UUID> purging,
    Set<IndexKey> purgingIndexes) {

  static final CatalogState EMPTY =
      new CatalogState(
          0, newTables(), new TreeMap<>(), Collections.emptySet(), Collections.emptySet());

  /** An index of a table that need not be there any more. */
  record IndexKey(UUID tableId, int indexNumber) {}

  /** A stream's name, ordered by table and then by age. */
  record StreamKey(String tableName, String label) implements Comparable<StreamKey> {
    @Override
    public int compareTo(StreamKey other) {
      int byTable = Utf8Order.compare(tableName, other.tableName);
      return byTable != 0 ? byTable : label.compareTo(other.label);
    }
  }

  private static NavigableMap<String, TableDefinition> newTables() {
    return new TreeMap<>(Utf8Order.COMPARATOR);
  }

  @Nullable TableDefinition table(String name) {
    return tables.get(name);
  }

  /** The state that a commit of these changes leads to. */
  CatalogState after(long newVersion, List<CatalogChange> changes) {
    NavigableMap<String, TableDefinition> newTables = newTables();
    newTables.putAll(tables);
    var newStreams = new TreeMap<>(streams);
    var newPurging = new TreeSet<>(purging);
    var newPurgingIndexes = new HashSet<>(purgingIndexes);
    for (CatalogChange change : changes) {
      switch (change) {
        case CatalogChange.TablePut(var table) -> newTables.put(table.name(), table);
        case CatalogChange.TableRemoved(var name, var id) -> {
          newTables.remove(name);
          newPurging.add(id);
        }
        case CatalogChange.TablePurged(var id) -> newPurging.remove(id);
        case CatalogChange.IndexRemoved(var id, int number) ->
            newPurgingIndexes.add(new IndexKey(id, number));
        case CatalogChange.IndexPurged(var id, int number) ->
            newPurgingIndexes.remove(new IndexKey(id, number));
        case CatalogChange.StreamPut(var stream) ->
            newStreams.put(new StreamKey(stream.tableName(), stream.label()), stream);
        case CatalogChange.StreamRemoved(var tableName, var label) ->
            newStreams.remove(new StreamKey(tableName, label));
      }
    }
    return new CatalogState(newVersion, newTables, newStreams, newPurging, newPurgingIndexes);
  }
}
