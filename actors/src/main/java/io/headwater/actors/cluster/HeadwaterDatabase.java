package io.headwater.actors.cluster;

import io.headwater.actors.catalog.CatalogClient;
import io.headwater.actors.catalog.CatalogView;
import io.headwater.actors.catalog.LocalCatalogView;
import io.headwater.actors.feed.ChangeFeed;
import io.headwater.actors.feed.StoreChangeFeed;
import io.headwater.actors.routing.PartitionRouter;
import io.headwater.actors.table.TableReader;
import io.headwater.persistence.store.Store;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.typed.ActorSystem;

/** This node's part of the database over an actor system and a store that are given to it. */
public final class HeadwaterDatabase implements Database {
  private final ActorSystem<?> system;
  private final LocalCatalogView catalog;
  private final CatalogClient catalogClient;
  private final PartitionRouter router;
  private final TableReader reader;
  private final Store store;
  private final StoreChangeFeed feed;

  HeadwaterDatabase(
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
    return new DatabaseStart(system, engine, clock, random).start();
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
