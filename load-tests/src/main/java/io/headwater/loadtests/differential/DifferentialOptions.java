package io.headwater.loadtests.differential;

/**
 * How long, and which random choices.
 *
 * @param operations at least 1
 * @param firstHistory the number of the history to begin with; 0, or the one to repeat
 */
public record DifferentialOptions(int operations, long seed, int firstHistory) {}
