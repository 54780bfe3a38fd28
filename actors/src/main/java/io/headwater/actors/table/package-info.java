/** The read side: items and ranges of a table straight from the store, without an actor. */
@NullMarked
package io.headwater.actors.table;

import org.jspecify.annotations.NullMarked;
