package io.headwater.api.operation.stream;

import io.headwater.api.protocol.Structure;
import org.jspecify.annotations.Nullable;

/** The Limit of a request to the Streams API. */
final class StreamLimits {
  private StreamLimits() {}

  static @Nullable Integer of(Structure request) {
    Long limit = request.number("Limit");
    return limit == null ? null : Math.toIntExact(limit);
  }
}
