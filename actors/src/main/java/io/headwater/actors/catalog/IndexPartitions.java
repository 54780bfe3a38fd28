package io.headwater.actors.catalog;

import java.util.concurrent.CompletionStage;

/** The partitions of global secondary indexes, as far as the catalog has to do with them. */
public interface IndexPartitions {
  /**
   * Makes all partitions of an index refuse entries for ever, so that its rows can be removed; done
   * again, it changes nothing. Fails if one of them does not answer in time.
   */
  CompletionStage<Void> close(GlobalIndex index);

  /** Returns the id of an index partition's log. */
  String logId(String indexPartitionId);
}
