package io.headwater.streams.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.streams.record.StreamRecord;
import io.headwater.streams.trigger.function.StreamFunction;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A function whose calls a test takes one by one and ends as it likes. */
final class FakeFunction implements StreamFunction {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();

  /** A call under way. */
  record Call(Invocation invocation, CompletableFuture<Void> result) {
    List<String> ids() {
      return invocation.records().stream().map(FakeFunction::id).toList();
    }

    void succeed() {
      result.complete(null);
    }

    void fail() {
      result.completeExceptionally(new IllegalStateException("failed by the test"));
    }
  }

  @Override
  public CompletionStage<Void> invoke(Invocation invocation) {
    var call = new Call(invocation, new CompletableFuture<>());
    calls.add(call);
    return call.result();
  }

  /** Waits for the next call. */
  Call nextCall() {
    try {
      var call = calls.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      assertThat(call).as("a call within %s", PATIENCE).isNotNull();
      return java.util.Objects.requireNonNull(call);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  void assertNoCall() {
    assertThat(calls).isEmpty();
  }

  private static String id(StreamRecord streamRecord) {
    return streamRecord.keys().get("Id") instanceof io.headwater.actors.model.AttributeValue.N id
        ? id.toPlainString()
        : "none";
  }
}
