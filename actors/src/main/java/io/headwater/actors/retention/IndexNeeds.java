package io.headwater.actors.retention;

import io.headwater.actors.catalog.GlobalIndex;
import io.headwater.actors.catalog.GlobalIndex.IndexStatus;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.catalog.TableDefinition.PartitionRange;
import io.headwater.actors.catalog.TableDefinition.TableStatus;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.index.IndexPartitionState;
import io.headwater.actors.model.GlobalSecondaryIndex;
import io.headwater.actors.partition.PartitionState;
import io.headwater.persistence.store.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What global secondary indexes still need of the logs of their tables' partitions, as of one look:
 * all that an index partition has not made its own. Indexes only ever need less of a log, except
 * for new ones; so what was seen before a log is trimmed is enough.
 *
 * <p>A partition may know of an index before this node's view of the catalog does. Then nothing of
 * its log can go.
 */
final class IndexNeeds {
  /** Of a log that no index reads. */
  private static final long NOTHING = Long.MAX_VALUE;

  /** Of a log that an index reads from who knows where. */
  private static final long ALL = 0;

  private final Map<UUID, TableDefinition> tables;
  private final Map<String, IndexPartitionState> indexPartitions;

  private IndexNeeds(
      Map<UUID, TableDefinition> tables, Map<String, IndexPartitionState> indexPartitions) {
    this.tables = tables;
    this.indexPartitions = indexPartitions;
  }

  /** Reads where the index partitions of these tables stand. */
  static CompletionStage<IndexNeeds> read(Store store, List<TableDefinition> tables) {
    var byId = new HashMap<UUID, TableDefinition>();
    var indexPartitionIds = new ArrayList<String>();
    for (TableDefinition table : tables) {
      byId.put(table.id(), table);
      for (GlobalIndex index : table.globalSecondaryIndexes()) {
        index.partitions().forEach(range -> indexPartitionIds.add(range.partitionId()));
      }
    }
    return store
        .multiGet(indexPartitionIds.stream().map(RowKeys::indexPartitionState).toList())
        .thenApply(rows -> new IndexNeeds(byId, states(indexPartitionIds, rows)));
  }

  private static Map<String, IndexPartitionState> states(
      List<String> ids, List<byte @Nullable []> rows) {
    var states = new HashMap<String, IndexPartitionState>();
    for (int i = 0; i < ids.size(); i++) {
      byte[] row = rows.get(i);
      if (row != null) {
        states.put(ids.get(i), IndexPartitionState.fromBytes(row));
      }
    }
    return states;
  }

  /** The last commit of a partition's log that no index needs; less than 1 if all are needed. */
  long lastUnneeded(String partitionId, PartitionState partition) {
    var table = tables.get(partition.definition().id());
    if (table == null) {
      // Deleted, or too new for the view.
      boolean fed = partition.open() && !partition.definition().globalSecondaryIndexes().isEmpty();
      return fed ? ALL : NOTHING;
    }
    if (table.status() == TableStatus.DELETING) {
      return NOTHING;
    }
    long lastUnneeded = NOTHING;
    Set<String> known = new HashSet<>();
    for (GlobalIndex index : table.globalSecondaryIndexes()) {
      known.add(index.name());
      if (index.status() != IndexStatus.DELETING) {
        lastUnneeded = Math.min(lastUnneeded, lastUnneeded(partitionId, index));
      }
    }
    boolean knowsMore =
        partition.definition().globalSecondaryIndexes().stream()
            .map(GlobalSecondaryIndex::name)
            .anyMatch(name -> !known.contains(name));
    return knowsMore ? ALL : lastUnneeded;
  }

  private long lastUnneeded(String partitionId, GlobalIndex index) {
    Long start = index.sources().get(partitionId);
    if (start == null) {
      return ALL;
    }
    long least = NOTHING;
    for (PartitionRange range : index.partitions()) {
      var state = indexPartitions.get(range.partitionId());
      var position = state == null ? null : state.sources().get(partitionId);
      least = Math.min(least, position == null ? start : position.commit());
    }
    return least;
  }
}
