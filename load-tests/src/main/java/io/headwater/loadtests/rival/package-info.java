/**
 * The servers that are measured against each other, each in a process of its own and known only by
 * its HTTP port. Start with {@link Rival}.
 */
@NullMarked
package io.headwater.loadtests.rival;

import org.jspecify.annotations.NullMarked;
