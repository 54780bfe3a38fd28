package io.headwater.actors.ttl;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.partition.Write;
import io.headwater.actors.partition.WriteResult;
import io.headwater.actors.routing.PartitionRouter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Sends the writes of a slice, all at once, and sums up what became of them. */
final class Writes {
  private final PartitionRouter router;
  private final TableDefinition table;

  Writes(PartitionRouter router, TableDefinition table) {
    this.router = router;
    this.table = table;
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
                      Throwable fault = failure == null ? refusal(result) : failure;
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

  private static @Nullable Throwable refusal(WriteResult result) {
    return switch (result) {
      case WriteResult.Done _ -> null;
      case WriteResult.Refused refused -> new DynamoDbException(refused.error());
    };
  }
}
