package io.headwater.loadtests.soak;

import java.time.Duration;

/**
 * How often and under what load a server dies.
 *
 * @param minAcknowledged so many writes of a load are acknowledged first, however long a slow
 *     machine takes
 * @param minLoad then the load goes on for at least this long before a crash
 * @param maxLoad and at most for this long
 * @param seed decides the moments of the crashes and what the writers write
 */
public record CrashOptions(
    int rounds, int writers, int minAcknowledged, Duration minLoad, Duration maxLoad, long seed) {}
