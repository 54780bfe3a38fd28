package io.headwater.loadtests.workload;

import java.time.Duration;
import java.util.Set;

/**
 * How a load is made.
 *
 * @param operations measured one after the other, in the order of the enum
 * @param connections each with one request under way at a time
 * @param itemBytes an item's size by DynamoDB's rules
 * @param warmUp before each operation's measurement, not counted
 * @param halfLoad whether each operation is measured once more at half of its throughput
 * @param seed decides keys and payloads; two runs with one seed send the same
 */
public record LoadOptions(
    Set<LoadOperation> operations,
    int connections,
    int keys,
    int itemBytes,
    Duration warmUp,
    Duration measured,
    boolean halfLoad,
    long seed) {
  public LoadOptions {
    operations = Set.copyOf(operations);
  }
}
