package io.headwater.actors.partition;

import io.headwater.actors.codec.TableIdentity;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.StreamViewType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a partition must know of its table to decide writes; a commit in its own log.
 *
 * @param id the table's
 * @param streamViewType null while the table has no stream
 */
public record PartitionDefinition(
    UUID id, long hashSeed, KeySchema keySchema, @Nullable StreamViewType streamViewType)
    implements TableIdentity {}
