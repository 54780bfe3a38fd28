package io.headwater.actors.cluster;

import io.headwater.actors.catalog.CatalogClient;
import io.headwater.actors.catalog.CatalogView;
import io.headwater.actors.feed.ChangeFeed;
import io.headwater.actors.routing.PartitionRouter;
import io.headwater.actors.table.TableReader;
import io.headwater.persistence.store.Store;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;

/** The running database of this node, as the edge and the stream consumers see it. */
public interface Database {
  ActorSystem<?> system();

  CatalogView catalog();

  CatalogClient catalogClient();

  PartitionRouter router();

  TableReader reader();

  ChangeFeed feed();

  /** The rows, for callers that must not wait for the disk: every call runs on other threads. */
  Store store();

  /**
   * Completes when every global secondary index that can be read has all that its table has
   * acknowledged so far. Never fails.
   */
  CompletionStage<Done> drain();
}
