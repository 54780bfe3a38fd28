package io.headwater.actors.ttl;

import io.headwater.actors.catalog.CatalogView;
import io.headwater.actors.catalog.StreamDefinition;
import io.headwater.actors.catalog.TableDefinition;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** A catalog that has what a test puts into it. */
final class FakeCatalogView implements CatalogView {
  private final ConcurrentMap<String, TableDefinition> tables = new ConcurrentHashMap<>();

  void put(TableDefinition table) {
    tables.put(table.name(), table);
  }

  void remove(String name) {
    tables.remove(name);
  }

  @Override
  public @Nullable TableDefinition table(String name) {
    return tables.get(name);
  }

  @Override
  public NavigableSet<String> tableNames() {
    return new TreeSet<>(tables.keySet());
  }

  @Override
  public List<StreamDefinition> streams() {
    return List.of();
  }

  @Override
  public @Nullable StreamDefinition stream(String tableName, String label) {
    return null;
  }
}
