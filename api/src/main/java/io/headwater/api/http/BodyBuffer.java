package io.headwater.api.http;

import io.headwater.actors.model.DynamoDbException;
import io.headwater.api.memory.PieceBuffer;
import io.headwater.api.memory.Reservation;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a body that have arrived. Pieces are copied: a body in pieces of a byte would take a
 * hundred times its length in objects.
 */
final class BodyBuffer {
  private final long maxBytes;
  private final Reservation memory;
  private final PieceBuffer bytes = new PieceBuffer(this::reserve);
  private long reservedLength;
  private @Nullable Exception rejection;

  BodyBuffer(long maxBytes, Reservation memory) {
    this.maxBytes = maxBytes;
    this.memory = memory;
  }

  /** Takes a piece over, or drops it if the body has been rejected. */
  BodyBuffer append(ByteString piece) {
    if (rejection == null && (long) bytes.size() + piece.size() > maxBytes) {
      rejection = new BodyTooLongException(maxBytes);
    } else if (rejection == null) {
      try {
        bytes.write(piece.toArrayUnsafe(), 0, piece.size());
      } catch (DynamoDbException throttled) {
        rejection = throttled;
      }
    }
    return this;
  }

  private void reserve(long length) {
    reservedLength += length;
    if (reservedLength > RequestCost.FREE_BODY_BYTES) {
      memory.raiseTo(RequestCost.ofBody(reservedLength));
    }
  }

  /** Why the body is not kept; null if all of it is here. */
  @Nullable Exception rejection() {
    return rejection;
  }

  ByteString toByteString() {
    return bytes.toByteString();
  }
}
