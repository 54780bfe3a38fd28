package io.headwater.actors.ttl;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.IntactRows;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.model.AttributeNames;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.model.TimeToLive;
import io.headwater.actors.partition.Write;
import io.headwater.actors.routing.PartitionRouter;
import io.headwater.persistence.store.KeyRange;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Goes once through all items of a table whose partitions have just begun to file what changes, and
 * has those filed that have a time and no row. A slice of which one write failed is done again;
 * damaged items are skipped.
 */
final class FilingPass implements Task {
  private final IntactRows intactRows;
  private final PartitionRouter router;
  private final TableDefinition table;
  private final TimeToLive timeToLive;
  private final DamagedItems damagedItems;
  private final int sliceItems;
  private final KeyRange items;

  private FilingPass(
      IntactRows intactRows,
      PartitionRouter router,
      TableDefinition table,
      TimeToLive timeToLive,
      DamagedItems damagedItems,
      int sliceItems,
      KeyRange items) {
    this.intactRows = intactRows;
    this.router = router;
    this.table = table;
    this.timeToLive = timeToLive;
    this.damagedItems = damagedItems;
    this.sliceItems = sliceItems;
    this.items = items;
  }

  /** A pass through all items. */
  static FilingPass of(
      IntactRows intactRows,
      PartitionRouter router,
      TableDefinition table,
      TimeToLive timeToLive,
      DamagedItems damagedItems,
      int sliceItems) {
    return new FilingPass(
        intactRows, router, table, timeToLive, damagedItems, sliceItems, RowKeys.items(table.id()));
  }

  @Override
  public Key key() {
    return new Key(table.id(), timeToLive.generation(), Kind.FILE);
  }

  /** An item that has a time, and the row that it is to have. */
  @SuppressWarnings("ArrayRecordComponent") // A carrier; never compared.
  private record Found(ItemKey key, byte[] rowKey) {}

  @Override
  public CompletionStage<Step> step() {
    var slice = new Slice();
    return intactRows
        .scan(items, slice::row)
        .thenCompose(_ -> unfiled(slice.found))
        .thenCompose(new Writes(router, table, damagedItems)::send)
        .thenApply(outcome -> {
          Task rest = outcome.failures() > 0 ? this : rest(slice);
          return new Step(rest, outcome.failures(), outcome.cause(), 0);
        });
  }

  private CompletionStage<List<Write.File>> unfiled(List<Found> found) {
    if (found.isEmpty()) {
      return CompletableFuture.completedFuture(List.of());
    }
    return intactRows
        .values(found.stream().map(Found::rowKey).toList())
        .thenApply(rows -> {
          var writes = new ArrayList<Write.File>();
          for (int i = 0; i < found.size(); i++) {
            if (rows.get(i) == null) {
              writes.add(new Write.File(found.get(i).key()));
            }
          }
          return writes;
        });
  }

  private @Nullable Task rest(Slice slice) {
    if (slice.items < sliceItems) {
      return null;
    }
    var rest = new KeyRange(KeyRange.successorOf(slice.lastKey), items.to());
    return new FilingPass(intactRows, router, table, timeToLive, damagedItems, sliceItems, rest);
  }

  /** What was seen of a slice's items. */
  private final class Slice {
    private final AttributeNames attribute = AttributeNames.of(List.of(timeToLive.attributeName()));
    final List<Found> found = new ArrayList<>();
    byte[] lastKey = {};
    int items;

    boolean row(byte[] key, byte[] value) {
      items++;
      lastKey = key;
      Long seconds = timeToLive.expirySeconds(EncodedItem.ofStored(value).part(attribute));
      if (seconds != null) {
        ItemKey itemKey = RowKeys.itemKey(key);
        found.add(
            new Found(
                itemKey, RowKeys.timeToLive(table, timeToLive.generation(), seconds, itemKey)));
      }
      return items < sliceItems;
    }
  }
}
