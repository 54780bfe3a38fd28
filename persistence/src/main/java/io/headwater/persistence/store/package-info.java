/**
 * The storage engines: logs and rows of bytes, written atomically and durably together.
 *
 * <p>Start with {@link Store}, the port. {@link LevelDbStore} is the embedded engine; all of
 * LevelDB's native handles are inside its package-private owner and never leave it.
 *
 * <ul>
 *   <li>a group is written whole or not at all, and a log never has a gap;
 *   <li>what is read is what was written, or the read fails;
 *   <li>damage is never mended in silence: only a torn record at the very end of LevelDB's log,
 *       which nobody was told of, is cut off, and a copy of the file is kept.
 * </ul>
 *
 * <p>Nothing here knows what an item or an event is.
 */
@NullMarked
package io.headwater.persistence.store;

import org.jspecify.annotations.NullMarked;
