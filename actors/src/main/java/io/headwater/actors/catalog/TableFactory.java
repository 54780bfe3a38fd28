package io.headwater.actors.catalog;

import io.headwater.actors.catalog.CatalogClient.NewIndex;
import io.headwater.actors.catalog.CatalogClient.NewTable;
import io.headwater.actors.catalog.GlobalIndex.IndexStatus;
import io.headwater.actors.catalog.StreamDefinition.StreamShard;
import io.headwater.actors.catalog.TableDefinition.PartitionRange;
import io.headwater.actors.catalog.TableDefinition.TableStatus;
import io.headwater.actors.codec.PartitionIds;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.StreamViewType;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Makes the definitions of new tables, indexes and streams. */
final class TableFactory {
  /** The commit that opens a partition, so the first of its stream shard. */
  private static final long OPENING_COMMIT = 1;

  private static final long VERSION_MASK = 0xF000L;
  private static final long VERSION_4 = 0x4000L;
  private static final long VARIANT_MASK = 0xC000_0000_0000_0000L;
  private static final long RFC_VARIANT = 0x8000_0000_0000_0000L;

  private static final DateTimeFormatter LABEL =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final InstantSource clock;
  private final RandomGenerator random;
  private final Supplier<UUID> ids;
  private final int partitionsPerTable;

  /**
   * Creates a factory.
   *
   * @param ids of tables; none may occur twice
   */
  TableFactory(
      InstantSource clock, RandomGenerator random, Supplier<UUID> ids, int partitionsPerTable) {
    this.clock = clock;
    this.random = random;
    this.ids = ids;
    this.partitionsPerTable = partitionsPerTable;
  }

  /** Returns a random UUID of version 4 and of RFC 9562's variant, as DynamoDB's table ids are. */
  static UUID randomId(RandomGenerator random) {
    long high = (random.nextLong() & ~VERSION_MASK) | VERSION_4;
    long low = (random.nextLong() & ~VARIANT_MASK) | RFC_VARIANT;
    return new UUID(high, low);
  }

  TableDefinition create(NewTable table) {
    long nowMillis = clock.millis();
    UUID id = ids.get();
    var partitions = partitions(PartitionIds.prefix(id));
    long hashSeed = random.nextLong();
    var viewType = table.streamViewType();
    var stream = viewType == null ? null : stream(table, viewType, partitions, nowMillis);
    return TableDefinition.first(
            table.name(),
            id,
            TableStatus.CREATING,
            nowMillis,
            hashSeed,
            table.keySchema(),
            table.localSecondaryIndexes(),
            partitions,
            stream,
            table.settings())
        .change()
        .globalSecondaryIndexes(indexes(id, partitions, table.globalSecondaryIndexes()))
        .nextIndexNumber(table.globalSecondaryIndexes().size())
        .tags(table.tags())
        .build();
  }

  private List<GlobalIndex> indexes(
      UUID tableId, List<PartitionRange> tablePartitions, List<NewIndex> wanted) {
    var sources = new HashMap<String, Long>();
    tablePartitions.forEach(range -> sources.put(range.partitionId(), OPENING_COMMIT));
    var indexes = new ArrayList<GlobalIndex>(wanted.size());
    for (NewIndex index : wanted) {
      indexes.add(index(tableId, indexes.size(), index).withSources(sources));
    }
    return indexes;
  }

  /** An index that nobody knows of yet, with partitions of its own. */
  GlobalIndex index(UUID tableId, int number, NewIndex wanted) {
    return new GlobalIndex(
        wanted.index(),
        number,
        IndexStatus.CREATING,
        wanted.throughput(),
        wanted.onDemandThroughput(),
        wanted.warmThroughput(),
        partitions(PartitionIds.indexPrefix(tableId, number)),
        Map.of());
  }

  /** Equal parts of the unsigned 64-bit hash range. */
  private List<PartitionRange> partitions(String prefix) {
    long step = Long.divideUnsigned(-1L, partitionsPerTable);
    var partitions = new ArrayList<PartitionRange>(partitionsPerTable);
    for (int i = 0; i < partitionsPerTable; i++) {
      partitions.add(new PartitionRange(prefix + i, i * step));
    }
    return partitions;
  }

  /** The first stream of a table, which begins where its partitions do. */
  private StreamDefinition stream(
      NewTable table, StreamViewType viewType, List<PartitionRange> partitions, long nowMillis) {
    return stream(table.name(), table.keySchema(), viewType, partitions, OPENING_COMMIT, nowMillis);
  }

  /** A new stream of a table that there is; its shards have not begun. */
  StreamDefinition stream(TableDefinition table, StreamViewType viewType, long nowMillis) {
    var latest = table.stream();
    // The time is the stream's name, so no two streams of a table can have the same.
    long createdAtMillis =
        latest == null ? nowMillis : Math.max(nowMillis, latest.createdAtMillis() + 1);
    return stream(
        table.name(),
        table.keySchema(),
        viewType,
        table.partitions(),
        StreamDefinition.NOT_BEGUN,
        createdAtMillis);
  }

  private StreamDefinition stream(
      String tableName,
      KeySchema keySchema,
      StreamViewType viewType,
      List<PartitionRange> partitions,
      long firstCommit,
      long createdAtMillis) {
    var shards = new ArrayList<StreamShard>(partitions.size());
    for (PartitionRange partition : partitions) {
      // The suffix tells the shards of one moment apart; a partition's place in the range does.
      long suffix = ((random.nextInt() & 0xFFFF_0000L) | shards.size());
      shards.add(
          new StreamShard(
              String.format(Locale.ROOT, "shardId-%020d-%08x", createdAtMillis, suffix),
              partition.partitionId(),
              firstCommit,
              null));
    }
    return new StreamDefinition(
        tableName,
        LABEL.format(Instant.ofEpochMilli(createdAtMillis)),
        viewType,
        keySchema,
        createdAtMillis,
        null,
        shards);
  }
}
