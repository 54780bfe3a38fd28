package io.headwater.actors.catalog;

import io.headwater.actors.catalog.TableDefinition.PartitionRange;
import io.headwater.actors.model.GlobalSecondaryIndex;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table's global secondary index and where it stands.
 *
 * @param number part of row keys; never used twice in a table
 * @param partitions its own, in the order of their hash ranges, as a table's
 * @param sources for each partition of the table, the commit behind which its changes are fed to
 *     the index; empty until all of them keep what the index needs
 */
public record GlobalIndex(
    GlobalSecondaryIndex index,
    int number,
    IndexStatus status,
    Throughput throughput,
    OnDemandThroughput onDemandThroughput,
    @Nullable WarmThroughput warmThroughput,
    List<PartitionRange> partitions,
    Map<String, Long> sources) {

  public GlobalIndex {
    partitions = List.copyOf(partitions);
    sources = Map.copyOf(sources);
  }

  /** The life of an index; one made with its table begins as CREATING and is ACTIVE with it. */
  public enum IndexStatus {
    /** Its partitions and the table's do not know of it yet. */
    CREATING,
    /** Described as CREATING, too: the items that were there before are being added. */
    BACKFILLING,
    ACTIVE,
    DELETING
  }

  public String name() {
    return index.name();
  }

  public GlobalIndex withStatus(IndexStatus newStatus) {
    return new GlobalIndex(
        index,
        number,
        newStatus,
        throughput,
        onDemandThroughput,
        warmThroughput,
        partitions,
        sources);
  }

  public GlobalIndex withSources(Map<String, Long> newSources) {
    return new GlobalIndex(
        index,
        number,
        status,
        throughput,
        onDemandThroughput,
        warmThroughput,
        partitions,
        newSources);
  }

  public GlobalIndex withThroughput(
      Throughput newThroughput,
      OnDemandThroughput newOnDemandThroughput,
      @Nullable WarmThroughput newWarmThroughput) {
    return new GlobalIndex(
        index,
        number,
        status,
        newThroughput,
        newOnDemandThroughput,
        newWarmThroughput,
        partitions,
        sources);
  }
}
