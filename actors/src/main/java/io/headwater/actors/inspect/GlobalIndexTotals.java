package io.headwater.actors.inspect;

import io.headwater.actors.catalog.GlobalIndex;
import io.headwater.actors.catalog.GlobalIndex.IndexStatus;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.catalog.TableDefinition.PartitionRange;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.index.IndexChanges;
import io.headwater.actors.index.IndexPartitionState;
import io.headwater.persistence.inspect.Findings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;

/** What the entries of one global secondary index come to, and what its table's items call for. */
final class GlobalIndexTotals {
  private final TableDefinition table;
  private final GlobalIndex index;
  private final IndexChanges changes;
  private final Map<String, Part> parts = new LinkedHashMap<>();

  /** One of the index's partitions. */
  private static final class Part {
    final RowDigest wanted = new RowDigest();
    final RowDigest found = new RowDigest();
    IndexPartitionState state = IndexPartitionState.NEW;
  }

  GlobalIndexTotals(TableDefinition table, GlobalIndex index) {
    this.table = table;
    this.index = index;
    this.changes = new IndexChanges(table, index);
    for (PartitionRange range : index.partitions()) {
      parts.put(range.partitionId(), new Part());
    }
  }

  void addItem(EncodedItem item) {
    var entry = changes.entryOf(item);
    if (entry != null) {
      part(entry.indexPartitionId())
          .wanted
          .add(entry.rowKey(), entry.item().bytes(), entry.item().itemSizeBytes());
    }
  }

  void addEntry(long hash, byte[] rowKey, EncodedItem entry) {
    entry.item();
    part(PartitionRange.of(index.partitions(), hash).partitionId())
        .found
        .add(rowKey, entry.bytes(), entry.itemSizeBytes());
  }

  void setState(String indexPartitionId, IndexPartitionState state) {
    part(indexPartitionId).state = state;
  }

  private Part part(String indexPartitionId) {
    Part part = parts.get(indexPartitionId);
    if (part == null) {
      throw new IllegalStateException("no partition " + indexPartitionId + " of " + this);
    }
    return part;
  }

  /**
   * To be called when all rows were seen. Entries can be held against the items only if the index
   * has all of its table's logs.
   *
   * @param lastCommitOf of a partition of the table
   * @return how many commits it lacks
   */
  long end(ToLongFunction<String> lastCommitOf, Findings findings) {
    if (index.status() == IndexStatus.DELETING) {
      return 0;
    }
    long lackedCommits = lackedCommits(lastCommitOf);
    boolean complete = index.status() == IndexStatus.ACTIVE && lackedCommits == 0;
    parts.forEach((id, part) -> {
      var counted = part.state.entries();
      if (counted.itemCount() != part.found.count()
          || counted.sizeBytes() != part.found.sizeBytes()) {
        findings.add(
            "%s: partition %s counts %d entries of %d bytes, and holds %d of %d bytes"
                .formatted(
                    this,
                    id,
                    counted.itemCount(),
                    counted.sizeBytes(),
                    part.found.count(),
                    part.found.sizeBytes()));
      }
      if (complete && !part.found.sameAs(part.wanted)) {
        findings.add(
            "%s: partition %s has other entries (%d) than its table's items call for (%d)"
                .formatted(this, id, part.found.count(), part.wanted.count()));
      }
    });
    return lackedCommits;
  }

  private long lackedCommits(ToLongFunction<String> lastCommitOf) {
    long lacked = 0;
    for (Map.Entry<String, Long> source : index.sources().entrySet()) {
      long last = lastCommitOf.applyAsLong(source.getKey());
      long least = Long.MAX_VALUE;
      for (Part part : parts.values()) {
        var position = part.state.sources().get(source.getKey());
        least = Math.min(least, position == null ? source.getValue() : position.commit());
      }
      lacked += Math.max(0, last - least);
    }
    return lacked;
  }

  @Override
  public String toString() {
    return "Index %s of table %s".formatted(index.name(), table.name());
  }
}
