package io.headwater.loadtests.workload;

import java.time.Duration;

/**
 * How a load is made.
 *
 * @param connections each with one request under way at a time
 * @param itemBytes an item's size by DynamoDB's rules
 * @param warmUp before each operation's measurement, not counted
 * @param seed decides keys and payloads; two runs with one seed send the same
 */
public record LoadOptions(
    int connections, int keys, int itemBytes, Duration warmUp, Duration measured, long seed) {}
