package io.headwater.streams.trigger;

import io.headwater.persistence.store.Store;
import io.headwater.streams.trigger.MappingDescription.LastResult;
import io.headwater.streams.trigger.MappingDescription.State;
import io.headwater.streams.trigger.TriggerChange.MappingCreated;
import io.headwater.streams.trigger.TriggerChange.MappingDeleted;
import io.headwater.streams.trigger.TriggerChange.MappingUpdated;
import io.headwater.streams.trigger.TriggerChange.PositionsCommitted;
import io.headwater.streams.trigger.TriggerChange.PositionsRemoved;
import io.headwater.streams.trigger.TriggerChange.ShardPosition;
import io.headwater.streams.trigger.TriggerCommand.CallFailed;
import io.headwater.streams.trigger.TriggerCommand.CommitPosition;
import io.headwater.streams.trigger.TriggerCommand.Create;
import io.headwater.streams.trigger.TriggerCommand.Delete;
import io.headwater.streams.trigger.TriggerCommand.Drain;
import io.headwater.streams.trigger.TriggerCommand.Get;
import io.headwater.streams.trigger.TriggerCommand.GetAll;
import io.headwater.streams.trigger.TriggerCommand.MappingRequest;
import io.headwater.streams.trigger.TriggerCommand.Request;
import io.headwater.streams.trigger.TriggerCommand.Stop;
import io.headwater.streams.trigger.TriggerCommand.Update;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.pattern.StatusReply;
import org.jspecify.annotations.Nullable;

/**
 * Owns the mappings: decides their changes, keeps the {@link ShardRunners} at work that they call
 * for, and gathers the runners' positions into commits.
 *
 * <p>One change is being made durable at a time; requests wait in a bounded queue, positions in a
 * map with one place for each runner. What the state says is durable. When the log stops, a new one
 * is started and its rows replace the state, so that an outcome that nobody knew is known again;
 * runners go on meanwhile, and their positions wait.
 */
final class TriggerGuardian extends AbstractMatchingBehavior<TriggerCommand> {
  /** Requests that wait for the log; more of them are refused. */
  private static final int MAX_WAITING = 1_000;

  private static final Duration MIN_LOG_RESTART = Duration.ofMillis(200);
  private static final Duration MAX_LOG_RESTART = Duration.ofSeconds(10);

  /** Messages that the guardian sends to itself. */
  sealed interface Internal extends TriggerCommand {}

  private record LogHeard(TriggerLog.Event event) implements Internal {}

  private enum LogStopped implements Internal {
    INSTANCE
  }

  private enum RestartLog implements Internal {
    INSTANCE
  }

  private enum LookForShards implements Internal {
    INSTANCE
  }

  private record RunnerStopped(ShardKey key) implements Internal {}

  /** A change that is being made durable, with what to do when it is, and when nobody knows. */
  private record UnderWay(Runnable whenDurable, Runnable whenUnknown) {}

  private final ShardRunner.Environment environment;
  private final Store store;
  private final InstantSource clock;
  private final TimerScheduler<TriggerCommand> timers;
  private final ShardRunners runners;

  private final Deque<Request> waiting = new ArrayDeque<>();
  private final Map<ShardKey, CommitPosition> positions = new LinkedHashMap<>();
  private final Map<UUID, LastResult> lastResults = new HashMap<>();

  private ActorRef<TriggerLog.Command> log;
  private Duration logRestart = MIN_LOG_RESTART;

  /** Null while the log is loading it. */
  private @Nullable TriggerState state;

  private @Nullable UnderWay underWay;

  /** Whether positions in streams that no longer exist are to be removed. */
  private boolean lookForEndedStreams;

  private TriggerGuardian(
      ActorContext<TriggerCommand> context,
      TimerScheduler<TriggerCommand> timers,
      ShardRunner.Environment environment,
      Store store,
      InstantSource clock) {
    super(context);
    this.timers = timers;
    this.environment = environment;
    this.store = store;
    this.clock = clock;
    this.runners = new ShardRunners(context, environment, RunnerStopped::new);
    this.log = startLog();
  }

  static Behavior<TriggerCommand> create(
      ShardRunner.Environment environment, Store store, InstantSource clock) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> {
          timers.startTimerWithFixedDelay(
              LookForShards.INSTANCE, environment.settings().lookInterval());
          return new TriggerGuardian(context, timers, environment, store, clock);
        }));
  }

  @Override
  public Behavior<TriggerCommand> onMessage(TriggerCommand command) {
    switch (command) {
      case Request request -> onRequest(request);
      case CommitPosition commit -> onCommitPosition(commit);
      case CallFailed(var key, var result) -> lastResults.put(key.mappingId(), result);
      case LogHeard(TriggerLog.Event.Loaded(var loaded)) -> onLoaded(loaded);
      case LogHeard(TriggerLog.Event.Persisted(var change)) -> onPersisted(change);
      case LogStopped _ -> onLogStopped();
      case RestartLog _ -> log = startLog();
      case LookForShards _ -> {
        reconcile();
        lookForEndedStreams = true;
      }
      case RunnerStopped(var key) -> runners.remove(key);
      case Stop _ -> {
        return Behaviors.stopped();
      }
    }
    goOn();
    return this;
  }

  private ActorRef<TriggerLog.Command> startLog() {
    var context = getContext();
    var heard = context.messageAdapter(TriggerLog.Event.class, LogHeard::new);
    var started = context.spawnAnonymous(TriggerLog.create(store, heard));
    context.watchWith(started, LogStopped.INSTANCE);
    return started;
  }

  private void onLoaded(TriggerState loaded) {
    state = loaded;
    logRestart = MIN_LOG_RESTART;
    reconcile();
  }

  private void onLogStopped() {
    getContext().getLog().warn("The trigger log stopped; it is started again in {}", logRestart);
    state = null;
    var lost = underWay;
    underWay = null;
    if (lost != null) {
      lost.whenUnknown().run();
    }
    timers.startSingleTimer(RestartLog.INSTANCE, logRestart);
    var doubled = logRestart.multipliedBy(2);
    logRestart = doubled.compareTo(MAX_LOG_RESTART) < 0 ? doubled : MAX_LOG_RESTART;
  }

  private void onRequest(Request request) {
    if (waiting.size() >= MAX_WAITING) {
      request.refuse(new TriggerError(TriggerError.Code.TOO_MANY_REQUESTS, "Rate Exceeded."));
    } else {
      waiting.add(request);
    }
  }

  private void onCommitPosition(CommitPosition commit) {
    if (commit.recordsWereHandled()) {
      lastResults.put(commit.key().mappingId(), LastResult.OK);
    }
    positions.put(commit.key(), commit);
  }

  /** Starts what can be started: the next request, or else all positions that wait. */
  private void goOn() {
    var current = state;
    while (current != null && underWay == null && !waiting.isEmpty()) {
      serve(waiting.remove(), current);
    }
    if (current != null && underWay == null && !positions.isEmpty()) {
      persistPositions(current);
    }
    if (current != null && underWay == null && lookForEndedStreams) {
      lookForEndedStreams = false;
      removePositions(current);
    }
  }

  /** Removes the positions of one mapping whose stream has left the catalog, if there is any. */
  private void removePositions(TriggerState current) {
    for (EventSourceMapping mapping : current.mappings()) {
      if (environment.catalog().stream(mapping.tableName(), mapping.streamLabel()) == null) {
        var shardIds = current.shardsWithPosition(mapping.id());
        if (!shardIds.isEmpty()) {
          underWay = new UnderWay(() -> {}, () -> {});
          log.tell(new TriggerLog.Persist(new PositionsRemoved(mapping.id(), shardIds)));
          return;
        }
      }
    }
  }

  private void serve(Request request, TriggerState current) {
    switch (request) {
      case Create create -> onCreate(create, current);
      case GetAll all ->
          all.replyTo()
              .tell(StatusReply.success(current.mappings().stream().map(this::describe).toList()));
      case Drain(var done) -> runners.drain(done);
      case Get get -> {
        var mapping = current.mapping(get.mappingId());
        if (mapping == null) {
          get.refuse(TriggerError.mappingNotFound());
        } else {
          get.replyTo().tell(StatusReply.success(describe(mapping)));
        }
      }
      case Update update -> onUpdate(update, current);
      case Delete delete -> onDelete(delete, current);
    }
  }

  private void onCreate(Create create, TriggerState current) {
    var mapping = create.mapping();
    int maxMappings = environment.settings().maxMappings();
    var duplicate = current.duplicateOf(mapping);
    if (duplicate != null) {
      create.refuse(conflict(mapping, duplicate));
    } else if (current.mappings().size() >= maxMappings) {
      create.refuse(
          TriggerError.invalid(
              "There are %d event source mappings, the most that headwater.triggers.max-mappings allows."
                  .formatted(maxMappings)));
    } else {
      persist(
          new MappingCreated(mapping, create.positions()),
          create,
          describe(mapping, State.CREATING),
          this::reconcile);
    }
  }

  private void onUpdate(Update update, TriggerState current) {
    var mapping = current.mapping(update.mappingId());
    if (mapping == null) {
      update.refuse(TriggerError.mappingNotFound());
      return;
    }
    var changed = update.update().applyTo(mapping, clock.millis());
    var duplicate = current.duplicateOf(changed);
    if (duplicate != null) {
      update.refuse(conflict(changed, duplicate));
      return;
    }
    persist(
        new MappingUpdated(changed),
        update,
        describe(mapping, transition(mapping, changed)),
        () -> {
          runners.configure(changed);
          reconcile();
        });
  }

  private void onDelete(Delete delete, TriggerState current) {
    var id = delete.mappingId();
    var mapping = current.mapping(id);
    if (mapping == null) {
      delete.refuse(TriggerError.mappingNotFound());
      return;
    }
    persist(
        new MappingDeleted(id, current.shardsWithPosition(id)),
        delete,
        describe(mapping, State.DELETING),
        () -> {
          lastResults.remove(id);
          reconcile();
        });
  }

  /** The answer tells of the mapping as it was when the change began, as the Lambda API does. */
  private void persist(
      TriggerChange change,
      MappingRequest request,
      MappingDescription answer,
      Runnable afterwards) {
    underWay =
        new UnderWay(
            () -> {
              afterwards.run();
              request.replyTo().tell(StatusReply.success(answer));
            },
            () ->
                request.refuse(
                    new TriggerError(
                        TriggerError.Code.SERVICE,
                        "The change may or may not have been made; look before you try again.")));
    log.tell(new TriggerLog.Persist(change));
  }

  private void persistPositions(TriggerState current) {
    var commits = List.copyOf(positions.values());
    positions.clear();
    var durable =
        commits.stream()
            .filter(commit -> current.mapping(commit.key().mappingId()) != null)
            .map(commit -> new ShardPosition(commit.key(), commit.position()))
            .toList();
    Runnable answer =
        () ->
            commits.forEach(
                commit -> commit.replyTo().tell(ShardRunner.PositionCommitted.INSTANCE));
    if (durable.isEmpty()) {
      answer.run(); // All of mappings that are gone; their runners are about to stop.
      return;
    }
    underWay =
        new UnderWay(
            answer, () -> commits.forEach(commit -> positions.putIfAbsent(commit.key(), commit)));
    log.tell(new TriggerLog.Persist(new PositionsCommitted(durable)));
  }

  private void onPersisted(TriggerChange change) {
    var done = underWay;
    if (state == null || done == null) {
      throw new IllegalStateException("a change was made durable that nobody asked for: " + change);
    }
    state.apply(change);
    underWay = null;
    done.whenDurable().run();
  }

  private void reconcile() {
    if (state != null) {
      runners.reconcile(state);
    }
  }

  private MappingDescription describe(EventSourceMapping mapping) {
    return describe(mapping, mapping.enabled() ? State.ENABLED : State.DISABLED);
  }

  private MappingDescription describe(EventSourceMapping mapping, State mappingState) {
    return new MappingDescription(
        mapping, mappingState, lastResults.getOrDefault(mapping.id(), LastResult.NONE));
  }

  private static State transition(EventSourceMapping before, EventSourceMapping after) {
    if (before.enabled() == after.enabled()) {
      return State.UPDATING;
    }
    return after.enabled() ? State.ENABLING : State.DISABLING;
  }

  private TriggerError conflict(EventSourceMapping wanted, EventSourceMapping existing) {
    return new TriggerError(
        TriggerError.Code.RESOURCE_CONFLICT,
        ("The event source arn (\" %s \") and function (\" %s \") provided mapping already exists."
                + " Please update or delete the existing mapping with UUID %s")
            .formatted(
                environment.arns().stream(wanted.tableName(), wanted.streamLabel()),
                wanted.functionName(),
                existing.id()));
  }
}
