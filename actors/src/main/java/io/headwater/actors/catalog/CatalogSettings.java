package io.headwater.actors.catalog;

import java.time.Duration;

/**
 * The catalog's settings.
 *
 * @param partitionsPerTable of a new table, and of a new index
 * @param streamRetention how long a stream can be read after it ended
 * @param streamSweepInterval between two removals of streams that ended that long ago
 * @param timeToLiveInterval how long after one change of a time to live the next one is allowed
 */
public record CatalogSettings(
    int partitionsPerTable,
    Duration streamRetention,
    Duration streamSweepInterval,
    Duration timeToLiveInterval) {
  /** A table's partitions at its creation; more would cost more than they spread. */
  private static final int MAX_PARTITIONS_PER_TABLE = 1_024;

  public CatalogSettings {
    if (partitionsPerTable < 1 || partitionsPerTable > MAX_PARTITIONS_PER_TABLE) {
      throw new IllegalArgumentException(
          "headwater.catalog.partitions-per-table: expected 1 to "
              + MAX_PARTITIONS_PER_TABLE
              + ", found "
              + partitionsPerTable);
    }
    if (!streamSweepInterval.isPositive()) {
      throw new IllegalArgumentException(
          "headwater.streams.sweep-interval: expected more than 0, found " + streamSweepInterval);
    }
  }
}
