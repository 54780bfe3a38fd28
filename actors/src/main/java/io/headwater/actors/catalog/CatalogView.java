package io.headwater.actors.catalog;

import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * This node's copy of the catalog, safe to read from any thread and never waiting. Whoever got an
 * answer to a change of the catalog finds that change in every node's view.
 */
public interface CatalogView {
  /** The table in whatever status, or null. */
  @Nullable TableDefinition table(String name);

  /** The table with an id in whatever status, or null. */
  @Nullable TableDefinition table(UUID id);

  /** The tables that have a time to live, in whatever status. */
  Collection<TableDefinition> expiringTables();

  /** All names, in DynamoDB's order (UTF-8 bytes). */
  NavigableSet<String> tableNames();

  /** Enabled streams and disabled ones of the last 24 hours, by table name and label. */
  List<StreamDefinition> streams();

  /** The stream of a table name and label, or null. */
  @Nullable StreamDefinition stream(String tableName, String label);
}
