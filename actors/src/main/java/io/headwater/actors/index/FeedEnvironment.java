package io.headwater.actors.index;

import io.headwater.actors.feed.ChangeFeed;
import io.headwater.persistence.store.Store;
import java.time.InstantSource;
import java.util.function.Function;
import org.apache.pekko.actor.typed.RecipientRef;

/**
 * What all feeders have in common.
 *
 * @param indexPartitions the way to an index partition, by its id
 */
public record FeedEnvironment(
    Store store,
    ChangeFeed feed,
    Function<String, RecipientRef<IndexPartition.Command>> indexPartitions,
    IndexLag lag,
    InstantSource clock,
    IndexSettings settings) {

  RecipientRef<IndexPartition.Command> indexPartition(String indexPartitionId) {
    return indexPartitions.apply(indexPartitionId);
  }
}
