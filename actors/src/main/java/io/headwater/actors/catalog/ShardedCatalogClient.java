package io.headwater.actors.catalog;

import io.headwater.actors.catalog.Catalog.Command;
import io.headwater.actors.catalog.Catalog.CreateTable;
import io.headwater.actors.catalog.Catalog.DeleteTable;
import io.headwater.actors.catalog.Catalog.Reply;
import io.headwater.actors.model.DynamoDbError;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.persistence.store.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;

/** Asks the catalog entity. */
public final class ShardedCatalogClient implements CatalogClient {
  /** Longer than a table of many partitions takes, shorter than clients wait. */
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final EntityRef<Command> catalog;
  private final Store store;

  private ShardedCatalogClient(EntityRef<Command> catalog, Store store) {
    this.catalog = catalog;
    this.store = store;
  }

  /**
   * Makes the catalog entity known to sharding on this node; answers a client of it.
   *
   * @param streamRetention how long a stream can be read after it ended
   */
  public static ShardedCatalogClient init(
      ClusterSharding sharding,
      Store store,
      InstantSource clock,
      RandomGenerator random,
      int partitionsPerTable,
      Duration streamRetention) {
    sharding.init(
        Entity.of(
            Catalog.TYPE_KEY,
            _ ->
                CatalogActor.create(
                    sharding, store, clock, random, partitionsPerTable, streamRetention)));
    return new ShardedCatalogClient(
        sharding.entityRefFor(Catalog.TYPE_KEY, Catalog.ENTITY_ID), store);
  }

  @Override
  public CompletionStage<TableDefinition> createTable(NewTable table) {
    if (!store.acceptsWrites()) {
      return CompletableFuture.failedFuture(new DynamoDbException(DynamoDbError.internal()));
    }
    return catalog
        .<Reply>ask(replyTo -> new CreateTable(table, replyTo), TIMEOUT)
        .thenApply(ShardedCatalogClient::tableOf);
  }

  @Override
  public CompletionStage<TableDefinition> deleteTable(String name) {
    return catalog
        .<Reply>ask(replyTo -> new DeleteTable(name, replyTo), TIMEOUT)
        .thenApply(ShardedCatalogClient::tableOf);
  }

  private static TableDefinition tableOf(Reply reply) {
    return switch (reply) {
      case Reply.Done(var table) -> table;
      case Reply.Refused(var error) -> throw new DynamoDbException(error);
    };
  }
}
