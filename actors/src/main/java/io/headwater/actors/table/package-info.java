/**
 * The read side: items and ranges of a table straight from the store, without an actor. Start with
 * {@link TableReader}; {@link StoreTableReader} is the one that there is.
 */
@NullMarked
package io.headwater.actors.table;

import org.jspecify.annotations.NullMarked;
