package io.headwater.actors.catalog;

import io.headwater.actors.catalog.CatalogChange.StreamPut;
import io.headwater.actors.catalog.CatalogChange.StreamRemoved;
import io.headwater.actors.catalog.CatalogChange.TablePut;
import io.headwater.actors.catalog.CatalogChange.TableRemoved;
import io.headwater.actors.codec.PartitionIds;
import io.headwater.actors.model.Utf8Order;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The catalog's content. One thread changes it, any thread reads it. A change costs as much as it
 * changes, however many tables there are; the changes of one commit are applied in their order, and
 * a reader may see the first of them without the last.
 */
final class CatalogState {
  private final ConcurrentSkipListMap<String, TableDefinition> tables =
      new ConcurrentSkipListMap<>(Utf8Order.COMPARATOR);
  private final Map<UUID, TableDefinition> tablesById = new ConcurrentHashMap<>();
  private final ConcurrentSkipListMap<String, TableDefinition> expiringTables =
      new ConcurrentSkipListMap<>(Utf8Order.COMPARATOR);
  private final ConcurrentSkipListMap<StreamKey, StreamDefinition> streams =
      new ConcurrentSkipListMap<>();
  private final Set<UUID> purging = ConcurrentHashMap.newKeySet();
  private final Set<IndexKey> purgingIndexes = ConcurrentHashMap.newKeySet();
  private volatile long version;

  /** An index of a table that need not be there any more. */
  record IndexKey(UUID tableId, int indexNumber) {}

  /** A stream's name, ordered by table and then by age. */
  record StreamKey(String tableName, String label) implements Comparable<StreamKey> {
    static StreamKey of(StreamDefinition stream) {
      return new StreamKey(stream.tableName(), stream.label());
    }

    @Override
    public int compareTo(StreamKey other) {
      int byTable = Utf8Order.compare(tableName, other.tableName);
      return byTable != 0 ? byTable : label.compareTo(other.label);
    }
  }

  /** The number of commits of the catalog's log that led to this content. */
  long version() {
    return version;
  }

  @Nullable TableDefinition table(String name) {
    return tables.get(name);
  }

  @Nullable TableDefinition table(UUID id) {
    return tablesById.get(id);
  }

  NavigableSet<String> tableNames() {
    return Collections.unmodifiableNavigableSet(tables.navigableKeySet());
  }

  Collection<TableDefinition> tables() {
    return Collections.unmodifiableCollection(tables.values());
  }

  /** The tables that have a time to live, in whatever status. */
  Collection<TableDefinition> expiringTables() {
    return Collections.unmodifiableCollection(expiringTables.values());
  }

  Collection<StreamDefinition> streams() {
    return Collections.unmodifiableCollection(streams.values());
  }

  @Nullable StreamDefinition stream(String tableName, String label) {
    return streams.get(new StreamKey(tableName, label));
  }

  /** Whether there is a stream, enabled or ended, of a table that may be gone. */
  boolean hasStreamOf(UUID tableId) {
    return streams.values().stream().anyMatch(stream -> tableId.equals(tableOf(stream)));
  }

  /** The table whose partitions' logs hold a stream's records. */
  static @Nullable UUID tableOf(StreamDefinition stream) {
    return stream.shards().isEmpty()
        ? null
        : PartitionIds.tableId(stream.shards().getFirst().partitionId());
  }

  /** Deleted tables of which something is still to be removed. */
  Set<UUID> purging() {
    return Collections.unmodifiableSet(purging);
  }

  /** Deleted indexes of which something is still to be removed. */
  Set<IndexKey> purgingIndexes() {
    return Collections.unmodifiableSet(purgingIndexes);
  }

  /** The tables and streams as changes to an empty catalog. */
  List<CatalogChange> content() {
    var changes = new ArrayList<CatalogChange>(tables.size() + streams.size());
    streams.values().forEach(stream -> changes.add(new StreamPut(stream)));
    tables.values().forEach(table -> changes.add(new TablePut(table)));
    return changes;
  }

  /** Applies the changes of a commit. */
  void apply(long newVersion, List<CatalogChange> changes) {
    changes.forEach(this::apply);
    version = newVersion;
  }

  /** Makes this what {@link #content} returned, and returns the tables that are gone. */
  List<TableDefinition> replace(long newVersion, List<CatalogChange> content) {
    var before = new HashMap<>(tablesById);
    var names = new HashSet<String>();
    var streamKeys = new HashSet<StreamKey>();
    apply(newVersion, content);
    for (CatalogChange change : content) {
      switch (change) {
        case TablePut(var table) -> {
          names.add(table.name());
          before.remove(table.id());
        }
        case StreamPut(var stream) -> streamKeys.add(StreamKey.of(stream));
        default -> {}
      }
    }
    streams.keySet().retainAll(streamKeys);
    for (TableDefinition gone : before.values()) {
      if (!names.contains(gone.name())) {
        tables.remove(gone.name());
        expiringTables.remove(gone.name());
      }
      tablesById.remove(gone.id());
    }
    return List.copyOf(before.values());
  }

  private void apply(CatalogChange change) {
    switch (change) {
      case TablePut(var table) -> put(table);
      case TableRemoved(var name, var id) -> {
        tables.remove(name);
        expiringTables.remove(name);
        tablesById.remove(id);
        purging.add(id);
      }
      case CatalogChange.TablePurged(var id) -> purging.remove(id);
      case CatalogChange.IndexRemoved(var id, int number) ->
          purgingIndexes.add(new IndexKey(id, number));
      case CatalogChange.IndexPurged(var id, int number) ->
          purgingIndexes.remove(new IndexKey(id, number));
      case StreamPut(var stream) -> streams.put(StreamKey.of(stream), stream);
      case StreamRemoved(var tableName, var label) ->
          streams.remove(new StreamKey(tableName, label));
    }
  }

  private void put(TableDefinition table) {
    tablesById.put(table.id(), table);
    tables.put(table.name(), table);
    if (table.timeToLive() == null) {
      expiringTables.remove(table.name());
    } else {
      expiringTables.put(table.name(), table);
    }
  }
}
