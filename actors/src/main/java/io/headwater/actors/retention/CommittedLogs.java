package io.headwater.actors.retention;

import io.headwater.actors.index.IndexPartitionActor;
import io.headwater.actors.partition.CommitListener;
import io.headwater.actors.partition.PartitionActor;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The logs of this node that got a commit since they were last taken. Any thread may add to it. */
public final class CommittedLogs {
  private final Set<String> logIds = ConcurrentHashMap.newKeySet();

  /** Hears of the commits of partitions. */
  public CommitListener ofPartitions() {
    return (partitionId, _) -> logIds.add(PartitionActor.persistenceId(partitionId).id());
  }

  /** Hears of the commits of index partitions. */
  public CommitListener ofIndexPartitions() {
    return (partitionId, _) -> logIds.add(IndexPartitionActor.persistenceId(partitionId).id());
  }

  /** Takes what is there, so that a commit that comes meanwhile is taken the next time. */
  Set<String> take() {
    var taken = new HashSet<>(logIds);
    logIds.removeAll(taken);
    return taken;
  }
}
