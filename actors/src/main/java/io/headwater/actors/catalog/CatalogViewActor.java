package io.headwater.actors.catalog;

import io.headwater.actors.catalog.Catalog.Seen;
import io.headwater.actors.catalog.Catalog.Subscribe;
import io.headwater.actors.catalog.Catalog.Update;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.jspecify.annotations.Nullable;

/** Follows the catalog entity and keeps a {@link LocalCatalogView} up to date. */
public final class CatalogViewActor extends AbstractMatchingBehavior<CatalogViewActor.Command> {
  /** Between two attempts to reach the catalog. */
  private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);

  /** {@link Stop}, and messages that the view sends to itself. */
  public sealed interface Command {}

  /** Asks the view to follow no longer, because this node is going down. */
  public enum Stop implements Command {
    INSTANCE
  }

  private record Updated(Update update) implements Command {}

  private enum TrySubscribe implements Command {
    INSTANCE
  }

  private final TimerScheduler<Command> timers;
  private final EntityRef<Catalog.Command> catalog;
  private final LocalCatalogView view;
  private final ActorRef<Update> updates;
  private @Nullable ActorRef<Catalog.Command> watched;

  private CatalogViewActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      EntityRef<Catalog.Command> catalog,
      LocalCatalogView view) {
    super(context);
    this.timers = timers;
    this.catalog = catalog;
    this.view = view;
    this.updates = context.messageAdapter(Update.class, Updated::new);
    subscribe();
  }

  public static Behavior<Command> create(ClusterSharding sharding, LocalCatalogView view) {
    var catalog = sharding.entityRefFor(Catalog.TYPE_KEY, Catalog.ENTITY_ID);
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> new CatalogViewActor(context, timers, catalog, view)));
  }

  @Override
  public Behavior<Command> onMessage(Command command) {
    switch (command) {
      case Updated(var update) -> onUpdate(update);
      case TrySubscribe _ -> subscribe();
      case Stop _ -> {
        return Behaviors.stopped();
      }
    }
    return this;
  }

  @Override
  public Behavior<Command> onSignal(Signal signal) {
    if (signal instanceof Terminated) {
      watched = null;
      subscribe();
    }
    return this;
  }

  private void subscribe() {
    catalog.tell(new Subscribe(updates));
    timers.startSingleTimer(TrySubscribe.INSTANCE, RETRY_INTERVAL);
  }

  private void onUpdate(Update update) {
    timers.cancel(TrySubscribe.INSTANCE);
    if (!update.catalog().equals(watched)) {
      watched = update.catalog();
      getContext().watch(watched);
    }
    if (view.apply(update)) {
      update.catalog().tell(new Seen(updates, update.version()));
    } else {
      subscribe();
    }
  }
}
