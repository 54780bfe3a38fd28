package io.headwater.actors.catalog;

import io.headwater.actors.catalog.TableDefinition.PartitionRange;
import io.headwater.actors.partition.Partition;
import io.headwater.actors.partition.Partition.Closed;
import io.headwater.actors.partition.Partition.Opened;
import io.headwater.actors.partition.Partition.Redefined;
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

/** Opens, redefines and closes all partitions of a table; each may be asked again. */
final class TablePartitions {
  private static final Duration TIMEOUT = Duration.ofSeconds(4);

  private final ClusterSharding sharding;

  TablePartitions(ClusterSharding sharding) {
    this.sharding = sharding;
  }

  CompletionStage<Map<String, Long>> open(TableDefinition table) {
    var definition = definitionOf(table);
    return ofAll(
        table,
        partition ->
            partition
                .<Opened>ask(replyTo -> new Partition.Open(definition, replyTo), TIMEOUT)
                .thenApply(Opened::commitNr));
  }

  /** Has them decide by the table as it is now; the answer has the commit of each that did it. */
  CompletionStage<Map<String, Long>> redefine(TableDefinition table) {
    var definition = definitionOf(table);
    return ofAll(
        table,
        partition ->
            partition
                .<Redefined>ask(replyTo -> new Partition.Redefine(definition, replyTo), TIMEOUT)
                .thenApply(redefined -> commitOf(redefined, definition)));
  }

  private static long commitOf(Redefined redefined, PartitionDefinition definition) {
    if (redefined.version() != definition.version()) {
      throw new IllegalStateException(
          "partition %s has version %d of its definition instead of %d"
              .formatted(redefined.partitionId(), redefined.version(), definition.version()));
    }
    return redefined.commitNr();
  }

  /** What a table's partitions have to know of it. */
  private static PartitionDefinition definitionOf(TableDefinition table) {
    var stream = table.stream();
    var timeToLive = table.timeToLive();
    return new PartitionDefinition(
        table.id(),
        table.hashSeed(),
        table.keySchema(),
        table.localSecondaryIndexes(),
        stream == null || !stream.isEnabled() ? null : stream.viewType(),
        table.partitionsVersion(),
        table.fedIndexes(),
        timeToLive == null || !timeToLive.isFiled() ? null : timeToLive.timeToLive());
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
