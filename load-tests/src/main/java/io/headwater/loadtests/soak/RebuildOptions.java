package io.headwater.loadtests.soak;

/**
 * How often a rebuild of the index is killed.
 *
 * @param kills of a process that had not opened the store yet
 * @param items in the data directory
 * @param seed decides why the index is rebuilt, the moments of the kills, and which starts are
 *     complete
 */
public record RebuildOptions(int kills, int items, long seed) {}
