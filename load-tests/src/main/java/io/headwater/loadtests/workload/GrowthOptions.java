package io.headwater.loadtests.workload;

import java.time.Duration;
import java.util.List;

/**
 * How a table grows.
 *
 * @param sizes numbers of items at which it is measured, rising
 * @param connections each with one request under way at a time
 * @param fillConnections that put the items, 25 at a time
 * @param itemBytes an item's size by DynamoDB's rules
 * @param settle how long the server is left alone between filling and measuring
 * @param warmUp before each measurement, not counted; three times as long at the first size
 * @param heap the server's heap as the JVM takes it, such as {@code 512m}; empty for its default
 * @param seed decides keys and payloads
 */
public record GrowthOptions(
    List<Integer> sizes,
    int connections,
    int fillConnections,
    int itemBytes,
    Duration settle,
    Duration warmUp,
    Duration measured,
    String heap,
    long seed) {
  public GrowthOptions {
    sizes = sizes.stream().sorted().distinct().toList();
    if (sizes.isEmpty() || sizes.getFirst() < 1) {
      throw new IllegalArgumentException("Sizes are numbers of items: " + sizes);
    }
  }

  /** The JVM is still cold at the first size, which all others are compared with. */
  private static final int FIRST_WARM_UPS = 3;

  LoadOptions atSize(int size) {
    Duration enough = size == sizes.getFirst() ? warmUp.multipliedBy(FIRST_WARM_UPS) : warmUp;
    return new LoadOptions(
        LoadOperation.READ_AND_WRITE, connections, size, itemBytes, enough, measured, false, seed);
  }

  List<String> jvmFlags() {
    return heap.isEmpty() ? List.of() : List.of("-Xmx" + heap);
  }
}
