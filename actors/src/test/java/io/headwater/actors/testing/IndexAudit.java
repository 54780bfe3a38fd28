package io.headwater.actors.testing;

import io.headwater.actors.catalog.GlobalIndex;
import io.headwater.actors.catalog.GlobalIndex.IndexStatus;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.catalog.TableDefinition.PartitionRange;
import io.headwater.actors.catalog.TableDefinition.TableStatus;
import io.headwater.actors.cluster.Database;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.index.IndexPartitionState;
import io.headwater.actors.model.Item;
import io.headwater.persistence.store.Store;
import java.util.ArrayList;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Holds the global secondary indexes of a table against its items. */
final class IndexAudit {
  private final Store store;
  private final Database database;

  IndexAudit(Store store, Database database) {
    this.store = store;
    this.database = database;
  }

  /** What is still under way, or missing in an index; null: nothing. */
  @Nullable String underWay(TableDefinition table) {
    if (table.status() != TableStatus.ACTIVE) {
      return "the table is " + table.status();
    }
    for (GlobalIndex index : table.globalSecondaryIndexes()) {
      String lacking =
          index.status() == IndexStatus.ACTIVE ? lacking(table, index) : "it is " + index.status();
      if (lacking != null) {
        return "index " + index.name() + ": " + lacking;
      }
    }
    return null;
  }

  private @Nullable String lacking(TableDefinition table, GlobalIndex index) {
    for (PartitionRange source : table.partitions()) {
      long last = join(database.feed().lastCommit(source.partitionId()));
      for (PartitionRange range : index.partitions()) {
        byte[] row = join(store.get(RowKeys.indexPartitionState(range.partitionId())));
        var position =
            row == null
                ? null
                : IndexPartitionState.fromBytes(row).sources().get(source.partitionId());
        long commit =
            position == null
                ? Objects.requireNonNull(index.sources().get(source.partitionId()))
                : position.commit();
        if (commit != last) {
          return "%s is at commit %d of %s, not %d".formatted(range, commit, source, last);
        }
      }
    }
    return null;
  }

  /**
   * Compares entries, count and size.
   *
   * @return how many entries there are
   * @throws AssertionError if anything differs
   */
  long compare(TableDefinition table) {
    var items = new ArrayList<Item>();
    PlainIndex.rows(store, RowKeys.items(table.id()))
        .values()
        .forEach(row -> items.add(EncodedItem.ofStored(row.toByteArray()).item()));
    var statistics = join(database.reader().statistics(table)).globalSecondaryIndexes();
    long entries = 0;
    for (int i = 0; i < statistics.size(); i++) {
      var index = table.globalSecondaryIndexes().get(i);
      var expected = PlainIndex.named(index.name()).rowsOf(table, index.number(), items);
      var found = PlainIndex.rows(store, RowKeys.globalIndexEntries(table.id(), index.number()));
      requireEqual("entries of index " + index.name(), expected, found);
      requireEqual(
          "statistics of index " + index.name(),
          PlainIndex.statisticsOf(expected),
          statistics.get(i));
      entries += found.size();
    }
    return entries;
  }

  private static void requireEqual(String what, Object expected, Object found) {
    if (!found.equals(expected)) {
      throw new AssertionError("%s: expected %s, found %s".formatted(what, expected, found));
    }
  }

  private static <T extends @Nullable Object> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
