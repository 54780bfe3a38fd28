package io.headwater.actors.testing;

import io.headwater.actors.catalog.GlobalIndex;
import io.headwater.actors.catalog.GlobalIndex.IndexStatus;
import io.headwater.actors.catalog.OnDemandThroughput;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.catalog.TableDefinition.PartitionRange;
import io.headwater.actors.catalog.TableDefinition.TableStatus;
import io.headwater.actors.catalog.Throughput;
import io.headwater.actors.model.GlobalSecondaryIndex;
import io.headwater.actors.model.KeySchema;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Tables of two partitions, p0 and p1, with one global secondary index of two, g0 and g1. */
public final class IndexedTables {
  private IndexedTables() {}

  public static TableDefinition active(GlobalSecondaryIndex index) {
    return with(PlainIndex.TABLE_KEY, index, IndexStatus.ACTIVE);
  }

  /** The index is fed what follows the first commits. */
  public static TableDefinition with(
      KeySchema tableKey, GlobalSecondaryIndex index, IndexStatus status) {
    var global =
        new GlobalIndex(
            index,
            3,
            status,
            Throughput.ON_DEMAND,
            OnDemandThroughput.UNLIMITED,
            null,
            List.of(new PartitionRange("g0", 0), new PartitionRange("g1", Long.MIN_VALUE)),
            Map.of("p0", 1L, "p1", 1L));
    return TableDefinition.first(
            "Readings",
            new UUID(1, 2),
            TableStatus.ACTIVE,
            1_700_000_000_000L,
            3,
            tableKey,
            List.of(),
            List.of(new PartitionRange("p0", 0), new PartitionRange("p1", Long.MIN_VALUE)),
            null,
            Tables.ON_DEMAND)
        .change()
        .globalSecondaryIndexes(List.of(global))
        .nextIndexNumber(4)
        .build();
  }
}
