package io.headwater.actors.cluster;

import io.headwater.actors.catalog.CatalogClient;
import io.headwater.actors.catalog.CatalogView;
import io.headwater.actors.catalog.CatalogViewActor;
import io.headwater.actors.catalog.LocalCatalogView;
import io.headwater.actors.catalog.ShardedCatalogClient;
import io.headwater.actors.feed.ChangeFeed;
import io.headwater.actors.feed.StoreChangeFeed;
import io.headwater.actors.model.ItemStatistics;
import io.headwater.actors.partition.Partition;
import io.headwater.actors.partition.PartitionActor;
import io.headwater.actors.partition.PartitionState;
import io.headwater.actors.retention.LogTrimmer;
import io.headwater.actors.routing.PartitionRouter;
import io.headwater.actors.routing.ShardedPartitionRouter;
import io.headwater.actors.table.StoreTableReader;
import io.headwater.actors.table.TableReader;
import io.headwater.actors.table.TableReader.TableStatistics;
import io.headwater.persistence.journal.StoreExtension;
import io.headwater.persistence.store.DirectStore;
import io.headwater.persistence.store.DispatchedStore;
import io.headwater.persistence.store.Store;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;

/** This node's part of the database over an actor system and a store that are given to it. */
public final class HeadwaterDatabase implements Database {
  private final ActorSystem<?> system;
  private final LocalCatalogView catalog;
  private final CatalogClient catalogClient;
  private final PartitionRouter router;
  private final TableReader reader;
  private final Store store;
  private final StoreChangeFeed feed;

  private HeadwaterDatabase(
      ActorSystem<?> system,
      LocalCatalogView catalog,
      CatalogClient catalogClient,
      PartitionRouter router,
      TableReader reader,
      Store store,
      StoreChangeFeed feed) {
    this.system = system;
    this.catalog = catalog;
    this.catalogClient = catalogClient;
    this.router = router;
    this.reader = reader;
    this.store = store;
    this.feed = feed;
  }

  /**
   * Starts the database as a cluster of one. Completes when requests can be served.
   *
   * @param engine the store that the journal of the actor system writes to
   */
  public static CompletionStage<Database> start(
      ActorSystem<?> system, Store engine, InstantSource clock, RandomGenerator random) {
    var settings = DatabaseSettings.from(system.settings().config());
    var storeDispatcher =
        system.dispatchers().lookup(DispatcherSelector.fromConfig("headwater.store-dispatcher"));
    var requestDispatcher = DispatcherSelector.fromConfig("headwater.request-dispatcher");
    var store = new DispatchedStore(engine, storeDispatcher);
    var requestStore = new DirectStore(engine, storeDispatcher);
    var cluster = Cluster.get(system);
    cluster.manager().tell(Join.create(cluster.selfMember().address()));

    var sharding = ClusterSharding.get(system);
    var feed = new StoreChangeFeed(store);
    sharding.init(
        Entity.of(
                Partition.TYPE_KEY,
                entity -> PartitionActor.create(entity.getEntityId(), requestStore, clock, feed))
            .withEntityProps(requestDispatcher));
    var catalogClient =
        ShardedCatalogClient.init(
            sharding,
            store,
            clock,
            random,
            settings.partitionsPerTable(),
            settings.retention().streamRecords());
    var view = new LocalCatalogView();
    // Asking for the catalog while its region goes down would hold the shutdown up.
    startUntilShutdown(
        system,
        CatalogViewActor.create(sharding, view),
        "headwater-catalog-view",
        CatalogViewActor.Stop.INSTANCE);
    startUntilShutdown(
        system,
        LogTrimmer.create(
            store, view::streams, clock, settings.retention(), () -> isLeader(cluster)),
        "headwater-log-trimmer",
        LogTrimmer.Stop.INSTANCE);
    var database =
        new HeadwaterDatabase(
            system,
            view,
            catalogClient,
            new ShardedPartitionRouter(
                system, sharding, requestDispatcher, settings.routing(), engine::acceptsWrites),
            new StoreTableReader(
                requestStore,
                StoreExtension.get(system).rowCache(),
                HeadwaterDatabase::statisticsOf),
            store,
            feed);
    return view.ready().thenApply(_ -> database);
  }

  /** Starts an actor that is told to stop before the cluster is left. */
  private static <T> void startUntilShutdown(
      ActorSystem<?> system, Behavior<T> behavior, String name, T stop) {
    var actor = system.systemActorOf(behavior, name, Props.empty());
    CoordinatedShutdown.get(system)
        .addActorTerminationTask(
            CoordinatedShutdown.PhaseBeforeClusterShutdown(),
            "stop-" + name,
            Adapter.toClassic(actor),
            Optional.of(stop));
  }

  /** Whether this node does what one node is enough for. While leaders change, two may. */
  private static boolean isLeader(Cluster cluster) {
    return cluster.selfMember().address().equals(cluster.state().getLeader());
  }

  private static TableStatistics statisticsOf(byte[] partitionState) {
    var state = PartitionState.fromBytes(partitionState);
    return new TableStatistics(
        new ItemStatistics(state.itemCount(), state.sizeBytes()), state.indexStatistics());
  }

  @Override
  public ActorSystem<?> system() {
    return system;
  }

  @Override
  public CatalogView catalog() {
    return catalog;
  }

  @Override
  public CatalogClient catalogClient() {
    return catalogClient;
  }

  @Override
  public PartitionRouter router() {
    return router;
  }

  @Override
  public TableReader reader() {
    return reader;
  }

  @Override
  public Store store() {
    return store;
  }

  @Override
  public ChangeFeed feed() {
    return feed;
  }
}
