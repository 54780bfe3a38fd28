package io.headwater.actors.entity;

import io.headwater.actors.entity.RowEntity.NoState;
import io.headwater.persistence.journal.EventWithRows;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding.ShardCommand;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.Recovery;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/**
 * A persistent entity that reads its state from rows.
 *
 * <p><b>Where its state is.</b> Nothing is replayed. The journal writes the rows of each event with
 * the event, and after a start {@link #readRows} reads them behind the answer to the log's highest
 * sequence number, so behind every write of a predecessor that was still in flight. Rows and log
 * must name the same commit ({@link #requireRowsAt}), otherwise the entity refuses to start.
 *
 * <p><b>Why Pekko's own state is empty.</b> Pekko applies an event before its write is confirmed,
 * and starts a failed behavior again with the same empty state object. So an entity's fields change
 * only in the effect that follows a confirmed write, and every start makes a new instance.
 */
public abstract class RowEntity<C, E extends EventWithRows>
    extends EventSourcedBehavior<C, E, NoState> {

  /** What Pekko keeps for an entity: nothing. */
  public enum NoState {
    INSTANCE
  }

  protected RowEntity(PersistenceId persistenceId) {
    super(persistenceId);
  }

  /** Begins to read the rows and pipes them to the entity; commands may come before they do. */
  protected abstract void readRows();

  protected abstract Effect<E, NoState> onCommand(C command);

  /** Somebody whom the entity watches has stopped. */
  protected void onTerminated(ActorRef<Void> watched) {}

  /**
   * Stops the entity once its shard agrees. A message that comes meanwhile starts it again. For one
   * that is closed for ever: it would otherwise stay in memory until the node stops.
   */
  protected final void passivate(ActorContext<C> context, ActorRef<ShardCommand> shard) {
    shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
  }

  /** Refuses to go on if the rows were not written with the log's last commit. */
  protected final void requireRowsAt(ActorContext<C> context, long commitOfRows) {
    long commitOfLog = lastSequenceNumber(context);
    if (commitOfRows != commitOfLog) {
      throw new IllegalStateException(
          "%s: its log ends at commit %d, its rows at %d"
              .formatted(persistenceId().id(), commitOfLog, commitOfRows));
    }
  }

  @Override
  public final String journalPluginId() {
    return "headwater.journal"; // The only one that writes rows.
  }

  @Override
  public final Recovery recovery() {
    return Recovery.disabled();
  }

  @Override
  public final NoState emptyState() {
    return NoState.INSTANCE;
  }

  @Override
  public final EventHandler<NoState, E> eventHandler() {
    return (state, _) -> state;
  }

  @Override
  public final SignalHandler<NoState> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), _ -> readRows())
        .onSignal(Terminated.class, (_, terminated) -> onTerminated(terminated.getRef()))
        .build();
  }

  @Override
  public final CommandHandler<C, E, NoState> commandHandler() {
    return (_, command) -> onCommand(command);
  }
}
