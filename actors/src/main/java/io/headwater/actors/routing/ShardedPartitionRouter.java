package io.headwater.actors.routing;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.catalog.TableDefinition.PartitionRange;
import io.headwater.actors.codec.KeyHash;
import io.headwater.actors.index.IndexLag;
import io.headwater.actors.model.DynamoDbError;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ErrorCode;
import io.headwater.actors.partition.Partition;
import io.headwater.actors.partition.Write;
import io.headwater.actors.partition.WriteResult;
import io.headwater.persistence.store.Admission;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;

/**
 * Finds the partition of a key and hands the write to this node's {@link PartitionLane} for it. The
 * bounds are kept here, before a write enters a mailbox.
 */
public final class ShardedPartitionRouter implements PartitionRouter {
  private final ActorSystem<?> system;
  private final ClusterSharding sharding;
  private final DispatcherSelector dispatcher;
  private final RoutingSettings settings;
  private final Supplier<Admission> admission;
  private final IndexLag lag;
  private final ConcurrentHashMap<String, Lane> lanes = new ConcurrentHashMap<>();

  /** A lane's actor and the account of what waits there. */
  private record Lane(ActorRef<PartitionLane.Command> actor, LaneQuota quota) {}

  /**
   * A router of this node.
   *
   * @param dispatcher where lanes run: that of the partitions, which spares wake-ups
   * @param admission called before each batch of writes
   * @param lag whether a table's indexes keep up, asked before each write
   */
  public ShardedPartitionRouter(
      ActorSystem<?> system,
      ClusterSharding sharding,
      DispatcherSelector dispatcher,
      RoutingSettings settings,
      Supplier<Admission> admission,
      IndexLag lag) {
    this.system = system;
    this.sharding = sharding;
    this.dispatcher = dispatcher;
    this.settings = settings;
    this.admission = admission;
    this.lag = lag;
  }

  @Override
  public CompletionStage<WriteResult> write(TableDefinition table, Write write) {
    long hash = KeyHash.of(table, write.key().partitionKey());
    String partitionId = table.partitionOf(hash).partitionId();
    if (!table.globalSecondaryIndexes().isEmpty() && lag.isTooLarge(partitionId)) {
      return CompletableFuture.failedFuture(new DynamoDbException(indexesBehind(table)));
    }
    var lane = lanes.computeIfAbsent(partitionId, this::openLane);
    int costBytes = lane.quota().costBytesOf(write);
    if (!lane.quota().tryTake(costBytes)) {
      return CompletableFuture.failedFuture(
          new DynamoDbException(
              DynamoDbError.of(
                  ErrorCode.THROTTLING, "Rate of requests exceeds the allowed throughput.")));
    }
    var result = new CompletableFuture<WriteResult>();
    lane.actor().tell(new PartitionLane.Enqueue(write, costBytes, result));
    return result;
  }

  /** As DynamoDB refuses writes that an index cannot keep up with. */
  private static DynamoDbError indexesBehind(TableDefinition table) {
    return table.settings().isOnDemand()
        ? DynamoDbError.of(
            ErrorCode.THROTTLING,
            "Throughput exceeds the current capacity of your table or index. DynamoDB is"
                + " automatically scaling your table or index so please try again shortly. If"
                + " exceptions persist, check if you have a hot key:"
                + " https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html")
        : DynamoDbError.of(
            ErrorCode.PROVISIONED_THROUGHPUT_EXCEEDED,
            "The level of configured provisioned throughput for one or more global secondary"
                + " indexes of the table was exceeded. Consider increasing your provisioning level"
                + " for the under-provisioned global secondary indexes with the UpdateTable API.");
  }

  /** Stops the lanes of a table that is gone. A write that comes all the same opens one again. */
  public void closeLanes(TableDefinition table) {
    for (PartitionRange range : table.partitions()) {
      var lane = lanes.remove(range.partitionId());
      if (lane != null) {
        lane.actor().tell(PartitionLane.Close.INSTANCE);
      }
    }
  }

  private Lane openLane(String partitionId) {
    var quota = new LaneQuota(settings);
    var behavior =
        PartitionLane.create(
            sharding.entityRefFor(Partition.TYPE_KEY, partitionId),
            settings,
            quota,
            admission,
            () -> lanes.remove(partitionId));
    return new Lane(
        system.systemActorOf(behavior, "lane-" + partitionId + "-" + System.nanoTime(), dispatcher),
        quota);
  }
}
