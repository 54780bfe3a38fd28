package io.headwater.actors.ttl;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.catalog.TableTimeToLive;
import io.headwater.actors.codec.RowKeys;
import io.headwater.persistence.store.KeyRange;
import io.headwater.persistence.store.Store;
import java.util.concurrent.CompletionStage;

/** Removes rows of times to live that no partition files by any more. */
record Clearing(Store store, Key key, KeyRange rows, int sliceItems) implements Task {

  /** All rows of generations before the present one, and its own as well if it is disabled. */
  static Clearing of(Store store, TableDefinition table, TableTimeToLive state, int sliceItems) {
    long generation = state.timeToLive().generation();
    long keptFrom = state.isFiled() ? generation : generation + 1;
    return new Clearing(
        store,
        new Key(table.id(), keptFrom, Kind.CLEAR),
        RowKeys.timesToLiveBefore(table.id(), keptFrom),
        sliceItems);
  }

  @Override
  public CompletionStage<Step> step() {
    return store
        .removeRows(rows, sliceItems)
        .thenApply(next ->
            Step.of(
                next == null
                    ? null
                    : new Clearing(store, key, new KeyRange(next, rows.to()), sliceItems)));
  }
}
