package io.headwater.actors.index;

import io.headwater.actors.catalog.GlobalIndex;
import io.headwater.actors.catalog.IndexPartitions;
import io.headwater.actors.index.IndexPartition.Close;
import io.headwater.actors.index.IndexPartition.Closed;
import io.headwater.actors.index.IndexPartitionActor.IndexPartitionEnvironment;
import io.headwater.actors.partition.CommitListener;
import io.headwater.persistence.store.Store;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;

/** The way to index partitions, wherever they are. */
public final class ShardedIndexPartitions implements IndexPartitions {
  /** Shorter than whoever waits for an index's end does; it asks again. */
  private static final Duration TIMEOUT = Duration.ofSeconds(4);

  private final ClusterSharding sharding;

  private ShardedIndexPartitions(ClusterSharding sharding) {
    this.sharding = sharding;
  }

  /**
   * Makes index partitions known to sharding on this node.
   *
   * @param mayOpen whether an index partition that has no commit yet may get one
   * @param listener notified of each commit of an index partition
   */
  public static ShardedIndexPartitions init(
      ClusterSharding sharding,
      Store store,
      DispatcherSelector dispatcher,
      Predicate<String> mayOpen,
      CommitListener listener) {
    sharding.init(
        Entity.of(
                IndexPartition.TYPE_KEY,
                entity ->
                    IndexPartitionActor.create(
                        entity.getEntityId(),
                        store,
                        new IndexPartitionEnvironment(mayOpen, listener, entity.getShard())))
            .withEntityProps(dispatcher));
    return new ShardedIndexPartitions(sharding);
  }

  public EntityRef<IndexPartition.Command> get(String indexPartitionId) {
    return sharding.entityRefFor(IndexPartition.TYPE_KEY, indexPartitionId);
  }

  @Override
  public CompletionStage<Void> close(GlobalIndex index) {
    return CompletableFuture.allOf(
        index.partitions().stream()
            .map(range -> get(range.partitionId()).<Closed>ask(Close::new, TIMEOUT))
            .map(CompletionStage::toCompletableFuture)
            .toArray(CompletableFuture[]::new));
  }

  @Override
  public String logId(String indexPartitionId) {
    return IndexPartitionActor.persistenceId(indexPartitionId).id();
  }
}
