/**
 * A data directory without a server: is it whole, and what is in it.
 *
 * <p>Start with {@link Verification}; {@link Dump} shows what is there. Both know only bytes. What
 * rows and log entries mean is told by a {@link ContentCheck} that the callers supply.
 *
 * <ul>
 *   <li>nothing in the directory changes, and one that is in use is refused;
 *   <li>memory does not grow with the number of rows;
 *   <li>what is found is told without what is in it: keys and values are the users' data.
 * </ul>
 *
 * <p>Not here: how LevelDB is opened on the side ({@code store.InspectedDirectory}).
 */
@NullMarked
package io.headwater.persistence.inspect;

import org.jspecify.annotations.NullMarked;
