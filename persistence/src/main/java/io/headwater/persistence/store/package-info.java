/**
 * The storage engines: logs and rows of bytes, written atomically and durably together.
 *
 * <p>Start with {@link Store}, the port. Nothing here knows what an item is.
 */
@NullMarked
package io.headwater.persistence.store;

import org.jspecify.annotations.NullMarked;
