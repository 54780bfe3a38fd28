package io.headwater.actors.catalog;

import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.StreamViewType;
import java.util.List;
import java.util.Map;
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

  /** Instead of the commit that opens a shard, until the partition has committed it. */
  static final long NOT_BEGUN = 0;

  public StreamDefinition {
    shards = List.copyOf(shards);
  }

  /**
   * One partition's log between two commits.
   *
   * @param shardId {@code shardId-{20 digits}-{8 hex}}, as DynamoDB Streams names it
   * @param firstCommit the commit that opened the shard; changes follow it. {@link #NOT_BEGUN}
   *     while the table is UPDATING to have the stream
   * @param lastCommit the commit that closed the shard; null while it is open
   */
  public record StreamShard(
      String shardId, String partitionId, long firstCommit, @Nullable Long lastCommit) {
    private StreamShard at(Map<String, Long> commits, boolean ends) {
      long commit = commits.getOrDefault(partitionId, 0L);
      long first = firstCommit == NOT_BEGUN ? commit : firstCommit;
      return new StreamShard(
          shardId,
          partitionId,
          first,
          ends && lastCommit == null ? Long.valueOf(Math.max(first, commit)) : lastCommit);
    }
  }

  public boolean isEnabled() {
    return disabledAtMillis == null;
  }

  /** This stream as its table is to end it: {@link #at} says which records are its last. */
  StreamDefinition disabledAt(long millis) {
    return with(millis, shards);
  }

  /**
   * This stream with the commits where its shards begin, if they have not yet, and, if it is
   * disabled, end, if they have not yet.
   *
   * @param commits by partition, as {@link TablePartitions} answers them; 0 or missing: the
   *     partition has none
   */
  StreamDefinition at(Map<String, Long> commits) {
    return with(
        disabledAtMillis, shards.stream().map(shard -> shard.at(commits, !isEnabled())).toList());
  }

  /** Whether its shards have begun, so that anyone may know of it. */
  boolean hasBegun() {
    return shards.stream().allMatch(shard -> shard.firstCommit() != NOT_BEGUN);
  }

  /** Whether its shards are still to begin or, of a disabled stream, to end. */
  boolean isSwitching() {
    return !hasBegun()
        || (!isEnabled() && shards.stream().anyMatch(shard -> shard.lastCommit() == null));
  }

  private StreamDefinition with(@Nullable Long newDisabledAt, List<StreamShard> newShards) {
    return new StreamDefinition(
        tableName, label, viewType, keySchema, createdAtMillis, newDisabledAt, newShards);
  }
}
