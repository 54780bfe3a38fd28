package io.headwater.actors.catalog;

import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.StreamViewType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table's stream: which partitions' logs it is made of. It outlives its table by 24 hours.
 *
 * @param label the creation time, {@code 2015-05-11T21:21:33.291}; with the table's name it is
 *     unique
 * @param disabledAtMillis when the stream was disabled or its table deleted; null while it is
 *     enabled
 */
public record StreamDefinition(
    String tableName,
    String label,
    StreamViewType viewType,
    KeySchema keySchema,
    long createdAtMillis,
    @Nullable Long disabledAtMillis,
    List<StreamShard> shards) {

  public StreamDefinition {
    shards = List.copyOf(shards);
  }

  /**
   * One partition's log between two commits.
   *
   * @param shardId {@code shardId-{20 digits}-{8 hex}}, as DynamoDB Streams names it
   * @param firstCommit the commit that opened the shard; changes follow it
   * @param lastCommit the commit that closed the shard; null while it is open
   */
  public record StreamShard(
      String shardId, String partitionId, long firstCommit, @Nullable Long lastCommit) {}

  public boolean isEnabled() {
    return disabledAtMillis == null;
  }
}
