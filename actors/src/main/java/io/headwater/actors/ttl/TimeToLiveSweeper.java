package io.headwater.actors.ttl;

import io.headwater.actors.catalog.CatalogView;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.catalog.TableDefinition.TableStatus;
import io.headwater.actors.catalog.TableTimeToLive;
import io.headwater.actors.codec.IntactRows;
import io.headwater.actors.codec.RowDamage;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.routing.PartitionRouter;
import io.headwater.actors.ttl.Task.Step;
import io.headwater.persistence.store.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Does the background work of time to live, one slice of one table after the other, so that no
 * table waits for another's end. Now and then it looks in the catalog for what there is to do.
 *
 * <p>One slice is under way at a time; its writes are in flight together. That is all the load that
 * it puts on the partitions, and one that has no room for a write refuses it and is asked again.
 */
public final class TimeToLiveSweeper extends AbstractMatchingBehavior<TimeToLiveSweeper.Command> {
  /**
   * A sweep that ends is followed by the next after so many times what its last read took. Where
   * many rows were removed, the engine walks over what is left of them for a while.
   */
  private static final int REST_FACTOR = 20;

  private static final Duration LONGEST_REST = Duration.ofMinutes(1);

  /** {@link Stop}, and messages that the sweeper sends to itself. */
  public sealed interface Command {}

  /** Asks for no further slice, because this node is going down. */
  public enum Stop implements Command {
    INSTANCE
  }

  private enum Look implements Command {
    INSTANCE
  }

  private enum NextStep implements Command {
    INSTANCE
  }

  private record StepDone(Task task, @Nullable Step step, @Nullable Throwable failure)
      implements Command {}

  private record Reported(Task.Key filed, @Nullable Throwable failure) implements Command {}

  private record Rested(Task.Key key) implements Command {}

  /** Hears that all items of a table are filed. It is told again until the catalog shows it. */
  @FunctionalInterface
  public interface FiledListener {
    CompletionStage<?> timeToLiveFiled(UUID tableId, long generation);
  }

  private final TimerScheduler<Command> timers;
  private final Store store;
  private final IntactRows intactRows;
  private final CatalogView catalog;
  private final PartitionRouter router;
  private final FiledListener filedListener;
  private final InstantSource clock;
  private final TimeToLiveSettings settings;
  private final BooleanSupplier mayWork;

  /** What there is to do, the next one first; without the one under way. */
  private final SequencedMap<Task.Key, Task> tasks = new LinkedHashMap<>();

  /** What the catalog called for at the last look; a task of any other work ends. */
  private final Set<Task.Key> wanted = new HashSet<>();

  /** What was done to its end and is not to be done again. */
  private final Set<Task.Key> finished = new HashSet<>();

  private final DamagedItems damagedItems = new DamagedItems();

  /** Whose next sweep may not begin yet. */
  private final Set<Task.Key> resting = new HashSet<>();

  private @Nullable Task underWay;

  /** So that a lasting failure gives one line in an interval. A partition that is busy is none. */
  private boolean warned;

  private TimeToLiveSweeper(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Store store,
      CatalogView catalog,
      PartitionRouter router,
      FiledListener filedListener,
      InstantSource clock,
      TimeToLiveSettings settings,
      BooleanSupplier mayWork) {
    super(context);
    this.timers = timers;
    this.store = store;
    this.intactRows = new IntactRows(store, "Time to live");
    this.catalog = catalog;
    this.router = router;
    this.filedListener = filedListener;
    this.clock = clock;
    this.settings = settings;
    this.mayWork = mayWork;
    timers.startTimerWithFixedDelay(Look.INSTANCE, settings.lookInterval());
  }

  /**
   * A sweeper that looks for the first time after one interval.
   *
   * @param mayWork whether it is this node's turn; asked at each look
   */
  public static Behavior<Command> create(
      Store store,
      CatalogView catalog,
      PartitionRouter router,
      FiledListener filedListener,
      InstantSource clock,
      TimeToLiveSettings settings,
      BooleanSupplier mayWork) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers ->
            new TimeToLiveSweeper(
                context, timers, store, catalog, router, filedListener, clock, settings, mayWork)));
  }

  @Override
  public Behavior<Command> onMessage(Command command) {
    switch (command) {
      case Look _ -> onLook();
      case NextStep _ -> step();
      case StepDone(var task, var step, var failure) -> onStepDone(task, step, failure);
      case Reported(var filed, var failure) -> onReported(filed, failure);
      case Rested(var key) -> resting.remove(key);
      case Stop _ -> {
        return Behaviors.stopped();
      }
    }
    return this;
  }

  private void onLook() {
    warned = false;
    wanted.clear();
    if (mayWork.getAsBoolean()) {
      for (TableDefinition table : catalog.expiringTables()) {
        var timeToLive = table.timeToLive();
        if (timeToLive != null) {
          want(table, timeToLive);
        }
      }
    }
    tasks.keySet().retainAll(wanted);
    finished.retainAll(wanted);
    if (underWay == null) {
      step();
    }
  }

  private void want(TableDefinition table, TableTimeToLive state) {
    var timeToLive = state.timeToLive();
    int slice = settings.sliceItems();
    boolean active = table.status() == TableStatus.ACTIVE;
    if (state.isFiled() && table.servesItems()) {
      want(
          ExpirySweep.of(
              intactRows, router, table, timeToLive, damagedItems, slice, clock.instant()));
    }
    // Until the table is active for the first time, some partitions may not file yet.
    var filing = FilingPass.of(intactRows, router, table, timeToLive, damagedItems, slice);
    if (state.status() == TableTimeToLive.Status.ENABLING && (active || knows(filing.key()))) {
      want(filing);
    }
    // While it is being disabled, some partitions may still file by it.
    if (state.status() != TableTimeToLive.Status.DISABLING && active) {
      want(Clearing.of(store, table, state, slice));
    }
  }

  private void want(Task task) {
    var key = task.key();
    wanted.add(key);
    if (!knows(key) && !resting.contains(key)) {
      tasks.put(key, task);
    } else if (finished.contains(key) && key.kind() == Task.Kind.FILE) {
      report(key);
    }
  }

  /** Whether a work is waiting, under way or finished. */
  private boolean knows(Task.Key key) {
    return tasks.containsKey(key)
        || finished.contains(key)
        || (underWay != null && underWay.key().equals(key));
  }

  private void step() {
    var next = tasks.pollFirstEntry();
    underWay = next == null ? null : next.getValue();
    if (underWay != null) {
      var task = underWay;
      getContext().pipeToSelf(task.step(), (step, failure) -> new StepDone(task, step, failure));
    }
  }

  private void onStepDone(Task task, @Nullable Step step, @Nullable Throwable failure) {
    var cause = step == null ? failure : step.cause();
    var rest = step == null ? task : step.rest();
    if (rest == null && step != null) {
      finish(task.key(), step);
    } else if (rest != null && wanted.contains(task.key())) {
      tasks.put(task.key(), rest);
    }
    if (cause == null) {
      step();
      return;
    }
    warn(task.key(), cause);
    timers.startSingleTimer(NextStep.INSTANCE, settings.retryPause());
  }

  private void finish(Task.Key key, Step last) {
    switch (key.kind()) {
      case EXPIRE -> {
        long restMillis = Math.min(REST_FACTOR * last.readMillis(), LONGEST_REST.toMillis());
        if (restMillis > settings.lookInterval().toMillis()) {
          resting.add(key);
          timers.startSingleTimer(key, new Rested(key), Duration.ofMillis(restMillis));
        }
      }
      case FILE -> {
        finished.add(key);
        report(key);
      }
      case CLEAR -> finished.add(key);
    }
  }

  private void report(Task.Key filed) {
    getContext()
        .pipeToSelf(
            filedListener.timeToLiveFiled(filed.tableId(), filed.generation()),
            (_, failure) -> new Reported(filed, failure));
  }

  /** The next look tells the catalog again, should it not show by then that it knows. */
  private void onReported(Task.Key filed, @Nullable Throwable failure) {
    if (failure != null) {
      warn(filed, failure);
    }
  }

  private void warn(Task.Key key, Throwable cause) {
    boolean isThrottling =
        cause instanceof DynamoDbException refused && refused.error().code().isThrottling();
    if (!warned && !isThrottling) {
      warned = true;
      getContext()
          .getLog()
          .warn(
              "Time to live of table {}: {} is held up; trying again: {}",
              key.tableId(),
              key.kind(),
              RowDamage.named(cause).getMessage());
    }
  }
}
