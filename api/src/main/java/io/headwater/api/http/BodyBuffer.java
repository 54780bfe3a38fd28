package io.headwater.api.http;

import io.headwater.actors.model.DynamoDbException;
import io.headwater.api.memory.Reservation;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a body that have arrived, in one array. Pieces are copied: a body in pieces of a
 * byte would take a hundred times its length in objects.
 */
final class BodyBuffer {
  private static final int INITIAL_CAPACITY = 1024;

  private final long maxBytes;
  private final Reservation memory;
  private byte[] bytes = new byte[INITIAL_CAPACITY];
  private int size;
  private @Nullable Exception rejection;

  BodyBuffer(long maxBytes, Reservation memory) {
    this.maxBytes = maxBytes;
    this.memory = memory;
  }

  /** Takes a piece over, or drops it if the body has been rejected. */
  BodyBuffer append(ByteString piece) {
    long newSize = (long) size + piece.size();
    if (rejection == null && newSize > maxBytes) {
      reject(new BodyTooLongException(maxBytes));
    } else if (rejection == null && newSize > bytes.length) {
      grow((int) newSize);
    }
    if (rejection == null) {
      piece.copyToBuffer(ByteBuffer.wrap(bytes, size, piece.size()));
      size = (int) newSize;
    }
    return this;
  }

  private void grow(int newSize) {
    int capacity = (int) Math.min(maxBytes, Math.max(newSize, 2L * bytes.length));
    try {
      if (capacity > RequestCost.FREE_BODY_BYTES) {
        memory.raiseTo(RequestCost.ofBody(capacity));
      }
      bytes = Arrays.copyOf(bytes, capacity);
    } catch (DynamoDbException throttled) {
      reject(throttled);
    }
  }

  private void reject(Exception reason) {
    rejection = reason;
    bytes = new byte[0];
    size = 0;
  }

  /** Why the body is not kept; null if all of it is here. */
  @Nullable Exception rejection() {
    return rejection;
  }

  byte[] toByteArray() {
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }
}
