package io.headwater.actors.index;

import io.headwater.persistence.store.RowChange;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.jspecify.annotations.Nullable;

/**
 * The protocol of an index partition, the only writer of its entries. It knows no table: what an
 * entry is, its feeders say. It opens with the first changes that it gets.
 */
public interface IndexPartition {
  EntityTypeKey<Command> TYPE_KEY = EntityTypeKey.create(Command.class, "IndexPartition");

  /** A request to an index partition, or a message that it sends to itself. */
  sealed interface Command permits Look, Feed, Close, IndexPartitionActor.Internal {}

  /**
   * Asks where the index partition stands with a source.
   *
   * @param round comes back with the answer
   */
  record Look(long round, String source, ActorRef<Reply> replyTo) implements Command {}

  /**
   * Changes of entries, and with them the source's next position. They are taken only if the index
   * partition stands at {@code from}; whether or not, the answer says where it stands then.
   *
   * @param round comes back with the answer
   * @param from null: nothing was taken from this source yet
   * @param changes in order; of several changes of a row the last one counts
   */
  record Feed(
      long round,
      String source,
      @Nullable SourcePosition from,
      SourcePosition to,
      List<RowChange> changes,
      ActorRef<Reply> replyTo)
      implements Command {
    public Feed {
      changes = List.copyOf(changes);
    }
  }

  /** Makes an index partition refuse changes for ever; done again, it changes nothing. */
  record Close(ActorRef<Closed> replyTo) implements Command {}

  /** Answers {@link Look} and {@link Feed}. */
  sealed interface Reply permits StandsAt, Unreadable, Refused {}

  /**
   * Where the index partition stands with the source asked for; that is durable.
   *
   * @param position null: nothing was taken from this source yet
   * @param indexPartition to be watched while an answer is awaited
   */
  record StandsAt(
      long round,
      String indexPartitionId,
      @Nullable SourcePosition position,
      ActorRef<Command> indexPartition)
      implements Reply {}

  /** The row of an entry cannot be read, so the changes were not applied. */
  record Unreadable(long round, String indexPartitionId) implements Reply {}

  /** The index partition is closed. */
  record Refused(long round, String indexPartitionId) implements Reply {}

  /** Nothing is written to the index partition any more. */
  record Closed(String indexPartitionId) {}
}
