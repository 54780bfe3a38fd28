package io.headwater.actors.retention;

import io.headwater.actors.catalog.GlobalIndex;
import io.headwater.actors.catalog.GlobalIndex.IndexStatus;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.catalog.TableDefinition.PartitionRange;
import io.headwater.actors.catalog.TableDefinition.TableStatus;
import io.headwater.actors.index.IndexPartitionState;
import io.headwater.actors.model.GlobalSecondaryIndex;
import io.headwater.actors.partition.PartitionState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

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

  /**
   * What these tables' indexes need.
   *
   * @param indexPartitions where index partitions stand, by their ids; one that is missing has
   *     nothing yet
   */
  IndexNeeds(List<TableDefinition> tables, Map<String, IndexPartitionState> indexPartitions) {
    var byId = new HashMap<UUID, TableDefinition>();
    tables.forEach(table -> byId.put(table.id(), table));
    this.tables = byId;
    this.indexPartitions = indexPartitions;
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
