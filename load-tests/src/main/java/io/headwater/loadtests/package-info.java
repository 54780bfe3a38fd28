/**
 * Numbers and endurance. {@link LoadTests} is the command line: load and start-up in {@code
 * workload}, crash and power-cut tests in {@code soak}, the servers compared in {@code rival}.
 */
@NullMarked
package io.headwater.loadtests;

import org.jspecify.annotations.NullMarked;
