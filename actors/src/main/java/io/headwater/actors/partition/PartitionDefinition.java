package io.headwater.actors.partition;

import io.headwater.actors.codec.TableIdentity;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.LocalSecondaryIndex;
import io.headwater.actors.model.StreamViewType;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a partition must know of its table to decide writes; a commit in its own log.
 *
 * @param id the table's
 * @param localSecondaryIndexes their places here are their numbers in row keys
 * @param streamViewType null while the table has no stream
 */
public record PartitionDefinition(
    UUID id,
    long hashSeed,
    KeySchema keySchema,
    List<LocalSecondaryIndex> localSecondaryIndexes,
    @Nullable StreamViewType streamViewType)
    implements TableIdentity {
  public PartitionDefinition {
    localSecondaryIndexes = List.copyOf(localSecondaryIndexes);
  }
}
