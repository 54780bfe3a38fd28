package io.headwater.actors.retention;

import io.headwater.actors.catalog.CatalogView;
import io.headwater.actors.codec.RowDamage;
import io.headwater.actors.retention.LogRetention.RetainedLog;
import io.headwater.actors.retention.LogRetention.Step;
import io.headwater.persistence.store.Store;
import io.headwater.persistence.store.StoreCorruptionException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Trims logs in the background, one after the other, a step at a time. A step ends after the
 * entries of {@link RetentionSettings#stepEntries}, of however many logs. A look is at those that
 * got a commit since the last one and at those of which something is due by now: an entry has
 * expired, or an index lacked some. Once in {@value #LOOKS_PER_ROUND} looks it is at all logs, and
 * so is the first one; that finds what this node heard nothing of.
 *
 * <p>After each step it waits for at least twice as long as that took, so that at most a third of
 * the time goes into trimming, however slow the disk is.
 */
public final class LogTrimmer extends AbstractMatchingBehavior<LogTrimmer.Command> {
  private static final int PAUSE_FACTOR = 2;
  private static final int LOOKS_PER_ROUND = 60;

  /** Damaged logs that are reported, each once. */
  private static final int MAX_DAMAGED_LOGS = 1_000;

  /** {@link Stop}, and messages that the trimmer sends to itself. */
  public sealed interface Command {}

  /** Asks for no further step, because this node is going down. */
  public enum Stop implements Command {
    INSTANCE
  }

  private enum Look implements Command {
    INSTANCE
  }

  private record LogsRead(@Nullable List<RetainedLog> logs, @Nullable Throwable failure)
      implements Command {}

  private enum NextStep implements Command {
    INSTANCE
  }

  private record StepDone(@Nullable Step step, @Nullable Throwable failure) implements Command {}

  private final TimerScheduler<Command> timers;
  private final LogRetention retention;
  private final InstantSource clock;
  private final RetentionSettings settings;
  private final CommittedLogs committed;
  private final BooleanSupplier mayTrim;

  /** When logs may have something to be trimmed without a commit, by their ids. */
  private final Map<String, Long> dueMillis = new HashMap<>();

  /** The damaged logs that were reported. */
  private final Set<String> damagedLogs = new HashSet<>();

  /** Looks until the next one at all logs. */
  private int looksLeft;

  /** What this round has not come to yet; the first log is the one under way. */
  private final Deque<RetainedLog> logs = new ArrayDeque<>();

  private long stepBeganMillis;

  /** The entries that the present step has trimmed, of one log or several. */
  private long trimmedEntries;

  private LogTrimmer(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      LogRetention retention,
      InstantSource clock,
      RetentionSettings settings,
      CommittedLogs committed,
      BooleanSupplier mayTrim) {
    super(context);
    this.timers = timers;
    this.retention = retention;
    this.clock = clock;
    this.settings = settings;
    this.committed = committed;
    this.mayTrim = mayTrim;
    lookLater();
  }

  /**
   * A trimmer that looks for the first time after one interval.
   *
   * @param catalog of what there are readers: streams, also ended ones, and indexes
   * @param committed the logs that get commits
   * @param mayTrim whether it is this node's turn; asked before each round
   */
  public static Behavior<Command> create(
      Store store,
      CatalogView catalog,
      InstantSource clock,
      RetentionSettings settings,
      CommittedLogs committed,
      BooleanSupplier mayTrim) {
    var retention = new LogRetention(store, catalog, clock, settings);
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers ->
            new LogTrimmer(context, timers, retention, clock, settings, committed, mayTrim)));
  }

  @Override
  public Behavior<Command> onMessage(Command command) {
    switch (command) {
      case Look _ -> onLook();
      case LogsRead(var found, var failure) -> onLogsRead(found, failure);
      case NextStep _ -> beginStep();
      case StepDone(var step, var failure) -> onStepDone(step, failure);
      case Stop _ -> {
        return Behaviors.stopped();
      }
    }
    return this;
  }

  private void onLook() {
    var logIds = committed.take();
    if (!mayTrim.getAsBoolean()) {
      looksLeft = 0;
      lookLater();
    } else if (looksLeft == 0) {
      looksLeft = LOOKS_PER_ROUND - 1;
      dueMillis.clear();
      getContext().pipeToSelf(retention.logs(), LogsRead::new);
    } else {
      looksLeft--;
      long nowMillis = clock.millis();
      for (var due : dueMillis.entrySet()) {
        if (due.getValue() <= nowMillis) {
          logIds.add(due.getKey());
        }
      }
      dueMillis.keySet().removeAll(logIds);
      getContext().pipeToSelf(retention.logs(logIds), LogsRead::new);
    }
  }

  private void onLogsRead(@Nullable List<RetainedLog> found, @Nullable Throwable failure) {
    if (found == null) {
      getContext().getLog().warn("Cannot look for logs to trim; trying again later", failure);
      looksLeft = 0;
      lookLater();
      return;
    }
    logs.addAll(found);
    beginStep();
  }

  private void beginStep() {
    stepBeganMillis = clock.millis();
    trimmedEntries = 0;
    trimNext();
  }

  private void trimNext() {
    var log = logs.peek();
    if (log == null) {
      lookLater();
      return;
    }
    getContext().pipeToSelf(retention.trimStep(log), StepDone::new);
  }

  private void onStepDone(@Nullable Step step, @Nullable Throwable failure) {
    var damage = failure == null ? null : RowDamage.damageOf(failure);
    if (damage != null) {
      skipDamaged(logs.remove(), damage);
      return;
    }
    if (step == null) {
      var log = logs.peek();
      getContext()
          .getLog()
          .warn("Cannot trim log {}; trying again later", log == null ? "" : log.id(), failure);
      logs.clear();
      looksLeft = 0;
      lookLater();
      return;
    }
    if (!step.more()) {
      var log = logs.remove();
      if (step.dueMillis() != null) {
        dueMillis.put(log.id(), step.dueMillis());
      }
    }
    trimmedEntries += step.trimmedEntries();
    if (trimmedEntries < settings.stepEntries()) {
      trimNext();
    } else {
      timers.startSingleTimer(NextStep.INSTANCE, pause());
    }
  }

  /** Continues with the other logs. The damaged one is kept whole and tried in the next round. */
  private void skipDamaged(RetainedLog log, StoreCorruptionException damage) {
    if (damagedLogs.size() < MAX_DAMAGED_LOGS && damagedLogs.add(log.id())) {
      getContext()
          .getLog()
          .error(
              "Cannot trim log {}: {}. It is kept; restore the database from a backup",
              log.id(),
              damage.getMessage());
    }
    trimNext();
  }

  /** The clock may jump, so the step may seem to have taken any time. */
  private Duration pause() {
    var pause = Duration.ofMillis(clock.millis() - stepBeganMillis).multipliedBy(PAUSE_FACTOR);
    if (pause.compareTo(settings.interval()) > 0) {
      pause = settings.interval();
    }
    return pause.compareTo(settings.pause()) > 0 ? pause : settings.pause();
  }

  private void lookLater() {
    timers.startSingleTimer(Look.INSTANCE, settings.interval());
  }
}
