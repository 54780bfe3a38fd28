package io.headwater.actors.catalog;

import io.headwater.actors.catalog.TableSettings.BillingMode;
import io.headwater.actors.codec.TableIdentity;
import io.headwater.actors.model.GlobalSecondaryIndex;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.LocalSecondaryIndex;
import io.headwater.actors.partition.IndexKeyRules;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
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
 * @param partitionsVersion counts the changes that partitions have to heed; 1 for a new table
 * @param globalSecondaryIndexes in the order of their creation
 * @param nextIndexNumber for the next global secondary index
 * @param timeToLive the latest one, kept after it was disabled; null if there never was one
 */
public record TableDefinition(
    String name,
    UUID id,
    TableStatus status,
    long createdAtMillis,
    long hashSeed,
    KeySchema keySchema,
    List<LocalSecondaryIndex> localSecondaryIndexes,
    List<PartitionRange> partitions,
    @Nullable StreamDefinition stream,
    TableSettings settings,
    long partitionsVersion,
    List<GlobalIndex> globalSecondaryIndexes,
    int nextIndexNumber,
    @Nullable TableTimeToLive timeToLive,
    NavigableMap<String, String> tags)
    implements TableIdentity {

  public TableDefinition {
    localSecondaryIndexes = List.copyOf(localSecondaryIndexes);
    partitions = List.copyOf(partitions);
    globalSecondaryIndexes = List.copyOf(globalSecondaryIndexes);
    tags = Collections.unmodifiableNavigableMap(new TreeMap<>(tags));
  }

  /** CREATING and DELETING tables answer no item request. */
  public enum TableStatus {
    CREATING,
    ACTIVE,
    UPDATING,
    DELETING
  }

  /** The partition that owns the hashes from {@code hashFrom} on (unsigned), up to the next's. */
  public record PartitionRange(String partitionId, long hashFrom) {
    /** The one of a table's or an index's partitions that owns a hash. */
    public static PartitionRange of(List<PartitionRange> partitions, long hash) {
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

  /** A table of which nothing was changed yet: no global secondary indexes, no tags. */
  public static TableDefinition first(
      String name,
      UUID id,
      TableStatus status,
      long createdAtMillis,
      long hashSeed,
      KeySchema keySchema,
      List<LocalSecondaryIndex> localSecondaryIndexes,
      List<PartitionRange> partitions,
      @Nullable StreamDefinition stream,
      TableSettings settings) {
    return new TableDefinition(
        name,
        id,
        status,
        createdAtMillis,
        hashSeed,
        keySchema,
        localSecondaryIndexes,
        partitions,
        stream,
        settings,
        1,
        List.of(),
        0,
        null,
        new TreeMap<>());
  }

  public BillingMode billingMode() {
    return settings.billingMode();
  }

  /** Whether items can be read and written. */
  public boolean servesItems() {
    return status == TableStatus.ACTIVE || status == TableStatus.UPDATING;
  }

  /** The partition that owns a hash. */
  public PartitionRange partitionOf(long hash) {
    return PartitionRange.of(partitions, hash);
  }

  /** The global secondary index of that name, or null. */
  public @Nullable GlobalIndex globalIndex(String indexName) {
    for (GlobalIndex index : globalSecondaryIndexes) {
      if (index.name().equals(indexName)) {
        return index;
      }
    }
    return null;
  }

  /** The global secondary indexes that writes have to fit and whose changes are kept. */
  public List<GlobalSecondaryIndex> fedIndexes() {
    if (globalSecondaryIndexes.isEmpty()) {
      return List.of(); // Every request asks.
    }
    return globalSecondaryIndexes.stream()
        .filter(index -> index.status() != GlobalIndex.IndexStatus.DELETING)
        .map(GlobalIndex::index)
        .toList();
  }

  /** What items may have for the keys of the table's indexes. */
  public IndexKeyRules indexKeyRules() {
    return new IndexKeyRules(keySchema, localSecondaryIndexes, fedIndexes());
  }

  public TableDefinition withStatus(TableStatus newStatus) {
    return change().status(newStatus).build();
  }

  /** Begins a next version of this one. */
  public Builder change() {
    return new Builder(this);
  }

  /** Replaces members of a definition. */
  public static final class Builder {
    private final TableDefinition from;
    private TableStatus status;
    private @Nullable StreamDefinition stream;
    private TableSettings settings;
    private long partitionsVersion;
    private List<GlobalIndex> globalSecondaryIndexes;
    private int nextIndexNumber;
    private @Nullable TableTimeToLive timeToLive;
    private Map<String, String> tags;

    private Builder(TableDefinition from) {
      this.from = from;
      this.status = from.status;
      this.stream = from.stream;
      this.settings = from.settings;
      this.partitionsVersion = from.partitionsVersion;
      this.globalSecondaryIndexes = from.globalSecondaryIndexes;
      this.nextIndexNumber = from.nextIndexNumber;
      this.timeToLive = from.timeToLive;
      this.tags = from.tags;
    }

    public Builder status(TableStatus newStatus) {
      status = newStatus;
      return this;
    }

    public Builder stream(@Nullable StreamDefinition newStream) {
      stream = newStream;
      return this;
    }

    public Builder settings(TableSettings newSettings) {
      settings = newSettings;
      return this;
    }

    public Builder partitionsVersion(long newVersion) {
      partitionsVersion = newVersion;
      return this;
    }

    public Builder globalSecondaryIndexes(List<GlobalIndex> newIndexes) {
      globalSecondaryIndexes = newIndexes;
      return this;
    }

    public Builder nextIndexNumber(int newNumber) {
      nextIndexNumber = newNumber;
      return this;
    }

    public Builder timeToLive(@Nullable TableTimeToLive newTimeToLive) {
      timeToLive = newTimeToLive;
      return this;
    }

    public Builder tags(Map<String, String> newTags) {
      tags = newTags;
      return this;
    }

    public TableDefinition build() {
      return new TableDefinition(
          from.name,
          from.id,
          status,
          from.createdAtMillis,
          from.hashSeed,
          from.keySchema,
          from.localSecondaryIndexes,
          from.partitions,
          stream,
          settings,
          partitionsVersion,
          globalSecondaryIndexes,
          nextIndexNumber,
          timeToLive,
          new TreeMap<>(tags));
    }
  }
}
