package io.headwater.actors.catalog;

import io.headwater.actors.catalog.TableDefinition.PartitionRange;
import io.headwater.actors.partition.Partition;
import io.headwater.actors.partition.Partition.Closed;
import io.headwater.actors.partition.Partition.Opened;
import io.headwater.actors.partition.PartitionDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;

/** Opens and closes all partitions of a table; both may be asked again. */
final class TablePartitions {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final ClusterSharding sharding;

  TablePartitions(ClusterSharding sharding) {
    this.sharding = sharding;
  }

  CompletionStage<Map<String, Long>> open(TableDefinition table) {
    var stream = table.stream();
    var definition =
        new PartitionDefinition(
            table.id(),
            table.hashSeed(),
            table.keySchema(),
            table.localSecondaryIndexes(),
            stream == null ? null : stream.viewType());
    return ofAll(
        table,
        partition ->
            partition
                .<Opened>ask(replyTo -> new Partition.Open(definition, replyTo), TIMEOUT)
                .thenApply(Opened::commitNr));
  }

  /** Closes them; the answer has each partition's last commit, 0 for one that was never opened. */
  CompletionStage<Map<String, Long>> close(TableDefinition table) {
    return ofAll(
        table,
        partition ->
            partition.<Closed>ask(Partition.Close::new, TIMEOUT).thenApply(Closed::commitNr));
  }

  private CompletionStage<Map<String, Long>> ofAll(
      TableDefinition table,
      Function<EntityRef<Partition.Command>, CompletionStage<Long>> commitOf) {
    var asked = new HashMap<String, CompletableFuture<Long>>();
    for (PartitionRange range : table.partitions()) {
      var partition = sharding.entityRefFor(Partition.TYPE_KEY, range.partitionId());
      asked.put(range.partitionId(), commitOf.apply(partition).toCompletableFuture());
    }
    return CompletableFuture.allOf(
            new ArrayList<>(asked.values()).toArray(CompletableFuture[]::new))
        .thenApply(_ -> {
          var commits = new HashMap<String, Long>();
          asked.forEach((partitionId, commit) -> commits.put(partitionId, commit.join()));
          return commits;
        });
  }
}
