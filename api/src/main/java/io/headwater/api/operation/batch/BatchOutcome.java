package io.headwater.api.operation.batch;

import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ErrorCode;
import io.headwater.actors.partition.WriteResult;
import io.headwater.api.operation.ConsumedCapacity;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * What became of one write of a batch.
 *
 * @param failure why it was not done; null: it was
 */
record BatchOutcome(BatchEntry entry, double capacityUnits, @Nullable Throwable failure) {

  static BatchOutcome done(BatchEntry entry, WriteResult.Done done) {
    return new BatchOutcome(entry, ConsumedCapacity.writeUnits(done.before(), done.after()), null);
  }

  static BatchOutcome failed(BatchEntry entry, Throwable failure) {
    boolean wrapped = failure instanceof CompletionException && failure.getCause() != null;
    return new BatchOutcome(entry, 0, wrapped ? failure.getCause() : failure);
  }

  /** Whether trying again may help; a put or delete does no harm when it is done twice. */
  boolean isRetryable() {
    return failure instanceof DynamoDbException refused
        && (refused.error().code() == ErrorCode.THROTTLING
            || refused.error().code() == ErrorCode.INTERNAL);
  }
}
