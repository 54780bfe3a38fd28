package io.headwater.actors.catalog;

import io.headwater.actors.codec.TableIdentity;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.LocalSecondaryIndex;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a table but its items: one version of it, immutable.
 *
 * @param id never reused, so that a table deleted and created again shares nothing with its past
 * @param hashSeed keys the hash of partition keys, so that no client can aim at one partition
 * @param localSecondaryIndexes their places here are their numbers in row keys
 * @param partitions in the order of their hash ranges, which cover [0, 2^64) without a gap
 * @param stream the latest stream, kept after it was disabled; null if there never was one
 */
public record TableDefinition(
    String name,
    UUID id,
    TableStatus status,
    long createdAtMillis,
    BillingMode billingMode,
    long readCapacityUnits,
    long writeCapacityUnits,
    long hashSeed,
    KeySchema keySchema,
    List<LocalSecondaryIndex> localSecondaryIndexes,
    List<PartitionRange> partitions,
    @Nullable StreamDefinition stream)
    implements TableIdentity {

  public TableDefinition {
    localSecondaryIndexes = List.copyOf(localSecondaryIndexes);
    partitions = List.copyOf(partitions);
  }

  /** CREATING and DELETING tables answer no item request. */
  public enum TableStatus {
    CREATING,
    ACTIVE,
    DELETING
  }

  public enum BillingMode {
    PROVISIONED,
    PAY_PER_REQUEST
  }

  /** The partition that owns the hashes from {@code hashFrom} on (unsigned), up to the next's. */
  public record PartitionRange(String partitionId, long hashFrom) {}

  public TableDefinition withStatus(TableStatus newStatus) {
    return new TableDefinition(
        name,
        id,
        newStatus,
        createdAtMillis,
        billingMode,
        readCapacityUnits,
        writeCapacityUnits,
        hashSeed,
        keySchema,
        localSecondaryIndexes,
        partitions,
        stream);
  }

  /** The partition that owns a hash. */
  public PartitionRange partitionOf(long hash) {
    int low = 0;
    int high = partitions.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (Long.compareUnsigned(partitions.get(middle).hashFrom(), hash) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return partitions.get(low);
  }
}
