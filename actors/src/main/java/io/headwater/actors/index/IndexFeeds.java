package io.headwater.actors.index;

import io.headwater.actors.catalog.CatalogView;
import io.headwater.actors.catalog.GlobalIndex;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.index.IndexFeeds.Command;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Has every index fed that the catalog's view shows, by one {@link IndexFeeder} for each partition
 * of its table, and tells the catalog of those that were being filled and have all items.
 *
 * <p>It keeps nothing: after a restart, or on the node that leads next, it finds in the view what
 * there is to do. Two at work while leaders change cost time only.
 */
public final class IndexFeeds extends AbstractMatchingBehavior<Command> {
  /**
   * Between two unasked looks, for what a view's change doesn't tell: leadership, ended feeders.
   */
  private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

  /** {@link Look} and {@link Stop}, and messages that it sends to itself. */
  public sealed interface Command {}

  /** The catalog's view may have changed. */
  public enum Look implements Command {
    INSTANCE
  }

  /** Asks to feed no longer, because this node is going down. */
  public enum Stop implements Command {
    INSTANCE
  }

  private record SourceBuilt(FeederKey feeder) implements Command {}

  private record FeederEnded(FeederKey feeder) implements Command {}

  /** Hears that an index that was being filled has all items, until the view shows it ACTIVE. */
  @FunctionalInterface
  public interface BuiltListener {
    void indexBuilt(UUID tableId, int number);
  }

  private record IndexKey(UUID tableId, int number) {}

  private record FeederKey(IndexKey index, String source) {}

  private final CatalogView catalog;
  private final BooleanSupplier mayFeed;
  private final FeedEnvironment environment;
  private final BuiltListener listener;

  private final Map<FeederKey, ActorRef<IndexFeeder.Command>> feeders = new HashMap<>();

  /** Of indexes that are being filled: the sources of which all is in the index. */
  private final Set<FeederKey> built = new HashSet<>();

  private IndexFeeds(
      ActorContext<Command> context,
      CatalogView catalog,
      BooleanSupplier mayFeed,
      FeedEnvironment environment,
      BuiltListener listener) {
    super(context);
    this.catalog = catalog;
    this.mayFeed = mayFeed;
    this.environment = environment;
    this.listener = listener;
  }

  /**
   * The feeds of this node.
   *
   * @param mayFeed whether it is this node's turn; asked at each look
   */
  public static Behavior<Command> create(
      CatalogView catalog,
      BooleanSupplier mayFeed,
      FeedEnvironment environment,
      BuiltListener listener) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> {
          timers.startTimerWithFixedDelay(Look.INSTANCE, LOOK_INTERVAL);
          context.getSelf().tell(Look.INSTANCE);
          return new IndexFeeds(context, catalog, mayFeed, environment, listener);
        }));
  }

  @Override
  public Behavior<Command> onMessage(Command command) {
    switch (command) {
      case Look _ -> look();
      case SourceBuilt(var feeder) -> {
        built.add(feeder);
        look();
      }
      case FeederEnded(var feeder) -> feeders.remove(feeder);
      case Stop _ -> {
        return Behaviors.stopped();
      }
    }
    return this;
  }

  private void look() {
    var fed = new HashSet<FeederKey>();
    if (mayFeed.getAsBoolean()) {
      for (String name : catalog.tableNames()) {
        var table = catalog.table(name);
        if (table != null && table.servesItems()) {
          table.globalSecondaryIndexes().forEach(index -> look(table, index, fed));
        }
      }
    }
    feeders.forEach((key, feeder) -> {
      if (!fed.contains(key)) {
        getContext().stop(feeder);
      }
    });
    built.retainAll(fed);
  }

  private void look(TableDefinition table, GlobalIndex index, Set<FeederKey> fed) {
    var key = new IndexKey(table.id(), index.number());
    switch (index.status()) {
      case CREATING -> {}
      case BACKFILLING -> {
        feed(table, index, key, fed);
        if (index.sources().keySet().stream()
            .allMatch(source -> built.contains(new FeederKey(key, source)))) {
          listener.indexBuilt(table.id(), index.number());
        }
      }
      case ACTIVE -> feed(table, index, key, fed);
      case DELETING -> {}
    }
  }

  private void feed(TableDefinition table, GlobalIndex index, IndexKey key, Set<FeederKey> fed) {
    for (String source : index.sources().keySet()) {
      var feeder = new FeederKey(key, source);
      fed.add(feeder);
      feeders.computeIfAbsent(feeder, _ -> start(table, index, feeder));
    }
  }

  private ActorRef<IndexFeeder.Command> start(
      TableDefinition table, GlobalIndex index, FeederKey key) {
    var self = getContext().getSelf();
    var feeder =
        getContext()
            .spawnAnonymous(
                IndexFeeder.create(
                    environment,
                    table,
                    index,
                    key.source(),
                    () -> self.tell(new SourceBuilt(key))));
    getContext().watchWith(feeder, new FeederEnded(key));
    return feeder;
  }
}
