package io.headwater.streams.trigger;

import io.headwater.actors.catalog.StreamDefinition.StreamShard;
import io.headwater.actors.feed.ChangeFeed.Position;
import io.headwater.streams.shard.ShardLog;
import io.headwater.streams.trigger.ShardRunner.Environment;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * The runners at work, one for each shard of each enabled mapping that is not read to its end. They
 * are children of the guardian, which alone uses this.
 *
 * <p>A runner that was told to stop keeps its place here until it has stopped, so that no second
 * one is started beside a call that is still under way.
 */
final class ShardRunners {
  private final ActorContext<TriggerCommand> guardian;
  private final Environment environment;
  private final Function<ShardKey, TriggerCommand> stopped;
  private final Map<ShardKey, Running> runners = new HashMap<>();

  /** A runner, and what completes when it has stopped. */
  private record Running(ActorRef<ShardRunner.Command> runner, CompletableFuture<Done> stopped) {
    void tell(ShardRunner.Command command) {
      runner.tell(command);
    }

    /** Completes when all records that there are now are handled, or the runner has stopped. */
    CompletableFuture<?> drained() {
      var drained = new CompletableFuture<Done>();
      runner.tell(new ShardRunner.Drain(drained));
      return CompletableFuture.anyOf(drained, stopped);
    }
  }

  /**
   * None at first.
   *
   * @param stopped what the guardian is told when a runner has stopped
   */
  ShardRunners(
      ActorContext<TriggerCommand> guardian,
      Environment environment,
      Function<ShardKey, TriggerCommand> stopped) {
    this.guardian = guardian;
    this.environment = environment;
    this.stopped = stopped;
  }

  /** Starts what should run and does not, and stops what runs and should not. */
  void reconcile(TriggerState state) {
    runners.forEach((key, runner) -> {
      var mapping = state.mapping(key.mappingId());
      if (mapping == null || !mapping.enabled()) {
        runner.tell(ShardRunner.Stop.INSTANCE);
      }
    });
    for (EventSourceMapping mapping : state.mappings()) {
      if (mapping.enabled()) {
        startMissing(mapping, state);
      }
    }
  }

  /** Has the runners of a mapping go on as it now says. */
  void configure(EventSourceMapping mapping) {
    runners.forEach((key, runner) -> {
      if (key.mappingId().equals(mapping.id())) {
        runner.tell(new ShardRunner.Configure(mapping));
      }
    });
  }

  /** A runner has stopped. */
  void remove(ShardKey key) {
    var running = runners.remove(key);
    if (running != null) {
      running.stopped().complete(Done.getInstance());
    }
  }

  /** Completes {@code done} when all records that there are now are handled. */
  void drain(CompletableFuture<Done> done) {
    var _ =
        CompletableFuture.allOf(
                runners.values().stream()
                    .map(Running::drained)
                    .toArray(CompletableFuture<?>[]::new))
            .thenRun(() -> done.complete(Done.getInstance()));
  }

  private void startMissing(EventSourceMapping mapping, TriggerState state) {
    var stream = environment.catalog().stream(mapping.tableName(), mapping.streamLabel());
    if (stream == null) {
      return; // Its table is gone and its 24 hours are over; the mapping stays until deleted.
    }
    for (StreamShard shard : stream.shards()) {
      var key = new ShardKey(mapping.id(), shard.shardId());
      var committed = state.position(key);
      var position = committed == null ? ShardLog.start(shard) : committed;
      if (!runners.containsKey(key) && !ShardLog.isFinished(shard, position)) {
        start(key, mapping, shard, position);
      }
    }
  }

  private void start(
      ShardKey key, EventSourceMapping mapping, StreamShard shard, Position position) {
    var runner =
        guardian.spawnAnonymous(
            ShardRunner.create(mapping, shard, position, environment, guardian.getSelf().narrow()));
    guardian.watchWith(runner, stopped.apply(key));
    runners.put(key, new Running(runner, new CompletableFuture<>()));
  }
}
