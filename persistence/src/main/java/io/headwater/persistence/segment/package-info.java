/**
 * Segments: append-only files of groups of records, the truth of the embedded store.
 *
 * <p>A group is what was written in one atomic step. It is found whole, with a good checksum and at
 * its own place, or it is not there. Start with {@link SegmentLog}; {@link GroupBuffer} writes a
 * group and {@link GroupReader} reads one, so the format is in these two and in {@link Segment}.
 *
 * <ul>
 *   <li>what is in a segment never changes; a segment is removed whole;
 *   <li>positions only grow: segment number and offset, see {@link Position};
 *   <li>bytes are read from memory maps, written through a channel: a full disk is an exception.
 * </ul>
 *
 * <p>Not here: what is live in a segment, and where a row's value lies ({@code store}).
 */
@NullMarked
package io.headwater.persistence.segment;

import org.jspecify.annotations.NullMarked;
