package io.headwater.actors.catalog;

import io.headwater.actors.catalog.CatalogState.IndexKey;
import io.headwater.actors.catalog.CatalogStep.PurgeStep;
import io.headwater.actors.catalog.CatalogStep.PurgeStepDone;
import io.headwater.actors.codec.RowKeys;
import io.headwater.persistence.store.KeyRange;
import io.headwater.persistence.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/** Removes the rows of deleted tables and indexes, in small steps with pauses between them. */
final class RowPurge {
  private static final int STEP_ROWS = 1_000;
  private static final Duration PAUSE = Duration.ofMillis(5);

  /** Before a step that failed is tried again. */
  private static final Duration RETRY_PAUSE = Duration.ofMillis(500);

  private final ActorContext<Catalog.Command> context;
  private final TimerScheduler<Catalog.Command> timers;
  private final Store store;

  RowPurge(
      ActorContext<Catalog.Command> context, TimerScheduler<Catalog.Command> timers, Store store) {
    this.context = context;
    this.timers = timers;
    this.store = store;
  }

  /** Begins with all rows of a table. */
  void start(UUID tableId) {
    start(new CatalogChange.TablePurged(tableId), RowKeys.tableContents(tableId));
  }

  /** Begins with all rows of a global secondary index. */
  void start(IndexKey index) {
    UUID tableId = index.tableId();
    int number = index.indexNumber();
    start(
        new CatalogChange.IndexPurged(tableId, number),
        List.of(RowKeys.globalIndexEntries(tableId, number)));
  }

  private void start(CatalogChange whenDone, List<KeyRange> rows) {
    context.getSelf().tell(new PurgeStep(whenDone, rows));
  }

  void run(PurgeStep step) {
    if (!store.admission().accepts(true)) {
      timers.startSingleTimer(step.whenDone(), step, RETRY_PAUSE);
      return;
    }
    context.pipeToSelf(
        store.removeRows(step.rows().getFirst(), STEP_ROWS),
        (nextRow, failure) -> new PurgeStepDone(step, nextRow, failure));
  }

  /** Goes on after a step. Whether nothing is left. */
  boolean goOn(PurgeStepDone done) {
    var step = done.step();
    if (done.failure() != null) {
      context.getLog().warn("Rows cannot be removed; trying again", done.failure());
      timers.startSingleTimer(step.whenDone(), step, RETRY_PAUSE);
      return false;
    }
    var left = rowsLeft(step.rows(), done.nextRow());
    if (!left.isEmpty()) {
      timers.startSingleTimer(step.whenDone(), new PurgeStep(step.whenDone(), left), PAUSE);
    }
    return left.isEmpty();
  }

  private static List<KeyRange> rowsLeft(List<KeyRange> rows, byte @Nullable [] nextRow) {
    var left = new ArrayList<>(rows.subList(1, rows.size()));
    if (nextRow != null) {
      left.addFirst(new KeyRange(nextRow, rows.getFirst().to()));
    }
    return left;
  }
}
