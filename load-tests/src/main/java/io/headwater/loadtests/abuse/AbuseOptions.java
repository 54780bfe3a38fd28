package io.headwater.loadtests.abuse;

import java.time.Duration;

/**
 * What an {@link AbuseTest} does.
 *
 * @param baseline how long the client is measured without an attack
 * @param duration of all attacks together
 * @param perAttack after which the next attack begins
 * @param slowConnections of an attack with connections
 * @param requestsPerSecond of the well-behaved client
 * @param only a part of the titles of the attacks to run; all if empty
 * @param heap the server's largest heap, such as 512m
 */
public record AbuseOptions(
    Duration baseline,
    Duration duration,
    Duration perAttack,
    int slowConnections,
    int requestsPerSecond,
    String only,
    String heap) {}
