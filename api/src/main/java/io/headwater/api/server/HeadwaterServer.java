package io.headwater.api.server;

import io.headwater.actors.cluster.Database;
import io.headwater.actors.cluster.HeadwaterDatabase;
import io.headwater.actors.evaluation.EvaluationQueue;
import io.headwater.actors.model.ResourceArns;
import io.headwater.api.auth.WellFormedSignatures;
import io.headwater.api.http.HttpEdge;
import io.headwater.api.http.HttpSettings;
import io.headwater.api.http.RequestGate;
import io.headwater.api.lambda.EventSourceMappingHandler;
import io.headwater.api.memory.MemoryBudget;
import io.headwater.api.operation.OperationDispatcher;
import io.headwater.persistence.journal.StoreSetup;
import io.headwater.persistence.store.SegmentStore;
import io.headwater.persistence.store.Store;
import io.headwater.persistence.store.StoreSettings;
import io.headwater.streams.shard.StreamReader;
import io.headwater.streams.trigger.Triggers;
import io.headwater.streams.trigger.function.FunctionRegistry;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.Done;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/**
 * A running server: the store, the database over it, the HTTP edge in front. It is put together in
 * {@link #start} and taken apart in the reverse order in {@link #stop}.
 */
public final class HeadwaterServer implements AutoCloseable {
  /** How long the parts may take to be ready; a start is a matter of a second or two. */
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

  private final Store store;
  private final ActorSystem<?> system;
  private final Parts parts;
  private boolean stopped;

  private HeadwaterServer(Store store, ActorSystem<?> system, Parts parts) {
    this.store = store;
    this.system = system;
    this.parts = parts;
  }

  private record Parts(Database database, Triggers triggers, HttpEdge edge) {}

  /**
   * Starts a server and returns when it answers requests.
   *
   * @throws io.headwater.persistence.store.StoreOpenException if the data directory can't be used
   * @throws ServerStartException if anything else fails, such as to bind the address
   */
  public static HeadwaterServer start(ServerSettings settings) {
    return start(
        settings,
        SegmentStore.open(StoreSettings.from(settings.config().getConfig("headwater.store"))));
  }

  /** Starts a server over an open store, which is closed with it, or at once if that fails. */
  public static HeadwaterServer start(ServerSettings settings, Store store) {
    ActorSystem<?> system = null;
    boolean started = false;
    try {
      system = actorSystem(settings, store);
      var server = new HeadwaterServer(store, system, assemble(settings, system, store));
      started = true;
      return server;
    } finally {
      if (!started) {
        stop(system, store);
      }
    }
  }

  /** Builds everything that stands on store and actor system, and says how it is taken down. */
  private static Parts assemble(ServerSettings settings, ActorSystem<?> system, Store store) {
    var clock = InstantSource.system();
    ResourceArns arns = settings.arns();
    FunctionRegistry functions = FunctionRegistry.load(settings.config(), system, arns, clock);
    atShutdown(system, CoordinatedShutdown.PhaseServiceStop(), "functions", functions::close);

    CompletionStage<Database> starting =
        HeadwaterDatabase.start(system, store, clock, new SecureRandom());
    // Both take their time, which the database's start needs anyway.
    var wiring = new OperationWiring();
    HttpEdge.prepare(system);
    Database database = await(starting);
    var streams = new StreamReader(database.catalog(), database.feed(), arns, clock);
    var triggers =
        Triggers.start(database, database.store(), arns, functions, clock, UUID::randomUUID);
    atShutdown(system, CoordinatedShutdown.PhaseServiceStop(), "triggers", triggers::close);

    var operations = wiring.operations(database, streams, arns);
    var longWork = EvaluationQueue.of(system);
    var dispatcher =
        new OperationDispatcher(
            operations, new WellFormedSignatures(), settings.arnRules(), longWork);
    var lambda = new EventSourceMappingHandler(triggers, arns);
    var budget = MemoryBudget.ofHeap(settings.http().memoryShare());
    var gate =
        new RequestGate(
            system, settings.http(), budget, arns.region(), dispatcher, List.of(lambda), longWork);
    HttpEdge edge = listen(settings.http(), system, gate);
    CoordinatedShutdown.get(system)
        .addTask(CoordinatedShutdown.PhaseServiceUnbind(), "requests", edge::stop);
    return new Parts(database, triggers, edge);
  }

  private static HttpEdge listen(HttpSettings http, ActorSystem<?> system, RequestGate gate) {
    try {
      return await(HttpEdge.bind(system, http, gate::answer));
    } catch (ServerStartException e) {
      throw ServerStartException.cannotListen(http.host(), http.port(), e);
    }
  }

  private static void atShutdown(
      ActorSystem<?> system, String phase, String taskName, Runnable task) {
    CoordinatedShutdown.get(system)
        .addTask(
            phase,
            taskName,
            () -> {
              task.run();
              return CompletableFuture.completedFuture(Done.getInstance());
            });
  }

  private static ActorSystem<?> actorSystem(ServerSettings settings, Store store) {
    return ActorSystem.create(
        Behaviors.empty(),
        "headwater",
        ActorSystemSetup.create(BootstrapSetup.create(settings.config()), new StoreSetup(store)));
  }

  private static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(START_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw ServerStartException.because(e);
    } catch (TimeoutException e) {
      throw new ServerStartException("The server was not ready in " + START_TIMEOUT, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerStartException("The start was interrupted", e);
    }
  }

  /** The address that requests come to, with the port that was found where 0 was asked for. */
  public InetSocketAddress address() {
    return parts.edge().address();
  }

  /**
   * Completes when all that was acknowledged before has gone where it goes: global secondary
   * indexes show it, and the functions of enabled event source mappings have handled it. While a
   * function fails it does not complete.
   */
  public CompletionStage<Done> drain() {
    return parts.database().drain().thenCompose(_ -> parts.triggers().drain());
  }

  /**
   * Stops to accept requests, finishes those under way, then stops the database, then the store.
   * Returns when all is done; a second call waits for the first and does nothing more.
   */
  public synchronized void stop() {
    if (!stopped) {
      stopped = true;
      stop(system, store);
    }
  }

  private static void stop(@Nullable ActorSystem<?> system, Store store) {
    try {
      if (system != null) {
        CoordinatedShutdown.get(system)
            .runAll(CoordinatedShutdown.jvmExitReason())
            .toCompletableFuture()
            .join();
      }
    } finally {
      store.close();
    }
  }

  @Override
  public void close() {
    stop();
  }
}
