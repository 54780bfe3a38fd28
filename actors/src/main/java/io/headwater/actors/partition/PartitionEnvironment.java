package io.headwater.actors.partition;

import io.headwater.persistence.store.Store;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * What all partitions of a node have in common.
 *
 * @param evaluations where batches are decided whose expressions take long
 * @param maxBatchBytes what one batch may read, and what it may write; each may be exceeded by what
 *     one write needs
 */
public record PartitionEnvironment(
    Store store,
    InstantSource clock,
    CommitListener listener,
    Executor evaluations,
    long maxBatchBytes) {}
