package io.headwater.actors.catalog;

import io.headwater.actors.catalog.Catalog.Command;
import io.headwater.actors.catalog.Catalog.CreateTable;
import io.headwater.actors.catalog.Catalog.DeleteTable;
import io.headwater.actors.catalog.Catalog.IndexBuilt;
import io.headwater.actors.catalog.Catalog.Reply;
import io.headwater.actors.catalog.Catalog.TimeToLiveFiled;
import io.headwater.actors.catalog.Catalog.UpdateTable;
import io.headwater.actors.catalog.Catalog.UpdateTags;
import io.headwater.actors.catalog.Catalog.UpdateTimeToLive;
import io.headwater.actors.model.DynamoDbError;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.persistence.store.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.typed.ActorRef;
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

  /** Makes the catalog entity known to sharding on this node; answers a client of it. */
  public static ShardedCatalogClient init(
      ClusterSharding sharding,
      IndexPartitions indexPartitions,
      Store store,
      InstantSource clock,
      RandomGenerator random,
      CatalogSettings settings) {
    sharding.init(
        Entity.of(
            Catalog.TYPE_KEY,
            _ -> CatalogActor.create(sharding, indexPartitions, store, clock, random, settings)));
    return new ShardedCatalogClient(
        sharding.entityRefFor(Catalog.TYPE_KEY, Catalog.ENTITY_ID), store);
  }

  @Override
  public CompletionStage<TableDefinition> createTable(NewTable table) {
    return change(false, replyTo -> new CreateTable(table, replyTo));
  }

  @Override
  public CompletionStage<TableDefinition> deleteTable(String name) {
    return change(true, replyTo -> new DeleteTable(name, replyTo));
  }

  @Override
  public CompletionStage<TableDefinition> updateTable(String name, TableUpdate update) {
    // Protection must come off before the table can be deleted.
    boolean frees = update.isIndexDeletionOnly() || update.isDeletionProtectionOnly();
    return change(frees, replyTo -> new UpdateTable(name, update, replyTo));
  }

  @Override
  public CompletionStage<TableDefinition> updateTags(
      String tableName, Map<String, String> put, Set<String> removed) {
    return change(false, replyTo -> new UpdateTags(tableName, put, removed, replyTo));
  }

  @Override
  public CompletionStage<TableDefinition> updateTimeToLive(
      String tableName, boolean enabled, String attributeName) {
    return change(
        false, replyTo -> new UpdateTimeToLive(tableName, enabled, attributeName, replyTo));
  }

  @Override
  public CompletionStage<Void> indexBuilt(UUID tableId, int indexNumber) {
    return ask(replyTo -> new IndexBuilt(tableId, indexNumber, replyTo)).thenApply(_ -> null);
  }

  @Override
  public CompletionStage<Void> timeToLiveFiled(UUID tableId, long generation) {
    return ask(replyTo -> new TimeToLiveFiled(tableId, generation, replyTo)).thenApply(_ -> null);
  }

  /** Requests a client's change, unless the disk is too short of space for it. */
  private CompletionStage<TableDefinition> change(
      boolean freesSpace, Function<ActorRef<Reply>, Command> command) {
    return store.admission().accepts(freesSpace)
        ? ask(command).thenApply(ShardedCatalogClient::tableOf)
        : CompletableFuture.failedFuture(new DynamoDbException(DynamoDbError.internal()));
  }

  private CompletionStage<Reply> ask(Function<ActorRef<Reply>, Command> command) {
    return catalog.ask(command::apply, TIMEOUT);
  }

  private static TableDefinition tableOf(Reply reply) {
    return switch (reply) {
      case Reply.Done(var table) -> table;
      case Reply.Refused(var error) -> throw new DynamoDbException(error);
      case Reply.NothingToDo _ -> throw new IllegalStateException("a change without an answer");
    };
  }
}
