package io.headwater.actors.catalog;

import io.headwater.actors.catalog.CatalogStep.StepDone;
import io.headwater.actors.catalog.CatalogStep.TakeUp;
import io.headwater.actors.catalog.GlobalIndex.IndexStatus;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Asks partitions for the next step in the life of a table or index. Which one is next follows from
 * the table's definition, so it is known after a restart, too. No step is under way twice, and one
 * that failed is tried again.
 */
final class TableSteps {
  /** Before a step that failed is tried again. */
  private static final Duration RETRY_PAUSE = Duration.ofMillis(500);

  private final ActorContext<Catalog.Command> context;
  private final TimerScheduler<Catalog.Command> timers;
  private final TablePartitions partitions;
  private final IndexPartitions indexPartitions;
  private final Set<Step> underWay = new HashSet<>();

  /** What partitions are asked for. */
  enum Kind {
    OPEN,
    REDEFINE,
    CLOSE,
    CLOSE_INDEX
  }

  /**
   * Something that partitions of a table are asked for.
   *
   * @param number the version of what they are to heed, or the number of the index to close
   */
  record Step(UUID tableId, Kind kind, long number) {}

  TableSteps(
      ActorContext<Catalog.Command> context,
      TimerScheduler<Catalog.Command> timers,
      TablePartitions partitions,
      IndexPartitions indexPartitions) {
    this.context = context;
    this.timers = timers;
    this.partitions = partitions;
    this.indexPartitions = indexPartitions;
  }

  /** Whether there is something to be done for a table. */
  static boolean wants(TableDefinition table) {
    return switch (table.status()) {
      case CREATING, UPDATING, DELETING -> true;
      case ACTIVE ->
          table.globalSecondaryIndexes().stream()
              .anyMatch(index -> index.status() == IndexStatus.DELETING);
    };
  }

  /** Begins what a table's definition calls for, unless it is under way. */
  void takeUp(TableDefinition table) {
    UUID id = table.id();
    switch (table.status()) {
      case CREATING -> begin(new Step(id, Kind.OPEN, 0), table);
      case UPDATING -> begin(new Step(id, Kind.REDEFINE, table.partitionsVersion()), table);
      case DELETING -> begin(new Step(id, Kind.CLOSE, 0), table);
      case ACTIVE -> {
        for (GlobalIndex index : table.globalSecondaryIndexes()) {
          if (index.status() == IndexStatus.DELETING) {
            begin(new Step(id, Kind.CLOSE_INDEX, index.number()), table);
          }
        }
      }
    }
  }

  private void begin(Step step, TableDefinition table) {
    if (underWay.add(step)) {
      context.pipeToSelf(
          asked(step, table), (commits, failure) -> new StepDone(step, commits, failure));
    }
  }

  private CompletionStage<Map<String, Long>> asked(Step step, TableDefinition table) {
    return switch (step.kind()) {
      case OPEN -> partitions.open(table);
      case REDEFINE -> partitions.redefine(table);
      case CLOSE ->
          partitions
              .close(table)
              .thenCompose(commits -> closeIndexes(table).thenApply(_ -> commits));
      case CLOSE_INDEX -> closeIndex(table, step.number()).thenApply(_ -> Map.of());
    };
  }

  private CompletionStage<Void> closeIndexes(TableDefinition table) {
    return CompletableFuture.allOf(
        table.globalSecondaryIndexes().stream()
            .map(index -> indexPartitions.close(index).toCompletableFuture())
            .toArray(CompletableFuture[]::new));
  }

  private CompletionStage<Void> closeIndex(TableDefinition table, long number) {
    for (GlobalIndex index : table.globalSecondaryIndexes()) {
      if (index.number() == number) {
        return indexPartitions.close(index);
      }
    }
    throw new IllegalArgumentException("no index " + number + " in " + table.name());
  }

  /**
   * Takes notice of a step's end.
   *
   * @param table as it is now; null if it is gone
   * @return what the partitions answered, if the table still waits for that
   */
  @Nullable Map<String, Long> ended(StepDone done, @Nullable TableDefinition table) {
    Step step = done.step();
    underWay.remove(step);
    if (table == null) {
      return null;
    }
    var commits = done.commits();
    if (commits == null) {
      context
          .getLog()
          .warn(
              "{} of table {}: partitions did not answer; trying again",
              step.kind(),
              table.name(),
              done.failure());
      timers.startSingleTimer(step, new TakeUp(step.tableId()), RETRY_PAUSE);
      return null;
    }
    return isAwaited(step, table) ? commits : null;
  }

  private static boolean isAwaited(Step step, TableDefinition table) {
    return switch (step.kind()) {
      case OPEN -> table.status() == TableDefinition.TableStatus.CREATING;
      case REDEFINE ->
          table.status() == TableDefinition.TableStatus.UPDATING
              && table.partitionsVersion() == step.number();
      case CLOSE -> table.status() == TableDefinition.TableStatus.DELETING;
      case CLOSE_INDEX -> table.status() != TableDefinition.TableStatus.DELETING;
    };
  }
}
