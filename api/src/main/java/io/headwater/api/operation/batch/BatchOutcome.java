package io.headwater.api.operation.batch;

import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ErrorCode;
import io.headwater.actors.partition.WriteResult;
import io.headwater.api.operation.CapacityUnits;
import io.headwater.api.operation.ConsumedCapacity;
import io.headwater.api.operation.ItemCollectionMetrics;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * What became of one write of a batch.
 *
 * @param done null: it was not done
 * @param failure why it was not done; null: it was
 */
record BatchOutcome(
    BatchWrite write, WriteResult.@Nullable Done done, @Nullable Throwable failure) {

  static BatchOutcome done(BatchWrite write, WriteResult.Done done) {
    return new BatchOutcome(write, done, null);
  }

  static BatchOutcome failed(BatchWrite write, Throwable failure) {
    boolean wrapped = failure instanceof CompletionException && failure.getCause() != null;
    return new BatchOutcome(write, null, wrapped ? failure.getCause() : failure);
  }

  /** The table as the request named it. */
  String tableName() {
    return write.entry().tableName();
  }

  CapacityUnits units() {
    return done == null
        ? CapacityUnits.NONE
        : ConsumedCapacity.writeUnits(write.table(), done.before(), done.after());
  }

  /** Null if it was not done, or if its table has no item collections. */
  @Nullable ItemCollectionMetrics collectionMetrics() {
    return done == null ? null : ItemCollectionMetrics.of(write.table(), write.write().key(), done);
  }

  /** Whether trying again may help; a put or delete does no harm when it is done twice. */
  boolean isRetryable() {
    return failure instanceof DynamoDbException refused
        && (refused.error().code().isThrottling() || refused.error().code() == ErrorCode.INTERNAL);
  }
}
