package io.headwater.actors.catalog;

import io.headwater.actors.catalog.Catalog.Update;
import io.headwater.actors.catalog.CatalogChange.TablePut;
import io.headwater.actors.catalog.CatalogChange.TableRemoved;
import io.headwater.actors.codec.PartitionIds;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** This node's view: what the catalog sent so far. */
public final class LocalCatalogView implements CatalogView {
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final List<TableListener> listeners = new CopyOnWriteArrayList<>();
  private final CatalogState state = new CatalogState();

  /** Completes when the catalog was heard of for the first time. */
  public CompletionStage<Void> ready() {
    return ready;
  }

  /** Has a listener receive each change, on the thread of whoever follows the catalog. */
  public void onChange(TableListener listener) {
    listeners.add(listener);
  }

  /** Applies an update; returns false if an update before it is missing. */
  boolean apply(Update update) {
    if (update.whole()) {
      var gone = state.replace(update.version(), update.changes());
      notifyListeners(update.changes(), gone);
    } else if (!ready.isDone() || update.version() > state.version() + 1) {
      return false;
    } else if (update.version() == state.version() + 1) {
      var gone = new ArrayList<TableDefinition>();
      for (CatalogChange change : update.changes()) {
        if (change instanceof TableRemoved(_, var id) && state.table(id) != null) {
          gone.add(Objects.requireNonNull(state.table(id)));
        }
      }
      state.apply(update.version(), update.changes());
      notifyListeners(update.changes(), gone);
    }
    ready.complete(null);
    return true;
  }

  private void notifyListeners(List<CatalogChange> changes, List<TableDefinition> gone) {
    for (TableListener listener : listeners) {
      for (CatalogChange change : changes) {
        if (change instanceof TablePut(var table)) {
          listener.changed(table);
        }
      }
      gone.forEach(listener::removed);
    }
  }

  /**
   * Whether an index partition may be written: the view has its index, or nothing at all yet. The
   * partition of a deleted index is not to be created again by a late message.
   */
  public boolean mayHaveIndexPartition(String indexPartitionId) {
    if (!ready.isDone()) {
      return true;
    }
    UUID tableId = PartitionIds.tableId(indexPartitionId);
    var table = tableId == null ? null : state.table(tableId);
    return table != null
        && table.globalSecondaryIndexes().stream()
            .flatMap(index -> index.partitions().stream())
            .anyMatch(range -> range.partitionId().equals(indexPartitionId));
  }

  @Override
  public @Nullable TableDefinition table(String name) {
    return state.table(name);
  }

  @Override
  public @Nullable TableDefinition table(UUID id) {
    return state.table(id);
  }

  @Override
  public NavigableSet<String> tableNames() {
    return state.tableNames();
  }

  @Override
  public Collection<TableDefinition> expiringTables() {
    return state.expiringTables();
  }

  @Override
  public List<StreamDefinition> streams() {
    return List.copyOf(state.streams());
  }

  @Override
  public @Nullable StreamDefinition stream(String tableName, String label) {
    return state.stream(tableName, label);
  }
}
