package io.headwater.actors.catalog;

import org.jspecify.annotations.Nullable;

/**
 * Provisioned capacity of a table or index, and what its decreases are limited by.
 *
 * @param readCapacityUnits 0 in on-demand mode
 * @param writeCapacityUnits 0 in on-demand mode
 * @param lastIncreaseMillis epoch milliseconds; null if there was none
 * @param lastDecreaseMillis epoch milliseconds; null if there was none
 * @param decreases how many there were in the UTC day of {@code lastDecreaseMillis}
 */
public record Throughput(
    long readCapacityUnits,
    long writeCapacityUnits,
    @Nullable Long lastIncreaseMillis,
    @Nullable Long lastDecreaseMillis,
    int decreases) {
  public static final Throughput ON_DEMAND = of(0, 0);

  public static Throughput of(long readCapacityUnits, long writeCapacityUnits) {
    return new Throughput(readCapacityUnits, writeCapacityUnits, null, null, 0);
  }
}
