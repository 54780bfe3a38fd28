package io.headwater.actors.catalog;

import io.headwater.actors.catalog.CatalogState.StreamKey;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** This node's view: the newest state that the catalog sent. */
public final class LocalCatalogView implements CatalogView {
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile CatalogState state = CatalogState.EMPTY;

  /** Completes when the catalog was heard of for the first time. */
  public CompletionStage<Void> ready() {
    return ready;
  }

  /** Runs the listener after each change, on the thread of whoever follows the catalog. */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  void set(CatalogState newState) {
    state = newState;
    ready.complete(null);
    listeners.forEach(Runnable::run);
  }

  @Override
  public @Nullable TableDefinition table(String name) {
    return state.table(name);
  }

  @Override
  public NavigableSet<String> tableNames() {
    return Collections.unmodifiableNavigableSet(state.tables().navigableKeySet());
  }

  @Override
  public List<StreamDefinition> streams() {
    return List.copyOf(state.streams().values());
  }

  @Override
  public @Nullable StreamDefinition stream(String tableName, String label) {
    return state.streams().get(new StreamKey(tableName, label));
  }
}
