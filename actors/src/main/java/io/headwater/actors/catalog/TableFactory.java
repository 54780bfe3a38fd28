package io.headwater.actors.catalog;

import io.headwater.actors.catalog.CatalogClient.NewTable;
import io.headwater.actors.catalog.StreamDefinition.StreamShard;
import io.headwater.actors.catalog.TableDefinition.PartitionRange;
import io.headwater.actors.catalog.TableDefinition.TableStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Makes the definitions of new tables and of the streams that end with theirs. */
final class TableFactory {
  /** The commit that opens a partition, so the first of its stream shard. */
  private static final long OPENING_COMMIT = 1;

  private static final DateTimeFormatter LABEL =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final InstantSource clock;
  private final RandomGenerator random;
  private final int partitionsPerTable;

  TableFactory(InstantSource clock, RandomGenerator random, int partitionsPerTable) {
    this.clock = clock;
    this.random = random;
    this.partitionsPerTable = partitionsPerTable;
  }

  TableDefinition create(NewTable table) {
    long nowMillis = clock.millis();
    var id = new UUID(random.nextLong(), random.nextLong());
    var partitions = partitions(id);
    return new TableDefinition(
        table.name(),
        id,
        TableStatus.CREATING,
        nowMillis,
        table.billingMode(),
        table.readCapacityUnits(),
        table.writeCapacityUnits(),
        random.nextLong(),
        table.keySchema(),
        table.localSecondaryIndexes(),
        partitions,
        table.streamViewType() == null ? null : stream(table, partitions, nowMillis));
  }

  /** Equal parts of the unsigned 64-bit hash range. */
  private List<PartitionRange> partitions(UUID tableId) {
    String prefix = tableId.toString().replace("-", "");
    long step = Long.divideUnsigned(-1L, partitionsPerTable);
    var partitions = new ArrayList<PartitionRange>(partitionsPerTable);
    for (int i = 0; i < partitionsPerTable; i++) {
      partitions.add(new PartitionRange(prefix + "-" + i, i * step));
    }
    return partitions;
  }

  private StreamDefinition stream(NewTable table, List<PartitionRange> partitions, long nowMillis) {
    var viewType = table.streamViewType();
    if (viewType == null) {
      throw new IllegalArgumentException("no stream wanted for " + table.name());
    }
    var shards = new ArrayList<StreamShard>(partitions.size());
    for (PartitionRange partition : partitions) {
      // The suffix tells the shards of one moment apart; a partition's place in the range does.
      long suffix = ((random.nextInt() & 0xFFFF_0000L) | shards.size());
      shards.add(
          new StreamShard(
              String.format(Locale.ROOT, "shardId-%020d-%08x", nowMillis, suffix),
              partition.partitionId(),
              OPENING_COMMIT,
              null));
    }
    return new StreamDefinition(
        table.name(),
        LABEL.format(Instant.ofEpochMilli(nowMillis)),
        viewType,
        table.keySchema(),
        nowMillis,
        null,
        shards);
  }

  /** The stream of a deleted table: no record follows its shards' last commits. */
  StreamDefinition disabled(StreamDefinition stream, Map<String, Long> lastCommits) {
    var shards = new ArrayList<StreamShard>(stream.shards().size());
    for (StreamShard shard : stream.shards()) {
      Long lastCommit = lastCommits.get(shard.partitionId());
      shards.add(
          new StreamShard(
              shard.shardId(),
              shard.partitionId(),
              shard.firstCommit(),
              lastCommit == null ? OPENING_COMMIT : Math.max(OPENING_COMMIT, lastCommit)));
    }
    return new StreamDefinition(
        stream.tableName(),
        stream.label(),
        stream.viewType(),
        stream.keySchema(),
        stream.createdAtMillis(),
        clock.millis(),
        shards);
  }
}
