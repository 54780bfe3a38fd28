/**
 * The storage engines: logs and rows of bytes, written atomically and durably together.
 *
 * <p>Start with {@link Store}, the port. {@link SegmentStore} is the embedded engine: what is
 * written goes into segments ({@code persistence.segment}), and an index over them says where it
 * lies. All of LevelDB's native handles are inside its package-private owner and never leave it.
 *
 * <ul>
 *   <li>a group is written whole or not at all, and a log never has a gap;
 *   <li>what is read is what was written, or the read fails;
 *   <li>the index can always be made anew from the segments;
 *   <li>damage is never mended in silence: a damaged segment is refused, and what can be cut off or
 *       made anew without a loss is put aside and named in the log.
 * </ul>
 *
 * <p>Nothing here knows what an item or an event is.
 */
@NullMarked
package io.headwater.persistence.store;

import org.jspecify.annotations.NullMarked;
