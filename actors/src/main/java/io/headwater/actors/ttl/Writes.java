package io.headwater.actors.ttl;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ErrorCode;
import io.headwater.actors.partition.Write;
import io.headwater.actors.partition.WriteResult;
import io.headwater.actors.routing.PartitionRouter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sends the writes of a slice, all at once, and sums up what became of them. Those of damaged items
 * are remembered, not counted as failures: the partition logs the damage.
 */
final class Writes {
  private final PartitionRouter router;
  private final TableDefinition table;
  private final DamagedItems damagedItems;

  Writes(PartitionRouter router, TableDefinition table, DamagedItems damagedItems) {
    this.router = router;
    this.table = table;
    this.damagedItems = damagedItems;
  }

  /** How many failed, and why one of them did. */
  record Outcome(int failures, @Nullable Throwable cause) {}

  CompletionStage<Outcome> send(List<? extends Write> writes) {
    var failures = new AtomicInteger();
    var cause = new AtomicReference<@Nullable Throwable>();
    var sent =
        writes.stream()
            .map(write ->
                router
                    .write(table, write)
                    .<@Nullable Void>handle((result, failure) -> {
                      Throwable fault = failure == null ? refusal(write, result) : failure;
                      if (fault != null) {
                        failures.incrementAndGet();
                        cause.set(fault);
                      }
                      return null;
                    })
                    .toCompletableFuture())
            .toArray(CompletableFuture[]::new);
    return CompletableFuture.allOf(sent).thenApply(_ -> new Outcome(failures.get(), cause.get()));
  }

  /** Null as well for an item that its partition cannot read: to write again would not help. */
  private @Nullable Throwable refusal(Write write, WriteResult result) {
    return switch (result) {
      case WriteResult.Done _ -> null;
      case WriteResult.Refused refused when refused.error().code() == ErrorCode.INTERNAL -> {
        damagedItems.add(table.id(), write.key());
        yield null;
      }
      case WriteResult.Refused refused -> new DynamoDbException(refused.error());
    };
  }
}
