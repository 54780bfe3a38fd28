/**
 * How fast: seeded load over HTTP, and the time to a first answer, for one {@code Rival} after the
 * other. Start with {@link LoadTest}; {@code load-tests/README.md} says how to read the numbers.
 */
@NullMarked
package io.headwater.loadtests.workload;

import org.jspecify.annotations.NullMarked;
