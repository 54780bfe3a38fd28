package io.headwater.api.operation;

import io.headwater.api.memory.Reservation;
import org.jspecify.annotations.Nullable;

/**
 * What an operation may need to know of its call besides the request's members.
 *
 * @param host the host, and port, that the request was sent to; null if it does not say
 * @param memory the memory that the request has reserved, to be raised before the operation takes
 *     more than a page of items
 */
public record Call(@Nullable String host, Reservation memory) {}
