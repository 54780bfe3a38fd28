package io.headwater.actors.partition;

import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.model.DynamoDbError;
import org.jspecify.annotations.Nullable;

/** What became of one {@link Write}. */
public sealed interface WriteResult {

  /**
   * Durable. The item before and after it, null where there was or is none.
   *
   * @param collectionSizeBytes what the item collection comes to after it; 0 in a table without
   *     local secondary indexes
   */
  record Done(@Nullable EncodedItem before, @Nullable EncodedItem after, long collectionSizeBytes)
      implements WriteResult {}

  /** Refused; nothing changed. {@code before} is the item that refused it, for capacity. */
  record Refused(DynamoDbError error, @Nullable EncodedItem before) implements WriteResult {}
}
