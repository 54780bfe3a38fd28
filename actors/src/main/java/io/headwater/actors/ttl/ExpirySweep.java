package io.headwater.actors.ttl;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.codec.IntactRows;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.model.TimeToLive;
import io.headwater.actors.partition.Write;
import io.headwater.actors.routing.PartitionRouter;
import io.headwater.persistence.store.KeyRange;
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
  private final IntactRows intactRows;
  private final PartitionRouter router;
  private final TableDefinition table;
  private final long generation;
  private final DamagedItems damagedItems;
  private final int sliceItems;
  private final KeyRange rows;

  private ExpirySweep(
      IntactRows intactRows,
      PartitionRouter router,
      TableDefinition table,
      long generation,
      DamagedItems damagedItems,
      int sliceItems,
      KeyRange rows) {
    this.intactRows = intactRows;
    this.router = router;
    this.table = table;
    this.generation = generation;
    this.damagedItems = damagedItems;
    this.sliceItems = sliceItems;
    this.rows = rows;
  }

  /** A sweep of what is due at a moment. */
  static ExpirySweep of(
      IntactRows intactRows,
      PartitionRouter router,
      TableDefinition table,
      TimeToLive timeToLive,
      DamagedItems damagedItems,
      int sliceItems,
      Instant now) {
    long generation = timeToLive.generation();
    var rows = RowKeys.timesToLive(table.id(), generation, TimeToLive.Due.at(now));
    return new ExpirySweep(intactRows, router, table, generation, damagedItems, sliceItems, rows);
  }

  @Override
  public Key key() {
    return new Key(table.id(), generation, Kind.EXPIRE);
  }

  @Override
  public CompletionStage<Step> step() {
    long beganNanos = System.nanoTime();
    List<byte[]> found = new ArrayList<>();
    return intactRows
        .scanKeys(
            rows,
            key -> {
              found.add(key);
              return found.size() < sliceItems;
            })
        .thenCompose(_ -> {
          long readMillis = Duration.ofNanos(System.nanoTime() - beganNanos).toMillis();
          var removals =
              found.stream()
                  .map(ExpirySweep::expire)
                  .filter(removal -> !damagedItems.contains(table.id(), removal.key()))
                  .toList();
          return new Writes(router, table, damagedItems)
              .send(removals)
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
    return new ExpirySweep(intactRows, router, table, generation, damagedItems, sliceItems, rest);
  }
}
