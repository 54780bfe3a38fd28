package io.headwater.actors.cluster;

import io.headwater.actors.catalog.CatalogClient;
import io.headwater.actors.catalog.CatalogView;
import io.headwater.actors.feed.ChangeFeed;
import io.headwater.actors.index.FreshReads;
import io.headwater.actors.routing.PartitionRouter;
import io.headwater.actors.table.TableReader;
import io.headwater.persistence.store.Store;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;

/** This node's part of the database over an actor system and a store that are given to it. */
public record HeadwaterDatabase(
    ActorSystem<?> system,
    CatalogView catalog,
    CatalogClient catalogClient,
    PartitionRouter router,
    TableReader reader,
    Store store,
    ChangeFeed feed,
    FreshReads freshReads)
    implements Database {

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
  public CompletionStage<Done> drain() {
    return freshReads.drain();
  }
}
