package io.headwater.actors.catalog;

import io.headwater.actors.catalog.CatalogState.IndexKey;
import io.headwater.actors.catalog.CatalogStep.EntityStates;
import io.headwater.actors.catalog.CatalogStep.PurgeStep;
import io.headwater.actors.catalog.CatalogStep.PurgeStepDone;
import io.headwater.actors.codec.IntactRows;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.partition.PartitionActor;
import io.headwater.persistence.store.KeyRange;
import io.headwater.persistence.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Removes what deleted tables and indexes leave, in small steps with pauses between them: first
 * their rows, then the states and logs of their partitions, which are closed. A partition's state
 * and log go in one atomic step, and its state row is how they are found; so a purge that was
 * interrupted is done again from its beginning.
 */
final class RowPurge {
  private static final int STEP_ROWS = 1_000;
  private static final int STEP_ENTITIES = 16;
  private static final Duration PAUSE = Duration.ofMillis(5);

  /** Before a step that failed is tried again. */
  private static final Duration RETRY_PAUSE = Duration.ofMillis(500);

  private final ActorContext<Catalog.Command> context;
  private final TimerScheduler<Catalog.Command> timers;
  private final Store store;
  private final IntactRows states;
  private final IndexPartitions indexPartitions;

  RowPurge(
      ActorContext<Catalog.Command> context,
      TimerScheduler<Catalog.Command> timers,
      Store store,
      IndexPartitions indexPartitions) {
    this.context = context;
    this.timers = timers;
    this.store = store;
    this.states = new IntactRows(store, "The removal of a deleted table");
    this.indexPartitions = indexPartitions;
  }

  /**
   * Begins with all rows of a table.
   *
   * @param keepsPartitions whether its partitions' logs hold a stream that can still be read
   */
  void start(UUID tableId, boolean keepsPartitions) {
    var entities = new ArrayList<EntityStates>();
    entities.add(indexPartitionStates(RowKeys.indexPartitionStates(tableId)));
    if (!keepsPartitions) {
      entities.add(
          new EntityStates(
              RowKeys.partitionStates(tableId),
              key -> PartitionActor.persistenceId(RowKeys.partitionId(key)).id()));
    }
    start(
        new CatalogChange.TablePurged(tableId),
        RowKeys.tableContents(tableId),
        entities,
        keepsPartitions);
  }

  /** Begins with all rows of a global secondary index. */
  void start(IndexKey index) {
    UUID tableId = index.tableId();
    int number = index.indexNumber();
    start(
        new CatalogChange.IndexPurged(tableId, number),
        List.of(RowKeys.globalIndexEntries(tableId, number)),
        List.of(indexPartitionStates(RowKeys.indexPartitionStates(tableId, number))),
        false);
  }

  private EntityStates indexPartitionStates(KeyRange rows) {
    return new EntityStates(rows, key -> indexPartitions.logId(RowKeys.indexPartitionId(key)));
  }

  private void start(
      CatalogChange whenDone,
      List<KeyRange> rows,
      List<EntityStates> entities,
      boolean keepsPartitions) {
    context.getSelf().tell(new PurgeStep(whenDone, rows, entities, keepsPartitions));
  }

  void run(PurgeStep step) {
    if (!store.admission().accepts(true)) {
      timers.startSingleTimer(step.whenDone(), step, RETRY_PAUSE);
      return;
    }
    var removed =
        step.rows().isEmpty()
            ? forgetSome(step.entities().getFirst())
            : store.removeRows(step.rows().getFirst(), STEP_ROWS);
    context.pipeToSelf(removed, (nextRow, failure) -> new PurgeStepDone(step, nextRow, failure));
  }

  /** Removes the first entities; returns where the next ones begin, null if none is left. */
  private CompletionStage<byte @Nullable []> forgetSome(EntityStates entities) {
    var keys = new ArrayList<byte[]>();
    return states
        .scanKeys(
            entities.rows(),
            key -> {
              keys.add(key);
              return keys.size() < STEP_ENTITIES;
            })
        .thenCompose(_ -> {
          CompletionStage<Void> forgotten = CompletableFuture.completedFuture(null);
          for (byte[] key : keys) {
            String logId = entities.logIdOf().apply(key);
            forgotten = forgotten.thenCompose(_ -> store.forgetLog(logId, List.of(key)));
          }
          return forgotten;
        })
        .thenApply(_ -> keys.size() < STEP_ENTITIES ? null : KeyRange.successorOf(keys.getLast()));
  }

  /** Goes on after a step. Whether nothing is left. */
  boolean goOn(PurgeStepDone done) {
    var step = done.step();
    if (done.failure() != null) {
      context.getLog().warn("Rows cannot be removed; trying again", done.failure());
      timers.startSingleTimer(step.whenDone(), step, RETRY_PAUSE);
      return false;
    }
    var next = step.rows().isEmpty() ? afterEntities(step, done) : afterRows(step, done);
    boolean isEnd = next.rows().isEmpty() && next.entities().isEmpty();
    if (!isEnd) {
      timers.startSingleTimer(step.whenDone(), next, PAUSE);
    }
    return isEnd;
  }

  private static PurgeStep afterRows(PurgeStep step, PurgeStepDone done) {
    var left = new ArrayList<>(step.rows().subList(1, step.rows().size()));
    if (done.nextRow() != null) {
      left.addFirst(new KeyRange(done.nextRow(), step.rows().getFirst().to()));
    }
    return new PurgeStep(step.whenDone(), left, step.entities(), step.keepsPartitions());
  }

  private static PurgeStep afterEntities(PurgeStep step, PurgeStepDone done) {
    var left = new ArrayList<>(step.entities().subList(1, step.entities().size()));
    if (done.nextRow() != null) {
      var first = step.entities().getFirst();
      left.addFirst(
          new EntityStates(new KeyRange(done.nextRow(), first.rows().to()), first.logIdOf()));
    }
    return new PurgeStep(step.whenDone(), List.of(), left, step.keepsPartitions());
  }
}
