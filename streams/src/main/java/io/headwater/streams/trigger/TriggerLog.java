package io.headwater.streams.trigger;

import io.headwater.actors.codec.RowDamage;
import io.headwater.actors.entity.RowEntity;
import io.headwater.persistence.store.Store;
import io.headwater.streams.trigger.TriggerLog.Command;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The durable side of triggers: makes changes durable one by one for its owner, which decides them.
 *
 * <p>Its state is the rows of {@link TriggerRows}; it hands them to its owner and keeps none.
 *
 * <p>The owner has one change under way at a time. A write that fails stops this actor; the owner
 * starts a new one and learns from the rows what became of the change.
 */
final class TriggerLog extends RowEntity<Command, TriggerCommit> {
  static final PersistenceId PERSISTENCE_ID = PersistenceId.ofUniqueId("triggers");

  /** How many commits the log holds at least; at most twice as many. */
  private static final long COMMITS_KEPT = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(TriggerLog.class);

  sealed interface Command {}

  record Persist(TriggerChange change) implements Command {}

  private record RowsRead(@Nullable TriggerState state, @Nullable Throwable failure)
      implements Command {}

  /** What the owner hears. */
  sealed interface Event {
    /** Everything that is durable; the first thing heard. The state is the owner's from then on. */
    record Loaded(TriggerState state) implements Event {}

    /** The change under way is durable. */
    record Persisted(TriggerChange change) implements Event {}
  }

  private final ActorContext<Command> context;
  private final Store store;
  private final ActorRef<Event> owner;

  private TriggerLog(ActorContext<Command> context, Store store, ActorRef<Event> owner) {
    super(PERSISTENCE_ID);
    this.context = context;
    this.store = store;
    this.owner = owner;
  }

  static Behavior<Command> create(Store store, ActorRef<Event> owner) {
    return Behaviors.setup(context -> new TriggerLog(context, store, owner));
  }

  @Override
  protected Effect<TriggerCommit, NoState> onCommand(Command command) {
    return switch (command) {
      case RowsRead(var state, var failure) -> onRowsRead(state, failure);
      case Persist(var change) -> onPersist(change);
    };
  }

  @Override
  protected void readRows() {
    var state = new TriggerState();
    var read =
        store.scan(
            TriggerRows.range(),
            Store.Direction.FORWARD,
            (key, value) -> {
              TriggerRows.read(key, value, state);
              return true;
            });
    context.pipeToSelf(read, (_, failure) -> new RowsRead(failure == null ? state : null, failure));
  }

  private Effect<TriggerCommit, NoState> onRowsRead(
      @Nullable TriggerState state, @Nullable Throwable failure) {
    if (state == null) {
      throw RowDamage.refusalToStart("the triggers", failure);
    }
    requireRowsAt(context, state.lastCommit());
    return Effect().none().thenRun(() -> owner.tell(new Event.Loaded(state)));
  }

  private Effect<TriggerCommit, NoState> onPersist(TriggerChange change) {
    long commitNr = lastSequenceNumber(context) + 1;
    return Effect()
        .persist(new TriggerCommit(commitNr, change))
        .thenRun(() -> {
          owner.tell(new Event.Persisted(change));
          trimBehind(commitNr);
        });
  }

  /**
   * Everything that is still of use is in the rows; a few commits are kept for whoever inspects.
   */
  private void trimBehind(long commitNr) {
    if (commitNr % COMMITS_KEPT == 0) {
      store
          .trimLog(PERSISTENCE_ID.id(), commitNr - COMMITS_KEPT)
          .whenComplete((_, failure) -> {
            if (failure != null) {
              LOG.warn("Cannot trim the trigger log", failure);
            }
          });
    }
  }
}
