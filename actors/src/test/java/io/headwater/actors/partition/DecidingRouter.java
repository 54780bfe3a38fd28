package io.headwater.actors.partition;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.model.DynamoDbError;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ErrorCode;
import io.headwater.actors.model.StreamViewType;
import io.headwater.actors.model.TimeToLive;
import io.headwater.actors.partition.CommitRecord.ItemChange;
import io.headwater.actors.routing.PartitionRouter;
import io.headwater.persistence.store.LogWrite;
import io.headwater.persistence.store.Store;
import io.headwater.persistence.store.Store.Durability;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides each write at once, as the partition that it is for would, on the rows of a store. It
 * keeps what a log would have of the changes.
 */
public final class DecidingRouter implements PartitionRouter {
  private final Store store;
  private final InstantSource clock;
  private final List<ItemChange> changes = new ArrayList<>();
  private final List<Write> decided = new ArrayList<>();
  private PartitionDefinition definition;
  private long groups;
  private Consumer<Write> beforeWrite = _ -> {};
  private Predicate<Write> throttles = _ -> false;

  /** A router of one table. */
  public DecidingRouter(Store store, InstantSource clock, TableDefinition table) {
    this.store = store;
    this.clock = clock;
    this.definition =
        PartitionDefinition.first(
            table.id(),
            table.hashSeed(),
            table.keySchema(),
            table.localSecondaryIndexes(),
            StreamViewType.NEW_AND_OLD_IMAGES);
  }

  /** Has the partitions file by a time to live from now on, or not any more. */
  public void redefine(@Nullable TimeToLive timeToLive) {
    definition =
        new PartitionDefinition(
            definition.id(),
            definition.hashSeed(),
            definition.keySchema(),
            definition.localSecondaryIndexes(),
            definition.streamViewType(),
            definition.version() + 1,
            definition.globalSecondaryIndexes(),
            timeToLive);
  }

  /** What happens between the sending of a write and its decision; it may write itself. */
  public void beforeWrite(Consumer<Write> action) {
    beforeWrite = action;
  }

  /** Which writes find their partition's queue full. */
  public void throttle(Predicate<Write> writes) {
    throttles = writes;
  }

  /** Everything that happened to items, in order. */
  public List<ItemChange> changes() {
    return List.copyOf(changes);
  }

  /** All writes that were decided, in order. */
  public List<Write> decided() {
    return List.copyOf(decided);
  }

  /** How many commits there were. */
  public long commits() {
    return groups;
  }

  @Override
  public CompletionStage<WriteResult> write(TableDefinition table, Write write) {
    var action = beforeWrite;
    beforeWrite = _ -> {}; // What it writes is followed by no more.
    action.accept(write);
    beforeWrite = action;
    if (throttles.test(write)) {
      return CompletableFuture.failedFuture(
          new DynamoDbException(DynamoDbError.of(ErrorCode.THROTTLING, "busy")));
    }
    return CompletableFuture.completedFuture(decide(write));
  }

  private WriteResult decide(Write write) {
    var writes = List.of(write);
    var needed = new BatchRows(definition, writes);
    var rows = store.multiGet(needed.keys()).toCompletableFuture().join();
    var decision =
        new BatchDecider(definition, writes, needed, rows, clock.instant(), Long.MAX_VALUE)
            .decide();
    if (!decision.rowChanges().isEmpty()) {
      groups++;
      var group = List.of(new LogWrite("rows", List.of(), decision.rowChanges()));
      store.write(group, Durability.BUFFERED).toCompletableFuture().join();
    }
    changes.addAll(decision.changes());
    decided.add(write);
    return decision.results().getFirst();
  }
}
