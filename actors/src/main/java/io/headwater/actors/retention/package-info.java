/**
 * How long logs are kept: what nobody needs any more is trimmed from their beginnings, little by
 * little and behind everybody's back.
 *
 * <p>Start with {@link LogRetention}, which says what is needed; {@link LogTrimmer} gives it time.
 * Nobody who reads a log holds trimming back.
 */
@NullMarked
package io.headwater.actors.retention;

import org.jspecify.annotations.NullMarked;
