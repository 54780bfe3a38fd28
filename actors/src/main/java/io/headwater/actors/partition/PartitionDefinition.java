package io.headwater.actors.partition;

import io.headwater.actors.codec.TableIdentity;
import io.headwater.actors.model.GlobalSecondaryIndex;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.LocalSecondaryIndex;
import io.headwater.actors.model.StreamViewType;
import io.headwater.actors.model.TimeToLive;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a partition must know of its table to decide writes; a commit in its own log.
 *
 * @param id the table's
 * @param localSecondaryIndexes their places here are their numbers in row keys
 * @param streamViewType null while the table has no stream
 * @param version counts the table's changes that partitions have to heed, from 1
 * @param globalSecondaryIndexes those that the partition's log feeds
 * @param timeToLive null while items don't expire
 */
public record PartitionDefinition(
    UUID id,
    long hashSeed,
    KeySchema keySchema,
    List<LocalSecondaryIndex> localSecondaryIndexes,
    @Nullable StreamViewType streamViewType,
    long version,
    List<GlobalSecondaryIndex> globalSecondaryIndexes,
    @Nullable TimeToLive timeToLive)
    implements TableIdentity {
  public PartitionDefinition {
    localSecondaryIndexes = List.copyOf(localSecondaryIndexes);
    globalSecondaryIndexes = List.copyOf(globalSecondaryIndexes);
  }

  /** Whether the log has the new image of each change, for a stream or an index. */
  boolean keepsNewImages() {
    return streamViewType != null || !globalSecondaryIndexes.isEmpty();
  }

  /** Whether the log has the old image of each change, for a stream or an index. */
  boolean keepsOldImages() {
    return (streamViewType != null && streamViewType.showsOldImage())
        || !globalSecondaryIndexes.isEmpty();
  }

  /** A table's first definition, without global secondary indexes and time to live. */
  public static PartitionDefinition first(
      UUID id,
      long hashSeed,
      KeySchema keySchema,
      List<LocalSecondaryIndex> localSecondaryIndexes,
      @Nullable StreamViewType streamViewType) {
    return new PartitionDefinition(
        id, hashSeed, keySchema, localSecondaryIndexes, streamViewType, 1, List.of(), null);
  }
}
