package io.headwater.streams.trigger;

import io.headwater.actors.catalog.CatalogView;
import io.headwater.actors.catalog.StreamDefinition;
import io.headwater.actors.catalog.StreamDefinition.StreamShard;
import io.headwater.actors.feed.ChangeFeed;
import io.headwater.actors.feed.ChangeFeed.Position;
import io.headwater.actors.model.ResourceArns;
import io.headwater.streams.shard.ShardLog;
import io.headwater.streams.trigger.MappingDescription.LastResult;
import io.headwater.streams.trigger.ShardRunner.Command;
import io.headwater.streams.trigger.TriggerCommand.CallFailed;
import io.headwater.streams.trigger.TriggerCommand.CommitPosition;
import io.headwater.streams.trigger.function.StreamFunction;
import io.headwater.streams.trigger.function.StreamFunction.Invocation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Brings one shard's records to one mapping's function: reads a batch, has it handled, has the
 * position made durable, and so on until the shard ends.
 *
 * <p>A batch that failed is tried again, the same records, after a growing wait and without end.
 * When told to stop it first lets a call under way come to its end, because nobody can take it
 * back.
 */
final class ShardRunner extends AbstractMatchingBehavior<Command> {

  sealed interface Command {}

  /** Uses a changed mapping from the next batch on. */
  record Configure(EventSourceMapping mapping) implements Command {}

  /** There may be records that were not there before. */
  enum Look implements Command {
    INSTANCE
  }

  /** Completes {@code done} once the function has handled what a read that begins now finds. */
  record Drain(CompletableFuture<Done> done) implements Command {}

  /** Ends the runner, after the call under way if there is one. */
  enum Stop implements Command {
    INSTANCE
  }

  /** The position asked for is durable. */
  enum PositionCommitted implements Command {
    INSTANCE
  }

  private enum Retry implements Command {
    INSTANCE
  }

  private record BatchRead(ShardLog.@Nullable Page page, @Nullable Throwable failure)
      implements Command {}

  private record Handled(@Nullable Throwable failure) implements Command {}

  /** What all runners have in common. */
  record Environment(
      CatalogView catalog,
      ChangeFeed feed,
      Function<String, @Nullable StreamFunction> functions,
      ResourceArns arns,
      TriggerSettings settings) {}

  private enum Phase {
    IDLE,
    READING,
    CALLING,
    COMMITTING,
    WAITING_TO_RETRY
  }

  private final ShardKey key;
  private final Position startOfShard;
  private final Environment environment;
  private final ActorRef<TriggerCommand.Report> guardian;
  private final TimerScheduler<Command> timers;
  private final ShardLog log;
  private final ChangeFeed.Subscription subscription;

  /** Whether a hint waits in the mailbox; more of them would say nothing more. */
  private final AtomicBoolean hinted = new AtomicBoolean();

  private EventSourceMapping mapping;
  private Position position;
  private Phase phase = Phase.IDLE;

  /** The batch that was read and is not yet committed; null while there is none. */
  private ShardLog.@Nullable Page batch;

  private int failures;
  private boolean lookAgain;

  /** Who waits for the end that the present reads come to. */
  private final List<CompletableFuture<Done>> drains = new ArrayList<>();

  /** Who waits for the end that reads from the next one on come to. */
  private final List<CompletableFuture<Done>> nextDrains = new ArrayList<>();

  private boolean stopping;

  private ShardRunner(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      EventSourceMapping mapping,
      StreamShard shard,
      Position start,
      Environment environment,
      ActorRef<TriggerCommand.Report> guardian) {
    super(context);
    this.key = new ShardKey(mapping.id(), shard.shardId());
    this.startOfShard = ShardLog.start(shard);
    this.mapping = mapping;
    this.position = start;
    this.environment = environment;
    this.guardian = guardian;
    this.timers = timers;
    this.log = new ShardLog(environment.feed());
    var self = context.getSelf();
    this.subscription =
        environment
            .feed()
            .onCommit(
                shard.partitionId(),
                () -> {
                  if (hinted.compareAndSet(false, true)) {
                    self.tell(Look.INSTANCE);
                  }
                });
  }

  static Behavior<Command> create(
      EventSourceMapping mapping,
      StreamShard shard,
      Position start,
      Environment environment,
      ActorRef<TriggerCommand.Report> guardian) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> {
          var runner =
              new ShardRunner(context, timers, mapping, shard, start, environment, guardian);
          timers.startTimerWithFixedDelay(Look.INSTANCE, environment.settings().lookInterval());
          context.getSelf().tell(Look.INSTANCE);
          return runner;
        }));
  }

  @Override
  public Behavior<Command> onMessage(Command command) {
    return switch (command) {
      case Configure(var changed) -> onConfigure(changed);
      case Look _ -> onLook();
      case Drain(var done) -> onDrain(done);
      case Stop _ -> onStop();
      case BatchRead(var page, var failure) ->
          page == null ? onReadFailed(failure) : onBatchRead(page);
      case Handled(var failure) -> onHandled(failure);
      case PositionCommitted _ -> onCommitted();
      case Retry _ -> onRetry();
    };
  }

  @Override
  public Behavior<Command> onSignal(Signal signal) {
    if (signal instanceof PostStop) {
      subscription.close();
    }
    return this;
  }

  private Behavior<Command> onConfigure(EventSourceMapping changed) {
    mapping = changed;
    return this;
  }

  private Behavior<Command> onLook() {
    hinted.set(false);
    if (phase == Phase.IDLE) {
      return read();
    }
    lookAgain = true;
    return this;
  }

  private Behavior<Command> onDrain(CompletableFuture<Done> done) {
    nextDrains.add(done);
    return onLook();
  }

  private Behavior<Command> onStop() {
    stopping = true;
    return phase == Phase.CALLING || phase == Phase.COMMITTING ? this : Behaviors.stopped();
  }

  /** Looks the shard up first: whether it is closed must be known from before the read. */
  private Behavior<Command> read() {
    var stream = environment.catalog().stream(mapping.tableName(), mapping.streamLabel());
    var shard = stream == null ? null : shard(stream);
    if (stream == null || shard == null) {
      return Behaviors.stopped(); // Its 24 hours are over.
    }
    phase = Phase.READING;
    lookAgain = false;
    drains.addAll(nextDrains);
    nextDrains.clear();
    var settings = environment.settings();
    getContext()
        .pipeToSelf(
            log.read(stream, shard, position, mapping.batchSize(), settings.maxBatchBytes()),
            BatchRead::new);
    return this;
  }

  private @Nullable StreamShard shard(StreamDefinition stream) {
    for (StreamShard shard : stream.shards()) {
      if (shard.shardId().equals(key.shardId())) {
        return shard;
      }
    }
    return null;
  }

  private Behavior<Command> onBatchRead(ShardLog.Page page) {
    batch = page;
    tellOfTrimmed(page);
    if (!page.records().isEmpty()) {
      return call(page);
    }
    if (page.finished() && page.next().compareTo(position) > 0) {
      return commit(page); // So that nobody looks for this shard again.
    }
    return afterBatch(page);
  }

  /** Who begins at the trim horizon misses nothing by what was trimmed before. */
  private void tellOfTrimmed(ShardLog.Page page) {
    if (page.trimmedCommits() > 0 && position.compareTo(startOfShard) > 0) {
      getContext()
          .getLog()
          .warn(
              "The records of {} commits of shard {} left the stream before function {} handled"
                  + " them; it goes on with the oldest that is kept",
              page.trimmedCommits(),
              key.shardId(),
              mapping.functionName());
    }
  }

  private Behavior<Command> onReadFailed(@Nullable Throwable failure) {
    getContext().getLog().warn("Cannot read shard {}", key.shardId(), failure);
    return retryLater();
  }

  private Behavior<Command> call(ShardLog.Page page) {
    phase = Phase.CALLING;
    var function = environment.functions().apply(mapping.functionName());
    if (function == null) {
      return retryLater(LastResult.FUNCTION_MISSING);
    }
    String streamArn = environment.arns().stream(mapping.tableName(), mapping.streamLabel());
    getContext()
        .pipeToSelf(
            invoke(function, new Invocation(page.records(), streamArn)),
            (_, failure) -> new Handled(failure));
    return this;
  }

  private static CompletionStage<Void> invoke(StreamFunction function, Invocation invocation) {
    try {
      return function.invoke(invocation);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Behavior<Command> onHandled(@Nullable Throwable failure) {
    var handled = batch;
    if (failure == null && handled != null) {
      return commit(handled);
    }
    getContext()
        .getLog()
        .warn(
            "Function {} failed with a batch of shard {}, failure {} in a row",
            mapping.functionName(),
            key.shardId(),
            failures + 1,
            failure);
    return retryLater(LastResult.FUNCTION_FAILED);
  }

  private Behavior<Command> commit(ShardLog.Page page) {
    phase = Phase.COMMITTING;
    guardian.tell(
        new CommitPosition(key, page.next(), !page.records().isEmpty(), getContext().getSelf()));
    return this;
  }

  private Behavior<Command> onCommitted() {
    var committed = batch;
    if (phase != Phase.COMMITTING || committed == null) {
      throw new IllegalStateException("a position of " + key + " was committed, asked by nobody");
    }
    failures = 0;
    return stopping ? Behaviors.stopped() : afterBatch(committed);
  }

  private Behavior<Command> afterBatch(ShardLog.Page done) {
    position = done.next();
    batch = null;
    phase = Phase.IDLE;
    if (done.finished()) {
      return Behaviors.stopped();
    }
    if (done.reachedEnd()) {
      drains.forEach(drain -> drain.complete(Done.getInstance()));
      drains.clear();
    }
    return done.reachedEnd() && !lookAgain ? this : read();
  }

  private Behavior<Command> retryLater(LastResult result) {
    var next = retryLater();
    guardian.tell(new CallFailed(key, result));
    return next;
  }

  private Behavior<Command> retryLater() {
    if (stopping) {
      return Behaviors.stopped();
    }
    failures++;
    phase = Phase.WAITING_TO_RETRY;
    timers.startSingleTimer(Retry.INSTANCE, environment.settings().backoffAfter(failures));
    return this;
  }

  private Behavior<Command> onRetry() {
    var waiting = batch;
    return waiting == null ? read() : call(waiting);
  }
}
