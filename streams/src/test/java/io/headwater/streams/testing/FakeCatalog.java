package io.headwater.streams.testing;

import io.headwater.actors.catalog.CatalogView;
import io.headwater.actors.catalog.StreamDefinition;
import io.headwater.actors.catalog.StreamDefinition.StreamShard;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.catalog.TableDefinition.TableStatus;
import io.headwater.actors.catalog.TableSettings;
import io.headwater.actors.catalog.TableSettings.BillingMode;
import io.headwater.actors.catalog.Throughput;
import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.KeySchema.KeyAttribute;
import io.headwater.actors.model.StreamViewType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A catalog of streams, and of tables where a test puts them. */
public final class FakeCatalog implements CatalogView {
  public static final KeySchema KEY_SCHEMA =
      new KeySchema(new KeyAttribute("Id", AttributeType.N), null);

  private final List<StreamDefinition> streams = new CopyOnWriteArrayList<>();
  private final Map<String, TableDefinition> tables = new ConcurrentHashMap<>();

  /** A stream of new and old images whose shards are open. */
  public static StreamDefinition stream(String tableName, String label, StreamShard... shards) {
    return new StreamDefinition(
        tableName,
        label,
        StreamViewType.NEW_AND_OLD_IMAGES,
        KEY_SCHEMA,
        1_700_000_000_000L,
        null,
        List.of(shards));
  }

  /** An open shard of a partition whose first commit opened it. */
  public static StreamShard shard(String partitionId) {
    return new StreamShard(shardId(partitionId), partitionId, 1, null);
  }

  public static String shardId(String partitionId) {
    return "shardId-00000001700000000000-%8s".formatted(partitionId).replace(' ', '0');
  }

  /** Puts the table of a stream. */
  public void putTable(TableStatus status, StreamDefinition stream) {
    tables.put(
        stream.tableName(),
        TableDefinition.first(
            stream.tableName(),
            new UUID(0, 1),
            status,
            stream.createdAtMillis(),
            0,
            stream.keySchema(),
            List.of(),
            List.of(),
            stream,
            TableSettings.of(BillingMode.PAY_PER_REQUEST, Throughput.ON_DEMAND)));
  }

  /** Puts a stream in place of the one of the same name and label. */
  public void put(StreamDefinition stream) {
    remove(stream.tableName(), stream.label());
    streams.add(stream);
  }

  public void remove(String tableName, String label) {
    streams.removeIf(one -> one.tableName().equals(tableName) && one.label().equals(label));
  }

  /** Closes all shards of a stream with a commit. */
  public void close(StreamDefinition stream, long lastCommit) {
    put(
        new StreamDefinition(
            stream.tableName(),
            stream.label(),
            stream.viewType(),
            stream.keySchema(),
            stream.createdAtMillis(),
            stream.createdAtMillis() + 1,
            stream.shards().stream()
                .map(shard ->
                    new StreamShard(
                        shard.shardId(), shard.partitionId(), shard.firstCommit(), lastCommit))
                .toList()));
  }

  @Override
  public @Nullable TableDefinition table(String name) {
    return tables.get(name);
  }

  @Override
  public @Nullable TableDefinition table(UUID id) {
    return null;
  }

  @Override
  public Collection<TableDefinition> expiringTables() {
    return List.of();
  }

  @Override
  public NavigableSet<String> tableNames() {
    return new TreeSet<>();
  }

  @Override
  public List<StreamDefinition> streams() {
    return List.copyOf(streams);
  }

  @Override
  public @Nullable StreamDefinition stream(String tableName, String label) {
    for (StreamDefinition stream : streams) {
      if (stream.tableName().equals(tableName) && stream.label().equals(label)) {
        return stream;
      }
    }
    return null;
  }
}
