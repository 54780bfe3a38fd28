package io.headwater.actors.index;

import io.headwater.actors.catalog.CatalogView;
import io.headwater.actors.catalog.GlobalIndex;
import io.headwater.actors.catalog.GlobalIndex.IndexStatus;
import io.headwater.actors.catalog.TableDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.Scheduler;
import org.jspecify.annotations.Nullable;
import scala.concurrent.ExecutionContextExecutor;

/**
 * Waits until global secondary indexes have what their tables have acknowledged.
 *
 * <p>On a node that does not feed indexes nothing is known of them, and reads do not wait.
 */
public final class FreshReads {
  /** Until an index is looked at again whose feeder has not begun yet. */
  private static final Duration FEEDER_POLL_INTERVAL = Duration.ofMillis(20);

  private static final CompletionStage<Done> DONE =
      CompletableFuture.completedStage(Done.getInstance());

  private final CatalogView catalog;
  private final IndexLag lag;
  private final IndexSettings settings;
  private final BooleanSupplier feedsHere;
  private final Scheduler scheduler;
  private final ExecutionContextExecutor executor;

  /**
   * The waits of this node.
   *
   * @param feedsHere whether this node feeds indexes
   * @param executor runs what follows a wait
   */
  public FreshReads(
      CatalogView catalog,
      IndexLag lag,
      IndexSettings settings,
      BooleanSupplier feedsHere,
      Scheduler scheduler,
      ExecutionContextExecutor executor) {
    this.catalog = catalog;
    this.lag = lag;
    this.settings = settings;
    this.feedsHere = feedsHere;
    this.scheduler = scheduler;
    this.executor = executor;
  }

  /**
   * Completes when an index has all that its table has acknowledged so far, after {@link
   * IndexSettings#readWait} at the latest. Never fails.
   */
  public CompletionStage<Done> beforeRead(TableDefinition table, int indexNumber) {
    for (GlobalIndex index : table.globalSecondaryIndexes()) {
      if (index.number() == indexNumber && !isCurrent(index)) {
        return catchUpInTime(table, index);
      }
    }
    return DONE;
  }

  private boolean isCurrent(GlobalIndex index) {
    for (String source : index.sources().keySet()) {
      if (!lag.isNone(source, index.number())) {
        return false;
      }
    }
    return true;
  }

  private CompletionStage<Done> catchUpInTime(TableDefinition table, GlobalIndex index) {
    if (!feedsHere.getAsBoolean()) {
      return DONE;
    }
    var caughtUp = catchUp(table.id(), index);
    var timer =
        scheduler.scheduleOnce(
            settings.readWait(), () -> caughtUp.complete(Done.getInstance()), executor);
    return caughtUp.whenCompleteAsync((_, _) -> timer.cancel(), executor);
  }

  /**
   * Completes when every index that can be read has all that its table has acknowledged so far.
   * Never fails.
   */
  public CompletionStage<Done> drain() {
    if (!feedsHere.getAsBoolean()) {
      return DONE;
    }
    var waits = new ArrayList<CompletableFuture<Done>>();
    for (String name : catalog.tableNames()) {
      var table = catalog.table(name);
      if (table != null) {
        table.globalSecondaryIndexes().stream()
            .filter(index -> index.status() == IndexStatus.ACTIVE)
            .forEach(index -> waits.add(catchUp(table.id(), index)));
      }
    }
    return allOf(waits);
  }

  /** Whoever waits no longer completes what is returned. */
  private CompletableFuture<Done> catchUp(UUID tableId, GlobalIndex index) {
    var waits = new ArrayList<CompletableFuture<Done>>();
    for (String source : index.sources().keySet()) {
      var wait = new CompletableFuture<Done>();
      waits.add(wait);
      catchUp(tableId, index.number(), source, wait);
    }
    var all = allOf(waits);
    var _ = all.whenComplete((_, _) -> waits.forEach(wait -> wait.complete(Done.getInstance())));
    return all;
  }

  private void catchUp(UUID tableId, int indexNumber, String source, CompletableFuture<Done> wait) {
    if (wait.isDone() || !isThere(catalog.table(tableId), indexNumber)) {
      wait.complete(Done.getInstance());
      return;
    }
    var caughtUp = lag.catchUp(source, indexNumber);
    if (caughtUp == null) {
      scheduler.scheduleOnce(
          FEEDER_POLL_INTERVAL, () -> catchUp(tableId, indexNumber, source, wait), executor);
      return;
    }
    var _ = wait.whenComplete((_, _) -> caughtUp.complete(Done.getInstance()));
    var _ =
        caughtUp.whenComplete((_, feederEnded) -> {
          if (feederEnded == null) {
            wait.complete(Done.getInstance());
          } else {
            catchUp(tableId, indexNumber, source, wait);
          }
        });
  }

  private static boolean isThere(@Nullable TableDefinition table, int indexNumber) {
    return table != null
        && table.globalSecondaryIndexes().stream()
            .anyMatch(
                index -> index.number() == indexNumber && index.status() == IndexStatus.ACTIVE);
  }

  private static CompletableFuture<Done> allOf(List<CompletableFuture<Done>> waits) {
    return CompletableFuture.allOf(waits.toArray(CompletableFuture<?>[]::new))
        .thenApply(_ -> Done.getInstance());
  }
}
