package io.headwater.actors.catalog;

import io.headwater.actors.catalog.GlobalIndex.IndexStatus;
import io.headwater.actors.catalog.TableDefinition.TableStatus;
import io.headwater.actors.catalog.TableUpdate.IndexUpdate;
import io.headwater.actors.catalog.TableUpdate.StreamUpdate;
import io.headwater.actors.model.DynamoDbException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * From one version of a table's definition to the next: what a change makes of it, and what it is
 * when partitions have done their part. A table that is UPDATING says by itself what its partitions
 * are to heed, so a change is carried on after a restart.
 */
final class TableUpdater {
  private final TableFactory factory;

  TableUpdater(TableFactory factory) {
    this.factory = factory;
  }

  /**
   * An ACTIVE table after an update: UPDATING if its partitions have to heed it.
   *
   * @param nowMillis epoch milliseconds
   * @throws DynamoDbException ValidationException, ResourceInUseException,
   *     ResourceNotFoundException or LimitExceededException
   */
  TableDefinition updated(TableDefinition table, TableUpdate update, long nowMillis) {
    requireActive(table);
    var settings = new SettingsUpdater(table, update, nowMillis).updated();
    var indexes =
        new IndexUpdater(table, update, factory, nowMillis).updated(settings.isOnDemand());
    var builder = table.change().settings(settings).globalSecondaryIndexes(indexes);
    if (update.indexUpdates().stream().anyMatch(IndexUpdate.Create.class::isInstance)) {
      builder.nextIndexNumber(table.nextIndexNumber() + 1);
    }
    if (update.stream() != null) {
      builder.stream(stream(table, update.stream(), nowMillis));
    }
    return update.stream() != null || IndexUpdater.createsOrDeletes(update)
        ? toBeHeeded(builder.build())
        : builder.build();
  }

  private static TableDefinition toBeHeeded(TableDefinition table) {
    return table
        .change()
        .status(TableStatus.UPDATING)
        .partitionsVersion(table.partitionsVersion() + 1)
        .build();
  }

  private StreamDefinition stream(TableDefinition table, StreamUpdate update, long nowMillis) {
    var stream = table.stream();
    boolean enabled = stream != null && stream.isEnabled();
    if (update.viewType() != null) {
      if (enabled) {
        throw DynamoDbException.validation(
            "Table already has an enabled stream: TableName: " + table.name());
      }
      return factory.stream(table, update.viewType(), nowMillis);
    }
    if (stream == null || !enabled) {
      throw DynamoDbException.validation(
          "Table has no stream to disable: TableName: " + table.name());
    }
    return stream.disabledAt(nowMillis);
  }

  /**
   * A table with other tags; the same table if its tags stay as they are.
   *
   * @throws DynamoDbException ValidationException or ResourceInUseException
   */
  static TableDefinition tagged(
      TableDefinition table, Map<String, String> put, Set<String> removed) {
    var tags = new TreeMap<>(table.tags());
    tags.keySet().removeAll(removed);
    tags.putAll(put);
    if (tags.equals(table.tags()) && table.status() != TableStatus.CREATING) {
      return table;
    }
    if (!table.servesItems()) {
      throw TableErrors.inUse(table);
    }
    TableTags.requireFew(tags.size());
    return table.change().tags(tags).build();
  }

  /** An ACTIVE table whose partitions have opened, as they were asked by a table CREATING. */
  static TableDefinition opened(TableDefinition table) {
    return table
        .change()
        .status(TableStatus.ACTIVE)
        .globalSecondaryIndexes(
            changed(
                table.globalSecondaryIndexes(),
                IndexStatus.CREATING,
                index -> index.withStatus(IndexStatus.ACTIVE)))
        .build();
  }

  /**
   * An UPDATING table when its partitions heed what it says.
   *
   * @param commits the commit of each from which on it does
   */
  static TableDefinition heeded(TableDefinition table, Map<String, Long> commits) {
    var stream = table.stream();
    return table.change().status(TableStatus.ACTIVE).stream(
            stream == null ? null : stream.at(commits))
        .globalSecondaryIndexes(
            changed(
                table.globalSecondaryIndexes(),
                IndexStatus.CREATING,
                index -> index.withStatus(IndexStatus.BACKFILLING).withSources(commits)))
        .timeToLive(TimeToLiveRules.heeded(table.timeToLive()))
        .build();
  }

  /**
   * A table after its time to live was switched on or off.
   *
   * @param interval how long after one change the next one is allowed
   * @throws DynamoDbException ValidationException or ResourceInUseException
   */
  static TableDefinition withTimeToLive(
      TableDefinition table,
      boolean enabled,
      String attributeName,
      long nowMillis,
      Duration interval) {
    if (table.status() == TableStatus.CREATING) {
      throw TableErrors.inUse("Table " + table.name() + " is being created");
    }
    requireActive(table);
    var switched =
        TimeToLiveRules.switched(table.timeToLive(), enabled, attributeName, nowMillis, interval);
    return toBeHeeded(table.change().timeToLive(switched).build());
  }

  /**
   * A table that is to go.
   *
   * @throws DynamoDbException ValidationException or ResourceInUseException
   */
  static TableDefinition deleted(TableDefinition table) {
    if (!table.servesItems()) {
      throw TableErrors.inUse(table);
    }
    if (table.stream() != null && table.stream().isSwitching()) {
      throw TableErrors.inUse("Cannot delete table while stream is being enabled/disabled.");
    }
    if (table.globalSecondaryIndexes().stream()
        .anyMatch(index -> index.status() != IndexStatus.ACTIVE)) {
      throw TableErrors.inUse(
          "Cannot delete table while indexes are being created, updated, or deleted.");
    }
    if (table.settings().deletionProtection()) {
      throw DynamoDbException.validation(
          "Resource cannot be deleted as it is currently protected against deletion. Disable"
              + " deletion protection first.");
    }
    return table.withStatus(TableStatus.DELETING);
  }

  private static void requireActive(TableDefinition table) {
    if (table.status() != TableStatus.ACTIVE) {
      throw TableErrors.inUse(table);
    }
  }

  /** The table with an index that has all items; null if the index is not being filled. */
  static @Nullable TableDefinition indexBuilt(TableDefinition table, int number) {
    for (GlobalIndex index : table.globalSecondaryIndexes()) {
      if (index.number() == number && index.status() == IndexStatus.BACKFILLING) {
        return table
            .change()
            .globalSecondaryIndexes(
                table.globalSecondaryIndexes().stream()
                    .map(each ->
                        each.number() == number ? each.withStatus(IndexStatus.ACTIVE) : each)
                    .toList())
            .build();
      }
    }
    return null;
  }

  /** The table with a time to live by which all items are filed; null if that is over. */
  static @Nullable TableDefinition timeToLiveFiled(TableDefinition table, long generation) {
    var filed = TimeToLiveRules.filed(table.timeToLive(), generation);
    return filed == null ? null : table.change().timeToLive(filed).build();
  }

  /**
   * The stream of a table whose partitions are closed, if it has not ended before and anybody could
   * know of it; otherwise null.
   *
   * @param lastCommits of each partition
   */
  static @Nullable StreamDefinition endedStream(
      TableDefinition table, Map<String, Long> lastCommits, long nowMillis) {
    var stream = table.stream();
    if (stream == null || !stream.hasBegun()) {
      return null;
    }
    var ended = (stream.isEnabled() ? stream.disabledAt(nowMillis) : stream).at(lastCommits);
    return ended.equals(stream) ? null : ended;
  }

  /** The table without an index; null if it has none of that number. */
  static @Nullable TableDefinition withoutIndex(TableDefinition table, int number) {
    List<GlobalIndex> left =
        table.globalSecondaryIndexes().stream().filter(index -> index.number() != number).toList();
    return left.size() == table.globalSecondaryIndexes().size()
        ? null
        : table.change().globalSecondaryIndexes(left).build();
  }

  private static List<GlobalIndex> changed(
      List<GlobalIndex> indexes, IndexStatus from, UnaryOperator<GlobalIndex> change) {
    return indexes.stream()
        .map(index -> index.status() == from ? change.apply(index) : index)
        .toList();
  }
}
