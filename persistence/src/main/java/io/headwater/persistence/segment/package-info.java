/**
 * Segments: append-only files of groups of records, the truth of the embedded store.
 *
 * <p>A group is what was written in one atomic step. It is found whole, with a good checksum and at
 * its own place, or it is not there. Start with {@link SegmentLog}; {@link GroupBuffer} writes a
 * group and {@link SegmentReader} and {@link GroupReader} read one, so the format is in these and
 * in {@link Segment}.
 *
 * <ul>
 *   <li>what is in a segment never changes; a segment is removed whole;
 *   <li>positions only grow: segment number and offset, see {@link Position};
 *   <li>single values are read from memory maps, everything else through channels: a full disk is
 *       an exception, and so is a part of a file that cannot be read.
 * </ul>
 *
 * <p>Not here: what is live in a segment, and where a row's value lies ({@code store}).
 */
@NullMarked
package io.headwater.persistence.segment;

import org.jspecify.annotations.NullMarked;
