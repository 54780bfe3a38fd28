package io.headwater.actors.partition;

import io.headwater.actors.model.ItemStatistics;
import io.headwater.actors.partition.CommitRecord.ItemChange;
import io.headwater.persistence.store.RowChange;
import java.util.List;

/**
 * What a batch of writes comes to.
 *
 * @param results one for each of the writes that were decided, in order
 * @param changes for the log, in order; empty if no item changed
 * @param rowChanges one for each item, index entry, item collection and time to live touched; empty
 *     if nothing is to be committed
 * @param indexDeltas how each local secondary index has grown, in the definition's order
 */
record BatchDecision(
    List<WriteResult> results,
    List<ItemChange> changes,
    List<RowChange> rowChanges,
    long itemCountDelta,
    long sizeBytesDelta,
    List<ItemStatistics> indexDeltas) {}
