package io.headwater.actors.catalog;

import io.headwater.actors.catalog.CatalogClient.NewTable;
import io.headwater.actors.model.DynamoDbError;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/** The protocol of the catalog entity, of which a database has one. */
interface Catalog {
  EntityTypeKey<Command> TYPE_KEY = EntityTypeKey.create(Command.class, "Catalog");

  /** The one entity's id. */
  String ENTITY_ID = "catalog";

  /** A request to the catalog, or a message that it sends to itself. */
  sealed interface Command
      permits CreateTable, DeleteTable, Subscribe, Seen, CatalogActor.Internal {}

  record CreateTable(NewTable table, ActorRef<Reply> replyTo) implements Command {}

  record DeleteTable(String name, ActorRef<Reply> replyTo) implements Command {}

  /** Answers a change, after every subscribed view has it. */
  sealed interface Reply {
    record Done(TableDefinition table) implements Reply {}

    record Refused(DynamoDbError error) implements Reply {}
  }

  /** Sends the catalog's state now and after each change. */
  record Subscribe(ActorRef<Update> subscriber) implements Command {}

  /** The catalog's newest state; to be answered by {@link Seen}. */
  record Update(CatalogState state, ActorRef<Command> catalog) {}

  /** The subscriber's view has this version. */
  record Seen(ActorRef<Update> subscriber, long version) implements Command {}
}
