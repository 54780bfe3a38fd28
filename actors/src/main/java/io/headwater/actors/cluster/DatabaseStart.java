package io.headwater.actors.cluster;

import io.headwater.actors.catalog.CatalogClient;
import io.headwater.actors.catalog.CatalogViewActor;
import io.headwater.actors.catalog.LocalCatalogView;
import io.headwater.actors.catalog.ShardedCatalogClient;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.catalog.TableListener;
import io.headwater.actors.evaluation.EvaluationQueue;
import io.headwater.actors.feed.MissedHints;
import io.headwater.actors.feed.StoreChangeFeed;
import io.headwater.actors.index.FeedEnvironment;
import io.headwater.actors.index.FreshReads;
import io.headwater.actors.index.IndexFeeds;
import io.headwater.actors.index.IndexLag;
import io.headwater.actors.index.IndexSettings.Reads;
import io.headwater.actors.index.ShardedIndexPartitions;
import io.headwater.actors.model.ItemStatistics;
import io.headwater.actors.partition.CommitListener;
import io.headwater.actors.partition.Partition;
import io.headwater.actors.partition.PartitionActor;
import io.headwater.actors.partition.PartitionEnvironment;
import io.headwater.actors.partition.PartitionState;
import io.headwater.actors.retention.CommittedLogs;
import io.headwater.actors.retention.LogTrimmer;
import io.headwater.actors.routing.PartitionRouter;
import io.headwater.actors.routing.ShardedPartitionRouter;
import io.headwater.actors.table.StoreTableReader;
import io.headwater.actors.table.StoreTableReader.IndexWait;
import io.headwater.actors.table.TableReader;
import io.headwater.actors.table.TableReader.TableStatistics;
import io.headwater.actors.ttl.TimeToLiveSweeper;
import io.headwater.persistence.journal.StoreExtension;
import io.headwater.persistence.store.DirectStore;
import io.headwater.persistence.store.DispatchedStore;
import io.headwater.persistence.store.Store;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;

/** Puts a node's parts together and starts them; used once. */
final class DatabaseStart {
  private final ActorSystem<?> system;
  private final Store engine;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final DatabaseSettings settings;
  private final DispatcherSelector requestDispatcher =
      DispatcherSelector.fromConfig("headwater.request-dispatcher");
  private final Executor evaluationDispatcher;
  private final Cluster cluster;
  private final ClusterSharding sharding;

  /** For what must not wait for the disk. */
  private final Store store;

  /** For requests' threads. */
  private final Store requestStore;

  private final StoreChangeFeed feed;
  private final IndexLag lag;
  private final CommittedLogs committedLogs = new CommittedLogs();
  private final LocalCatalogView view = new LocalCatalogView();

  DatabaseStart(ActorSystem<?> system, Store engine, InstantSource clock, RandomGenerator random) {
    this.system = system;
    this.engine = engine;
    this.clock = clock;
    this.random = random;
    this.settings = DatabaseSettings.from(system.settings().config());
    this.cluster = Cluster.get(system);
    this.sharding = ClusterSharding.get(system);
    var storeDispatcher =
        system.dispatchers().lookup(DispatcherSelector.fromConfig("headwater.store-dispatcher"));
    this.evaluationDispatcher = EvaluationQueue.threadsOf(system);
    this.store = new DispatchedStore(engine, storeDispatcher);
    this.requestStore = new DirectStore(engine, storeDispatcher);
    this.feed = new StoreChangeFeed(store);
    this.lag = new IndexLag(settings.indexes().maxLagCommits());
  }

  /** Completes when requests can be served. */
  CompletionStage<Database> start() {
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    initPartitions();
    var indexPartitions =
        ShardedIndexPartitions.init(
            sharding,
            requestStore,
            requestDispatcher,
            view::mayHaveIndexPartition,
            committedLogs.ofIndexPartitions());
    var catalogClient = initCatalog(indexPartitions);
    startTrimmer();
    startFeeds(indexPartitions, catalogClient);
    var router = router();
    startSweeper(router, catalogClient);
    var freshReads = freshReads();
    var database =
        new HeadwaterDatabase(
            system, view, catalogClient, router, reader(freshReads), store, feed, freshReads);
    return view.ready().thenApply(_ -> database);
  }

  private void initPartitions() {
    CommitListener trimmed = committedLogs.ofPartitions();
    CommitListener listener =
        (partitionId, commitNr) -> {
          trimmed.committed(partitionId, commitNr);
          lag.committed(partitionId, commitNr);
          feed.committed(partitionId, commitNr);
        };
    var environment =
        new PartitionEnvironment(
            requestStore,
            clock,
            listener,
            evaluationDispatcher,
            settings.routing().maxBatchBytes());
    sharding.init(
        Entity.of(
                Partition.TYPE_KEY,
                entity ->
                    PartitionActor.create(entity.getEntityId(), environment, entity.getShard()))
            .withEntityProps(requestDispatcher));
  }

  private CatalogClient initCatalog(ShardedIndexPartitions indexPartitions) {
    var client =
        ShardedCatalogClient.init(
            sharding, indexPartitions, store, clock, random, settings.catalog());
    // Asking for the catalog while its region goes down would hold the shutdown up.
    startUntilShutdown(
        CatalogViewActor.create(sharding, view),
        "headwater-catalog-view",
        CatalogViewActor.Stop.INSTANCE);
    return client;
  }

  private void startTrimmer() {
    startUntilShutdown(
        LogTrimmer.create(store, view, clock, settings.retention(), committedLogs, this::mayTrim),
        "headwater-log-trimmer",
        LogTrimmer.Stop.INSTANCE);
  }

  private boolean mayTrim() {
    return isLeader() && store.admission().accepts(true);
  }

  private void startFeeds(ShardedIndexPartitions indexPartitions, CatalogClient catalogClient) {
    var environment =
        new FeedEnvironment(store, feed, indexPartitions::get, lag, clock, settings.indexes());
    var feeds =
        startUntilShutdown(
            IndexFeeds.create(view, this::isLeader, environment, catalogClient::indexBuilt),
            "headwater-index-feeds",
            IndexFeeds.Stop.INSTANCE);
    view.onChange(
        new TableListener() {
          @Override
          public void changed(TableDefinition table) {
            feeds.tell(new IndexFeeds.TableChanged(table.id()));
          }

          @Override
          public void removed(TableDefinition table) {
            feeds.tell(new IndexFeeds.TableChanged(table.id()));
          }
        });
    startUntilShutdown(
        MissedHints.create(store, feed), "headwater-missed-hints", MissedHints.Stop.INSTANCE);
  }

  private void startSweeper(PartitionRouter router, CatalogClient catalogClient) {
    startUntilShutdown(
        TimeToLiveSweeper.create(
            store,
            view,
            router,
            catalogClient::timeToLiveFiled,
            clock,
            settings.timeToLive(),
            this::isLeader),
        "headwater-time-to-live",
        TimeToLiveSweeper.Stop.INSTANCE);
  }

  private PartitionRouter router() {
    var router =
        new ShardedPartitionRouter(
            system, sharding, requestDispatcher, settings.routing(), engine::admission, lag);
    view.onChange(
        new TableListener() {
          @Override
          public void changed(TableDefinition table) {}

          @Override
          public void removed(TableDefinition table) {
            router.closeLanes(table);
          }
        });
    return router;
  }

  private FreshReads freshReads() {
    return new FreshReads(
        view,
        lag,
        settings.indexes(),
        this::isLeader,
        system.scheduler(),
        system.dispatchers().lookup(requestDispatcher));
  }

  private TableReader reader(FreshReads freshReads) {
    return new StoreTableReader(
        requestStore,
        new DispatchedStore(engine, EvaluationQueue.of(system)),
        StoreExtension.get(system).rowCache(),
        settings.indexes().reads() == Reads.CURRENT ? freshReads::beforeRead : IndexWait.NONE,
        DatabaseStart::statisticsOf);
  }

  private static TableStatistics statisticsOf(byte[] partitionState) {
    var state = PartitionState.fromBytes(partitionState);
    return new TableStatistics(
        new ItemStatistics(state.itemCount(), state.sizeBytes()),
        state.indexStatistics(),
        List.of());
  }

  /** Starts an actor that is told to stop before the cluster is left. */
  private <T> ActorRef<T> startUntilShutdown(Behavior<T> behavior, String name, T stop) {
    var actor = system.systemActorOf(behavior, name, Props.empty());
    CoordinatedShutdown.get(system)
        .addActorTerminationTask(
            CoordinatedShutdown.PhaseBeforeClusterShutdown(),
            "stop-" + name,
            Adapter.toClassic(actor),
            Optional.of(stop));
    return actor;
  }

  /** Whether this node does what one node is enough for. While leaders change, two may. */
  private boolean isLeader() {
    return cluster.selfMember().address().equals(cluster.state().getLeader());
  }
}
