package io.headwater.actors.index;

import io.headwater.actors.catalog.CatalogView;
import io.headwater.actors.catalog.GlobalIndex;
import io.headwater.actors.catalog.GlobalIndex.IndexStatus;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.index.IndexFeeds.Command;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Has every index fed that the catalog's view shows, by one {@link IndexFeeder} for each partition
 * of its table, and tells the catalog of those that were being filled and have all items.
 *
 * <p>It keeps nothing: after a restart, or on the node that leads next, it finds in the view what
 * there is to do. Two at work while leaders change cost time only.
 */
public final class IndexFeeds extends AbstractMatchingBehavior<Command> {
  /** Between two checks for what no change of the view shows: leadership, feeders that ended. */
  private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);

  /** The number of checks after which all tables are checked, whether or not they changed. */
  private static final int CHECKS_PER_ROUND = 60;

  /** {@link TableChanged} and {@link Stop}, and messages that it sends to itself. */
  public sealed interface Command {}

  /** The catalog's view has a new version of a table, or the table no longer. */
  public record TableChanged(UUID tableId) implements Command {}

  /** Asks to feed no longer, because this node is going down. */
  public enum Stop implements Command {
    INSTANCE
  }

  private enum Check implements Command {
    INSTANCE
  }

  private record SourceBuilt(FeederKey feeder) implements Command {}

  private record FeederEnded(FeederKey feeder) implements Command {}

  /** Hears that an index that was being filled has all items, until the view shows it ACTIVE. */
  @FunctionalInterface
  public interface BuiltListener {
    void indexBuilt(UUID tableId, int number);
  }

  private record FeederKey(UUID tableId, int indexNumber, String source) {}

  private final TimerScheduler<Command> timers;
  private final CatalogView catalog;
  private final BooleanSupplier mayFeed;
  private final FeedEnvironment environment;
  private final BuiltListener listener;

  /** By table; no table without a feeder is in it. */
  private final Map<UUID, Map<FeederKey, ActorRef<FeederCommand>>> feeders = new HashMap<>();

  /** Of indexes that are being filled: the sources of which all is in the index. */
  private final Map<UUID, Set<FeederKey>> built = new HashMap<>();

  /** Tables that had a feeder which ended; it may have to be started again. */
  private final Set<UUID> ended = new HashSet<>();

  /** Whether it was this node's turn at the last check and has been since. */
  private boolean feeding;

  private int checks;

  private IndexFeeds(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      CatalogView catalog,
      BooleanSupplier mayFeed,
      FeedEnvironment environment,
      BuiltListener listener) {
    super(context);
    this.timers = timers;
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
          context.getSelf().tell(Check.INSTANCE);
          return new IndexFeeds(context, timers, catalog, mayFeed, environment, listener);
        }));
  }

  @Override
  public Behavior<Command> onMessage(Command command) {
    switch (command) {
      case TableChanged(var tableId) -> look(tableId);
      case Check _ -> check();
      case SourceBuilt(var feeder) -> {
        built.computeIfAbsent(feeder.tableId(), _ -> new HashSet<>()).add(feeder);
        look(feeder.tableId());
      }
      case FeederEnded(var feeder) -> onEnded(feeder);
      case Stop _ -> {
        return Behaviors.stopped();
      }
    }
    return this;
  }

  private void onEnded(FeederKey feeder) {
    feeders.computeIfPresent(
        feeder.tableId(),
        (_, ofTable) -> {
          ofTable.remove(feeder);
          return ofTable.isEmpty() ? null : ofTable;
        });
    ended.add(feeder.tableId());
  }

  private void check() {
    boolean before = feeding;
    feeding = mayFeed.getAsBoolean();
    var tableIds = new HashSet<UUID>();
    if (feeding != before || checks % CHECKS_PER_ROUND == 0) {
      tableIds.addAll(feeders.keySet());
      catalog.tableNames().stream()
          .map(catalog::table)
          .filter(Objects::nonNull)
          .map(TableDefinition::id)
          .forEach(tableIds::add);
    }
    checks++;
    tableIds.addAll(built.keySet());
    tableIds.addAll(ended);
    ended.clear();
    tableIds.forEach(this::look);
    timers.startSingleTimer(Check.INSTANCE, CHECK_INTERVAL);
  }

  private void look(UUID tableId) {
    var fed = new HashSet<FeederKey>();
    var table = catalog.table(tableId);
    if (!mayFeed.getAsBoolean()) {
      feeding = false; // So that the next check looks at all tables when it is this node's turn.
    } else if (table != null && table.servesItems()) {
      table.globalSecondaryIndexes().forEach(index -> look(table, index, fed));
    }
    feeders
        .getOrDefault(tableId, Map.of())
        .forEach((key, feeder) -> {
          if (!fed.contains(key)) {
            getContext().stop(feeder);
          }
        });
    built.computeIfPresent(
        tableId,
        (_, ofTable) -> {
          ofTable.removeIf(key -> !isBackfilling(table, key.indexNumber()));
          return ofTable.isEmpty() ? null : ofTable;
        });
  }

  private static boolean isBackfilling(@Nullable TableDefinition table, int number) {
    return table != null
        && table.globalSecondaryIndexes().stream()
            .anyMatch(
                index -> index.number() == number && index.status() == IndexStatus.BACKFILLING);
  }

  private void look(TableDefinition table, GlobalIndex index, Set<FeederKey> fed) {
    switch (index.status()) {
      case CREATING -> {}
      case BACKFILLING -> {
        feed(table, index, fed);
        var builtSources = built.getOrDefault(table.id(), Set.of());
        if (index.sources().keySet().stream()
            .allMatch(source ->
                builtSources.contains(new FeederKey(table.id(), index.number(), source)))) {
          listener.indexBuilt(table.id(), index.number());
        }
      }
      case ACTIVE -> feed(table, index, fed);
      case DELETING -> {}
    }
  }

  private void feed(TableDefinition table, GlobalIndex index, Set<FeederKey> fed) {
    for (String source : index.sources().keySet()) {
      var feeder = new FeederKey(table.id(), index.number(), source);
      fed.add(feeder);
      feeders
          .computeIfAbsent(table.id(), _ -> new HashMap<>())
          .computeIfAbsent(feeder, _ -> start(table, index, feeder));
    }
  }

  private ActorRef<FeederCommand> start(TableDefinition table, GlobalIndex index, FeederKey key) {
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
