/**
 * How long logs are kept: what nobody needs any more is trimmed from their beginnings, little by
 * little and behind everybody's back.
 *
 * <p>Start with {@link LogRetention}, which says what is needed; {@link LogTrimmer} gives it time.
 * Global secondary indexes hold trimming back until they have what they need; nobody else who reads
 * a log does.
 */
@NullMarked
package io.headwater.actors.retention;

import org.jspecify.annotations.NullMarked;
