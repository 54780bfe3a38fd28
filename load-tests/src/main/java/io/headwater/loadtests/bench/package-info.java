/**
 * What the layers cost by themselves, measured by JMH. Started by {@code load-tests/run bench};
 * never by a build.
 */
@NullMarked
package io.headwater.loadtests.bench;

import org.jspecify.annotations.NullMarked;
