package io.headwater.streams.trigger;

import io.headwater.actors.feed.ChangeFeed.Position;
import io.headwater.streams.trigger.MappingDescription.LastResult;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;

/** The protocol of the {@link TriggerGuardian}. Refusals are {@link TriggerException}s. */
sealed interface TriggerCommand
    permits TriggerCommand.Request,
        TriggerCommand.Report,
        TriggerCommand.Stop,
        TriggerGuardian.Internal {

  /** Is answered in turn, once the state is loaded. */
  sealed interface Request extends TriggerCommand {
    /** Refuses with a {@link TriggerException}. */
    void refuse(TriggerError error);
  }

  /** A request about one mapping. */
  sealed interface MappingRequest extends Request {
    ActorRef<StatusReply<MappingDescription>> replyTo();

    @Override
    default void refuse(TriggerError error) {
      replyTo().tell(StatusReply.error(new TriggerException(error)));
    }
  }

  /**
   * Makes a mapping.
   *
   * @param positions by shard id, where reading begins; a shard without one is read from its start
   */
  record Create(
      EventSourceMapping mapping,
      Map<String, Position> positions,
      ActorRef<StatusReply<MappingDescription>> replyTo)
      implements MappingRequest {}

  record Get(UUID mappingId, ActorRef<StatusReply<MappingDescription>> replyTo)
      implements MappingRequest {}

  record Update(
      UUID mappingId, MappingUpdate update, ActorRef<StatusReply<MappingDescription>> replyTo)
      implements MappingRequest {}

  record Delete(UUID mappingId, ActorRef<StatusReply<MappingDescription>> replyTo)
      implements MappingRequest {}

  /** All mappings, in the order of their ids. */
  record GetAll(ActorRef<StatusReply<List<MappingDescription>>> replyTo) implements Request {
    @Override
    public void refuse(TriggerError error) {
      replyTo.tell(StatusReply.error(new TriggerException(error)));
    }
  }

  /** Completes {@code done} when the functions have handled all records that there are now. */
  record Drain(CompletableFuture<Done> done) implements Request {
    @Override
    public void refuse(TriggerError error) {
      done.completeExceptionally(new TriggerException(error));
    }
  }

  /** What a runner tells of its shard. */
  sealed interface Report extends TriggerCommand {
    ShardKey key();
  }

  /**
   * Asks for a position to be made durable.
   *
   * @param recordsWereHandled whether the function was called for what lies before it
   */
  record CommitPosition(
      ShardKey key,
      Position position,
      boolean recordsWereHandled,
      ActorRef<ShardRunner.Command> replyTo)
      implements Report {}

  record CallFailed(ShardKey key, LastResult result) implements Report {}

  /** Ends all reading at once; what is under way is handed out again after the next start. */
  enum Stop implements TriggerCommand {
    INSTANCE
  }
}
