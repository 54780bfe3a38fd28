package io.headwater.actors.testing;

import io.headwater.actors.catalog.CatalogView;
import io.headwater.actors.catalog.StreamDefinition;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.model.Utf8Order;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A view of a catalog that the test writes. */
public final class FakeCatalogView implements CatalogView {
  private final ConcurrentSkipListMap<String, TableDefinition> tables =
      new ConcurrentSkipListMap<>(Utf8Order.COMPARATOR);
  private final AtomicLong tableReads = new AtomicLong();
  private final List<StreamDefinition> streams = new CopyOnWriteArrayList<>();

  public void put(TableDefinition table) {
    tables.put(table.name(), table);
  }

  public void remove(String tableName) {
    tables.remove(tableName);
  }

  public void add(StreamDefinition stream) {
    streams.add(stream);
  }

  public void clearStreams() {
    streams.clear();
  }

  @Override
  public @Nullable TableDefinition table(String name) {
    return tables.get(name);
  }

  /** How often a table was read by its id. */
  public long tableReads() {
    return tableReads.get();
  }

  @Override
  public @Nullable TableDefinition table(UUID id) {
    tableReads.incrementAndGet();
    return tables.values().stream().filter(table -> table.id().equals(id)).findFirst().orElse(null);
  }

  @Override
  public Collection<TableDefinition> expiringTables() {
    return tables.values().stream().filter(table -> table.timeToLive() != null).toList();
  }

  @Override
  public NavigableSet<String> tableNames() {
    return tables.navigableKeySet();
  }

  @Override
  public List<StreamDefinition> streams() {
    return List.copyOf(streams);
  }

  @Override
  public @Nullable StreamDefinition stream(String tableName, String label) {
    return streams.stream()
        .filter(stream -> stream.tableName().equals(tableName) && stream.label().equals(label))
        .findFirst()
        .orElse(null);
  }
}
