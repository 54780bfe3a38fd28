package io.headwater.actors.ttl;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.model.TimeToLive;
import io.headwater.actors.partition.Write;
import io.headwater.actors.routing.PartitionRouter;
import io.headwater.persistence.store.KeyRange;
import io.headwater.persistence.store.Store;
import io.headwater.persistence.store.Store.Direction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a table's items that were due when it began, in the order in which they expired, and
 * asks their partitions to remove them. One that cannot be removed now is left for the next sweep.
 */
final class ExpirySweep implements Task {
  private final Store store;
  private final PartitionRouter router;
  private final TableDefinition table;
  private final long generation;
  private final int sliceItems;
  private final KeyRange rows;

  private ExpirySweep(
      Store store,
      PartitionRouter router,
      TableDefinition table,
      long generation,
      int sliceItems,
      KeyRange rows) {
    this.store = store;
    this.router = router;
    this.table = table;
    this.generation = generation;
    this.sliceItems = sliceItems;
    this.rows = rows;
  }

  /** A sweep of what is due at a moment. */
  static ExpirySweep of(
      Store store,
      PartitionRouter router,
      TableDefinition table,
      TimeToLive timeToLive,
      int sliceItems,
      Instant now) {
    long generation = timeToLive.generation();
    var rows = RowKeys.timesToLive(table.id(), generation, TimeToLive.Due.at(now));
    return new ExpirySweep(store, router, table, generation, sliceItems, rows);
  }

  @Override
  public Key key() {
    return new Key(table.id(), generation, Kind.EXPIRE);
  }

  @Override
  public CompletionStage<Step> step() {
    long beganNanos = System.nanoTime();
    List<byte[]> found = new ArrayList<>();
    return store
        .scan(
            rows,
            Direction.FORWARD,
            (key, _) -> {
              found.add(key);
              return found.size() < sliceItems;
            })
        .thenCompose(_ -> {
          long readMillis = Duration.ofNanos(System.nanoTime() - beganNanos).toMillis();
          return new Writes(router, table)
              .send(found.stream().map(ExpirySweep::expire).toList())
              .thenApply(outcome ->
                  new Step(rest(found), outcome.failures(), outcome.cause(), readMillis));
        });
  }

  private static Write expire(byte[] rowKey) {
    var filed = RowKeys.filedItem(rowKey);
    return new Write.Expire(filed.key(), filed.generation(), filed.expirySeconds());
  }

  private @Nullable Task rest(List<byte[]> done) {
    if (done.size() < sliceItems) {
      return null;
    }
    var rest = new KeyRange(KeyRange.successorOf(done.getLast()), rows.to());
    return new ExpirySweep(store, router, table, generation, sliceItems, rest);
  }
}
