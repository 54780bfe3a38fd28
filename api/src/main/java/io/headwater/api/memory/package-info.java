/**
 * The heap that requests in flight may take.
 *
 * <p>Start with {@link MemoryBudget}. A request holds one {@link Reservation} from its first byte
 * that is kept until its response is sent, and raises it before it takes more.
 */
@NullMarked
package io.headwater.api.memory;

import org.jspecify.annotations.NullMarked;
