package io.headwater.actors.inspect;

import io.headwater.actors.catalog.GlobalIndex;
import io.headwater.actors.catalog.StoredCatalog;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.catalog.TableDefinition.PartitionRange;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.codec.StoredRow;
import io.headwater.actors.index.IndexCommitRecord;
import io.headwater.actors.index.IndexPartitionActor;
import io.headwater.actors.index.IndexPartitionState;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.partition.CommitRecord;
import io.headwater.actors.partition.CommitRecord.ItemsChanged;
import io.headwater.actors.partition.ItemCollections;
import io.headwater.actors.partition.PartitionActor;
import io.headwater.actors.partition.PartitionState;
import io.headwater.persistence.inspect.ContentCheck;
import io.headwater.persistence.inspect.Findings;
import io.headwater.persistence.journal.JournalEntry;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.UUID;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.jspecify.annotations.Nullable;

/**
 * Checks a database's rows and commits: each can be decoded, each item lies under its own key in a
 * table that there is, index entries are those that the items call for, and each partition's state
 * names the last commit of its log, and as many items and bytes as there are. A global secondary
 * index may be behind its table's logs; then it is told by how much, and its entries are counted
 * only.
 *
 * <p>It keeps totals by partition, and nothing by item.
 */
public final class DatabaseCheck implements ContentCheck {
  private final Findings findings;
  private final StoredCatalog catalog = new StoredCatalog();

  /** By partition id, for the tables of the catalog; made when the first row wants it. */
  private @Nullable Map<String, PartitionTotals> partitions;

  /** By table and number, for the tables of the catalog; made with {@link #partitions}. */
  private final Map<UUID, Map<Integer, GlobalIndexTotals>> globalIndexes = new HashMap<>();

  /** By index partition. */
  private final Map<String, GlobalIndexTotals> indexPartitions = new HashMap<>();

  /** By log. */
  private final Map<String, Long> lastCommits = new HashMap<>();

  private long lackedCommits;
  private long commits;
  private long items;
  private long itemBytes;
  private long indexEntries;

  public DatabaseCheck(Findings findings) {
    this.findings = findings;
  }

  @Override
  public void log(String logId, long lowestNr, long highestNr) {
    lastCommits.put(logId, highestNr);
  }

  @Override
  public void logEntry(String logId, long nr, byte[] bytes) {
    JournalEntry.Event event = JournalEntry.event(bytes);
    boolean ofPartition = PartitionActor.partitionIdOf(logId) != null;
    boolean ofIndexPartition = IndexPartitionActor.indexPartitionIdOf(logId) != null;
    if (event == null || !(ofPartition || ofIndexPartition)) {
      return;
    }
    commits++;
    try {
      if (ofPartition) {
        checkCommit(CommitRecord.fromBytes(event.bytes()));
      } else {
        IndexCommitRecord.fromBytes(event.bytes());
      }
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "Commit %d of %s cannot be decoded: %s".formatted(nr, logId, e.getMessage()), e);
    }
  }

  private static void checkCommit(CommitRecord commit) {
    if (commit instanceof ItemsChanged changed) {
      for (CommitRecord.ItemChange change : changed.changes()) {
        change.keys().item();
        decode(change.newImage());
        decode(change.oldImage());
      }
    }
  }

  private static void decode(@Nullable EncodedItem image) {
    if (image != null) {
      image.item();
    }
  }

  @Override
  public void row(byte[] key, byte[] value) {
    try {
      switch (StoredRow.of(key)) {
        case StoredRow.Catalog _ -> catalog.add(key, value);
        case StoredRow.Item(UUID tableId, long hash) -> item(tableId, hash, key, value);
        case StoredRow.LocalIndexEntry(UUID tableId, int index, long hash) -> {
          indexEntries++;
          PartitionTotals partition = partition(tableId, hash);
          if (partition != null) {
            partition.addIndexEntry(index, key, EncodedItem.ofStored(value));
          }
        }
        case StoredRow.ItemCollection(UUID tableId, long hash) -> {
          PartitionTotals partition = partition(tableId, hash);
          if (partition != null) {
            partition.addCollection(ItemCollections.sizeBytes(value));
          }
        }
        case StoredRow.TimeToLive(UUID tableId, long generation, long hash) -> {
          RowKeys.filedItem(key);
          PartitionTotals partition = partition(tableId, hash);
          if (partition != null) {
            partition.addTimeToLive(generation, key, value);
          }
        }
        case StoredRow.State(String partitionId) ->
            state(partitionId, PartitionState.fromBytes(value));
        case StoredRow.GlobalIndexEntry(UUID tableId, int number, long hash) ->
            globalIndexEntry(tableId, number, hash, key, value);
        case StoredRow.IndexPartitionState(String indexPartitionId) ->
            indexPartitionState(indexPartitionId, IndexPartitionState.fromBytes(value));
        case StoredRow.Other _ -> {}
      }
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "A row whose key begins with %02x: %s".formatted(key[0], e.getMessage()), e);
    }
  }

  private void item(UUID tableId, long hash, byte[] key, byte[] value) {
    items++;
    EncodedItem encoded = EncodedItem.ofStored(value);
    Item item = encoded.item();
    itemBytes += encoded.itemSizeBytes();
    PartitionTotals partition = partition(tableId, hash);
    if (partition == null) {
      return;
    }
    if (!EncodedItem.of(item).sameAs(encoded)) {
      findings.add("An item of %s is not encoded as it should be".formatted(partition));
    }
    TableDefinition table = partition.table();
    ItemKey itemKey = table.keySchema().keyOf(item);
    if (!Arrays.equals(RowKeys.item(table, itemKey), key)) {
      findings.add("An item of table %s lies under another key".formatted(table.name()));
    }
    partition.addItem(itemKey, item, encoded);
    globalIndexes.getOrDefault(tableId, Map.of()).values().forEach(index -> index.addItem(encoded));
  }

  private void globalIndexEntry(UUID tableId, int number, long hash, byte[] key, byte[] value) {
    indexEntries++;
    var entry = EncodedItem.ofStored(value);
    if (partition(tableId, 0) == null || catalog.isBeingRemoved(tableId, number)) {
      return;
    }
    var index = globalIndexes.getOrDefault(tableId, Map.of()).get(number);
    if (index == null) {
      throw new IllegalStateException("it belongs to no index (%s, %d)".formatted(tableId, number));
    }
    index.addEntry(hash, key, entry);
  }

  private void indexPartitionState(String indexPartitionId, IndexPartitionState state) {
    checkLastCommit(
        "Index partition " + indexPartitionId,
        state.lastCommit(),
        IndexPartitionActor.persistenceId(indexPartitionId));
    partitions();
    var index = indexPartitions.get(indexPartitionId);
    if (index != null) {
      index.setState(indexPartitionId, state);
    }
  }

  /** The partition that owns a hash; null if the table's rows are being removed. */
  private @Nullable PartitionTotals partition(UUID tableId, long hash) {
    TableDefinition table = catalog.table(tableId);
    if (table == null) {
      if (!catalog.isBeingRemoved(tableId)) {
        throw new IllegalStateException("it belongs to no table (" + tableId + ")");
      }
      return null;
    }
    return partitions().get(table.partitionOf(hash).partitionId());
  }

  /** All rows of the catalog were seen: they have the least keys. */
  private Map<String, PartitionTotals> partitions() {
    if (partitions == null) {
      partitions = new HashMap<>();
      for (TableDefinition table : catalog.tables()) {
        for (PartitionRange range : table.partitions()) {
          partitions.put(range.partitionId(), new PartitionTotals(table, range.partitionId()));
        }
        table.globalSecondaryIndexes().forEach(index -> addGlobalIndex(table, index));
      }
    }
    return partitions;
  }

  private void addGlobalIndex(TableDefinition table, GlobalIndex index) {
    var totals = new GlobalIndexTotals(table, index);
    globalIndexes
        .computeIfAbsent(table.id(), _ -> new LinkedHashMap<>())
        .put(index.number(), totals);
    index.partitions().forEach(range -> indexPartitions.put(range.partitionId(), totals));
  }

  private void state(String partitionId, PartitionState state) {
    checkLastCommit(
        "Partition " + partitionId, state.lastCommit(), PartitionActor.persistenceId(partitionId));
    PartitionTotals partition = partitions().get(partitionId);
    if (partition != null) {
      partition.check(state, findings);
    }
  }

  private void checkLastCommit(String what, long named, PersistenceId log) {
    long lastCommit = lastCommits.getOrDefault(log.id(), 0L);
    if (named != lastCommit) {
      findings.add(
          "%s names %d as its last commit, and its log ends with %d"
              .formatted(what, named, lastCommit));
    }
  }

  @Override
  public void end() {
    partitions().values().forEach(partition -> partition.end(findings));
    for (Map<Integer, GlobalIndexTotals> ofTable : globalIndexes.values()) {
      for (GlobalIndexTotals index : ofTable.values()) {
        lackedCommits += index.end(this::lastCommit, findings);
      }
    }
  }

  private long lastCommit(String partitionId) {
    return lastCommits.getOrDefault(PartitionActor.persistenceId(partitionId).id(), 0L);
  }

  @Override
  public SequencedMap<String, Long> counts() {
    var counts = new LinkedHashMap<String, Long>();
    counts.put("commits", commits);
    counts.put("tables", (long) catalog.tables().size());
    counts.put("items", items);
    counts.put("bytes of items", itemBytes);
    counts.put("index entries", indexEntries);
    counts.put("commits that indexes lack", lackedCommits);
    return counts;
  }
}
