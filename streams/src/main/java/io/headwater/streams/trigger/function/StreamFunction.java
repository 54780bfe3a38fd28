package io.headwater.streams.trigger.function;

import io.headwater.streams.record.StreamRecord;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A function that handles batches of stream records. */
public interface StreamFunction {
  /**
   * Hands a batch to the function and never waits. The stage succeeds when the function did, and
   * completes only when the function has let go of the batch, so that whoever waits for it never
   * has two calls under way.
   */
  CompletionStage<Void> invoke(Invocation invocation);

  /**
   * One call.
   *
   * @param streamArn where the records come from
   */
  record Invocation(List<StreamRecord> records, String streamArn) {
    public Invocation {
      records = List.copyOf(records);
    }
  }
}
