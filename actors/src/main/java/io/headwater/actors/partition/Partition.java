package io.headwater.actors.partition;

import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/**
 * The protocol of a partition: the messages it accepts and what it answers. A partition is the only
 * writer of its items, so a conditional write is a check followed by a write with nothing between.
 */
public interface Partition {
  EntityTypeKey<Command> TYPE_KEY = EntityTypeKey.create(Command.class, "Partition");

  /** A request to a partition, or a message that it sends to itself. */
  sealed interface Command permits Apply, Open, Redefine, Close, PartitionActor.Internal {}

  /**
   * Writes to be decided in order. Whoever sends them keeps one batch under way at a time.
   *
   * @param batchNr comes back with the answer
   */
  record Apply(long batchNr, List<Write> writes, ActorRef<ApplyReply> replyTo) implements Command {
    public Apply {
      writes = List.copyOf(writes);
    }
  }

  /** What a batch comes to. */
  sealed interface ApplyReply {
    long batchNr();

    /** The batch has arrived. Sent at once, so that the sender can watch the entity. */
    record Taken(long batchNr, ActorRef<Command> partition) implements ApplyReply {}

    /**
     * The results of the batch's writes in order, or of its first ones if all of them would read or
     * write too many bytes; of one at least. Nothing was done for the others. All that changed is
     * durable.
     */
    record Applied(long batchNr, List<WriteResult> results) implements ApplyReply {
      public Applied {
        results = List.copyOf(results);
      }
    }

    /** Nothing was written: the partition is closed, or was never opened. */
    record NotOpen(long batchNr) implements ApplyReply {}
  }

  /** Makes a new partition accept writes; done again, it changes nothing. */
  record Open(PartitionDefinition definition, ActorRef<Opened> replyTo) implements Command {}

  /** The partition is open from its commit {@code commitNr} on. */
  record Opened(String partitionId, long commitNr) {}

  /**
   * Makes an open partition decide by a new version of its definition, from a commit on. Done again
   * with the same version, or an older one, it changes nothing.
   */
  record Redefine(PartitionDefinition definition, ActorRef<Redefined> replyTo) implements Command {}

  /**
   * The definition that the partition has came with its commit {@code commitNr}.
   *
   * @param version the definition's; 0 if the partition is not open, so that nothing was done
   */
  record Redefined(String partitionId, long version, long commitNr) {}

  /** Makes a partition refuse writes for ever; done again, it changes nothing. */
  record Close(ActorRef<Closed> replyTo) implements Command {}

  /** No commit follows {@code commitNr}; 0 if the partition was never opened. */
  record Closed(String partitionId, long commitNr) {}
}
