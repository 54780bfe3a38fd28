package io.headwater.streams.trigger;

import io.headwater.actors.catalog.CatalogView;
import io.headwater.actors.catalog.StreamDefinition;
import io.headwater.actors.cluster.Database;
import io.headwater.actors.feed.ChangeFeed.Position;
import io.headwater.actors.model.ResourceArns;
import io.headwater.persistence.store.Store;
import io.headwater.streams.shard.ShardLog;
import io.headwater.streams.trigger.EventSourceMapping.StartingPosition;
import io.headwater.streams.trigger.function.FunctionName;
import io.headwater.streams.trigger.function.FunctionRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.pattern.StatusReply;
import org.jspecify.annotations.Nullable;

/** The running triggers of this process. */
public final class Triggers implements EventSourceMappings, AutoCloseable {
  /** A change takes one synced write; whoever waits longer than this waits for a broken disk. */
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

  private final ActorSystem<?> system;
  private final ActorRef<TriggerCommand> guardian;
  private final CatalogView catalog;
  private final ShardLog log;
  private final FunctionRegistry functions;
  private final InstantSource clock;
  private final Supplier<UUID> ids;

  private Triggers(
      Database database,
      ActorRef<TriggerCommand> guardian,
      FunctionRegistry functions,
      InstantSource clock,
      Supplier<UUID> ids) {
    this.system = database.system();
    this.guardian = guardian;
    this.catalog = database.catalog();
    this.log = new ShardLog(database.feed());
    this.functions = functions;
    this.clock = clock;
    this.ids = ids;
  }

  /**
   * Starts the triggers that were made before. They read as soon as their state is loaded.
   *
   * @param store the one that {@code headwater.journal} writes to; its calls must not block
   * @param functions closed with the triggers
   */
  public static Triggers start(
      Database database,
      Store store,
      ResourceArns arns,
      FunctionRegistry functions,
      InstantSource clock,
      Supplier<UUID> ids) {
    var environment =
        new ShardRunner.Environment(
            database.catalog(),
            database.feed(),
            functions::find,
            arns,
            TriggerSettings.from(database.system().settings().config()));
    ActorRef<TriggerCommand> guardian =
        database
            .system()
            .systemActorOf(
                TriggerGuardian.create(environment, store, clock),
                "headwater-triggers",
                Props.empty());
    return new Triggers(database, guardian, functions, clock, ids);
  }

  @Override
  public CompletionStage<MappingDescription> create(NewMapping wanted) {
    try {
      var functionName = existingFunction(wanted.functionNameOrArn());
      var stream = existingStream(wanted.eventSourceArn());
      var mapping =
          new EventSourceMapping(
              ids.get(),
              functionName,
              stream.tableName(),
              stream.label(),
              wanted.startingPosition(),
              wanted.batchSize(),
              wanted.enabled(),
              clock.millis());
      return startPositions(stream, wanted.startingPosition())
          .thenCompose(positions ->
              this.<MappingDescription>ask(
                  replyTo -> new TriggerCommand.Create(mapping, positions, replyTo)));
    } catch (TriggerException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public CompletionStage<MappingDescription> get(UUID mappingId) {
    return ask(replyTo -> new TriggerCommand.Get(mappingId, replyTo));
  }

  @Override
  public CompletionStage<List<MappingDescription>> list(
      @Nullable String functionNameOrArn, @Nullable String eventSourceArn) {
    var functionName = functionNameOrArn == null ? null : FunctionName.parse(functionNameOrArn);
    var stream = eventSourceArn == null ? null : ResourceArns.streamName(eventSourceArn);
    return this.<List<MappingDescription>>ask(TriggerCommand.GetAll::new)
        .thenApply(all ->
            all.stream()
                .filter(description ->
                    functionNameOrArn == null
                        || description.mapping().functionName().equals(functionName))
                .filter(
                    description -> eventSourceArn == null || isOf(description.mapping(), stream))
                .toList());
  }

  @Override
  public CompletionStage<MappingDescription> update(UUID mappingId, MappingUpdate update) {
    try {
      var name = update.functionName();
      var checked =
          new MappingUpdate(
              name == null ? null : existingFunction(name), update.batchSize(), update.enabled());
      return ask(replyTo -> new TriggerCommand.Update(mappingId, checked, replyTo));
    } catch (TriggerException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public CompletionStage<MappingDescription> delete(UUID mappingId) {
    return ask(replyTo -> new TriggerCommand.Delete(mappingId, replyTo));
  }

  /**
   * Completes when the functions of enabled mappings have handled all records that there are now;
   * not while a function fails. Fails if too many requests wait for the triggers.
   */
  public CompletionStage<Done> drain() {
    var done = new CompletableFuture<Done>();
    guardian.tell(new TriggerCommand.Drain(done));
    return done;
  }

  /** Ends reading and interrupts functions; waits for none. */
  @Override
  public void close() {
    guardian.tell(TriggerCommand.Stop.INSTANCE);
    functions.close();
  }

  private String existingFunction(String nameOrArn) {
    var name = FunctionName.parse(nameOrArn);
    if (name == null || functions.find(name) == null) {
      throw new TriggerException(TriggerError.invalid("Function does not exist"));
    }
    return name;
  }

  private StreamDefinition existingStream(String arn) {
    var name = ResourceArns.streamName(arn);
    if (name == null) {
      throw new TriggerException(TriggerError.invalid("Unrecognized event source."));
    }
    var stream = catalog.stream(name.tableName(), name.label());
    if (stream == null) {
      throw new TriggerException(TriggerError.invalid("Stream not found: " + arn));
    }
    return stream;
  }

  /** By shard id; a shard that is not there yet is read from its start, whatever was asked for. */
  private CompletionStage<Map<String, Position>> startPositions(
      StreamDefinition stream, StartingPosition startingPosition) {
    return switch (startingPosition) {
      case TRIM_HORIZON -> CompletableFuture.completedFuture(Map.of());
      case LATEST -> {
        var positions = new ConcurrentHashMap<String, Position>();
        var all =
            stream.shards().stream()
                .map(shard ->
                    log.latest(shard)
                        .thenAccept(position -> positions.put(shard.shardId(), position))
                        .toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        yield CompletableFuture.allOf(all).thenApply(_ -> positions);
      }
    };
  }

  private static boolean isOf(
      EventSourceMapping mapping, ResourceArns.@Nullable StreamName stream) {
    return stream != null
        && mapping.tableName().equals(stream.tableName())
        && mapping.streamLabel().equals(stream.label());
  }

  private <T> CompletionStage<T> ask(
      org.apache.pekko.japi.function.Function<ActorRef<StatusReply<T>>, TriggerCommand> request) {
    return AskPattern.askWithStatus(guardian, request, ANSWER_TIMEOUT, system.scheduler());
  }
}
