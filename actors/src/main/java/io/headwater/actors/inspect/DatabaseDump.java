package io.headwater.actors.inspect;

import io.headwater.actors.catalog.StoredCatalog;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.codec.CatalogRowKeys;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.codec.StoredRow;
import io.headwater.actors.index.IndexCommitRecord;
import io.headwater.actors.index.IndexPartitionActor;
import io.headwater.actors.partition.CommitRecord;
import io.headwater.actors.partition.PartitionActor;
import io.headwater.persistence.inspect.Dump;
import io.headwater.persistence.journal.JournalEntry;
import io.headwater.persistence.store.InspectedIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows log entries and items of a data directory that no server uses, decoded and in order. */
public final class DatabaseDump implements AutoCloseable {
  private final Dump dump;
  private final Target target;
  private final StoredCatalog catalog = new StoredCatalog();

  /** Sees what is in a database. */
  public interface Target {
    /** A commit of a partition. */
    void commit(String logId, long nr, CommitRecord commit);

    /** A commit of an index partition. */
    void indexCommit(String logId, long nr, long storedAtMillis, IndexCommitRecord commit);

    /** An entry of another log; {@code null} if nothing was stored under the number. */
    void event(String logId, long nr, JournalEntry.@Nullable Event event);

    void item(String tableName, EncodedItem item);

    /** Something cannot be read or decoded; what follows is shown. */
    void finding(String what);
  }

  private DatabaseDump(Dump dump, Target target) {
    this.dump = dump;
    this.target = target;
  }

  /**
   * Opens a directory; a {@link io.headwater.persistence.store.StoreOpenException} says why not.
   */
  public static DatabaseDump open(Path directory, Target target) throws IOException {
    Dump dump = Dump.open(directory);
    boolean opened = false;
    try {
      var database = new DatabaseDump(dump, target);
      dump.rows(List.of(CatalogRowKeys.all()), database.new Rows());
      opened = true;
      return database;
    } finally {
      if (!opened) {
        dump.close();
      }
    }
  }

  /** All logs' ids. */
  public List<String> logIds() throws IOException {
    List<String> logIds = new ArrayList<>();
    dump.logs(
        new Rows() {
          @Override
          public void log(String logId, long lowestNr, long highestNr) {
            logIds.add(logId);
          }
        });
    return logIds;
  }

  /** The ids of the logs of a table's partitions. */
  public List<String> logIds(String tableName) {
    return table(tableName).partitions().stream()
        .map(partition -> PartitionActor.persistenceId(partition.partitionId()).id())
        .toList();
  }

  /** Shows a log's entries from a number on. */
  public void log(String logId, long fromNr) throws IOException {
    dump.log(logId, fromNr, new Rows());
  }

  /** The tables' names in order. */
  public List<String> tableNames() {
    return catalog.tables().stream()
        .map(TableDefinition::name)
        .sorted(Comparator.naturalOrder())
        .toList();
  }

  /** Shows the items of a table in the order of their hashes and keys. */
  public void items(String tableName) throws IOException {
    dump.rows(List.of(RowKeys.items(table(tableName).id())), new Rows());
  }

  private TableDefinition table(String tableName) {
    TableDefinition table = catalog.table(tableName);
    if (table == null) {
      throw new IllegalArgumentException("There is no table " + tableName);
    }
    return table;
  }

  @Override
  public void close() throws IOException {
    dump.close();
  }

  /** Decodes what it is shown. */
  private class Rows implements InspectedIndex.Visitor {
    @Override
    public void log(String logId, long lowestNr, long highestNr) {}

    @Override
    public void logEntry(String logId, long nr, byte[] bytes) {
      attempt(
          "Entry %d of log %s".formatted(nr, logId),
          () -> {
            JournalEntry.Event event = JournalEntry.event(bytes);
            if (event != null && PartitionActor.partitionIdOf(logId) != null) {
              target.commit(logId, nr, CommitRecord.fromBytes(event.bytes()));
            } else if (event != null && IndexPartitionActor.indexPartitionIdOf(logId) != null) {
              var commit = IndexCommitRecord.fromBytes(event.bytes());
              target.indexCommit(logId, nr, event.storedAtMillis(), commit);
            } else {
              target.event(logId, nr, event);
            }
          });
    }

    @Override
    public void row(byte[] key, byte[] value) {
      attempt(
          "A row whose key begins with %02x".formatted(key[0]),
          () -> {
            switch (StoredRow.of(key)) {
              case StoredRow.Catalog _ -> catalog.add(key, value);
              case StoredRow.Item(var tableId, _) -> {
                TableDefinition table = catalog.table(tableId);
                EncodedItem item = EncodedItem.ofStored(value);
                item.item(); // Fails before anything of it is shown.
                target.item(table == null ? tableId.toString() : table.name(), item);
              }
              case StoredRow.LocalIndexEntry _,
                  StoredRow.ItemCollection _,
                  StoredRow.TimeToLive _,
                  StoredRow.GlobalIndexEntry _,
                  StoredRow.IndexPartitionState _,
                  StoredRow.State _,
                  StoredRow.Other _ -> {}
            }
          });
    }

    private void attempt(String what, Runnable step) {
      try {
        step.run();
      } catch (RuntimeException e) {
        target.finding(what + " cannot be shown: " + e.getMessage());
      }
    }

    @Override
    public void finding(String what) {
      target.finding(what);
    }
  }
}
