/**
 * The long forms of the fuzz tests, whose short forms run with their modules' tests and make what
 * is sent. Start with {@link FuzzRuns}.
 *
 * <p>Each request and each text is made of the seed and its number alone, so that what was found is
 * found again.
 */
@NullMarked
package io.headwater.loadtests.fuzz;

import org.jspecify.annotations.NullMarked;
