package io.headwater.actors.catalog;

import io.headwater.actors.catalog.CatalogClient.NewTable;
import io.headwater.actors.model.DynamoDbError;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/** The protocol of the catalog entity, of which a database has one. */
interface Catalog {
  EntityTypeKey<Command> TYPE_KEY = EntityTypeKey.create(Command.class, "Catalog");

  /** The one entity's id. */
  String ENTITY_ID = "catalog";

  /** A request to the catalog, or a message that it sends to itself. */
  sealed interface Command
      permits CreateTable,
          DeleteTable,
          UpdateTable,
          UpdateTags,
          UpdateTimeToLive,
          IndexBuilt,
          TimeToLiveFiled,
          Subscribe,
          Seen,
          CatalogStep {}

  record CreateTable(NewTable table, ActorRef<Reply> replyTo) implements Command {}

  record DeleteTable(String name, ActorRef<Reply> replyTo) implements Command {}

  record UpdateTable(String name, TableUpdate update, ActorRef<Reply> replyTo) implements Command {}

  /** Tags to set and keys of tags to remove. */
  record UpdateTags(
      String tableName, Map<String, String> put, Set<String> removed, ActorRef<Reply> replyTo)
      implements Command {
    public UpdateTags {
      put = Map.copyOf(put);
      removed = Set.copyOf(removed);
    }
  }

  record UpdateTimeToLive(
      String tableName, boolean enabled, String attributeName, ActorRef<Reply> replyTo)
      implements Command {}

  /** All items that there were before the index are in it. */
  record IndexBuilt(UUID tableId, int indexNumber, ActorRef<Reply> replyTo) implements Command {}

  /** All items that there were before the time to live was enabled are filed. */
  record TimeToLiveFiled(UUID tableId, long generation, ActorRef<Reply> replyTo)
      implements Command {}

  /** Answers a change, after every subscribed view has it. */
  sealed interface Reply {
    record Done(TableDefinition table) implements Reply {}

    record Refused(DynamoDbError error) implements Reply {}

    /** What was told is of no consequence any more. */
    record NothingToDo() implements Reply {}
  }

  /** Has the catalog send its content now, and each change of it from then on. */
  record Subscribe(ActorRef<Update> subscriber) implements Command {}

  /**
   * Changes that led to a version of the catalog; the subscriber responds with {@link Seen}.
   *
   * @param whole whether the changes lead there from an empty catalog, not from the version before
   */
  record Update(
      long version, boolean whole, List<CatalogChange> changes, ActorRef<Command> catalog) {
    public Update {
      changes = List.copyOf(changes);
    }
  }

  /** The subscriber's view has this version. */
  record Seen(ActorRef<Update> subscriber, long version) implements Command {}
}
