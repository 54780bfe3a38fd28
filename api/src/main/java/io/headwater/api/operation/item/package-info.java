/**
 * The operations on one item. Each handler checks its request, hands a {@code Write} to the router
 * or a key to the reader, and shapes what comes back.
 */
@NullMarked
package io.headwater.api.operation.item;

import org.jspecify.annotations.NullMarked;
