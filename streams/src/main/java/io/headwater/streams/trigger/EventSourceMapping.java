package io.headwater.streams.trigger;

import java.util.UUID;

/**
 * Which function handles the records of which stream, and how.
 *
 * @param startingPosition where reading began; only told, the places themselves are kept per shard
 * @param lastModifiedMillis when it was created or last changed
 */
public record EventSourceMapping(
    UUID id,
    String functionName,
    String tableName,
    String streamLabel,
    StartingPosition startingPosition,
    int batchSize,
    boolean enabled,
    long lastModifiedMillis) {

  /** As the Lambda API limits it. */
  public static final int MIN_BATCH_SIZE = 1;

  public static final int MAX_BATCH_SIZE = 10_000;

  /** For streams, where the request does not say otherwise. */
  public static final int DEFAULT_BATCH_SIZE = 100;

  /** Where a mapping begins to read, named as in the API. */
  public enum StartingPosition {
    TRIM_HORIZON,
    LATEST
  }

  boolean hasSameSource(EventSourceMapping other) {
    return tableName.equals(other.tableName) && streamLabel.equals(other.streamLabel);
  }
}
