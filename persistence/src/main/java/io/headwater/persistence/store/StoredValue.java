package io.headwater.persistence.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * A value as it lies in the database: sealed with a checksum over its key and itself, so that
 * neither a changed nor a misplaced value is ever taken for the one that was written.
 *
 * <pre>
 *   0         1                    5
 *   | version | CRC32C             | body
 *   | u8 = 1  | u32, big-endian    | the rest
 * </pre>
 *
 * <p>The checksum covers the key, the version and the body, in this order.
 */
final class StoredValue {
  private static final byte VERSION = 1;
  private static final int CHECKSUM_OFFSET = 1;
  private static final int HEADER_BYTES = 5;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  /** What an entry of the database is, for messages. */
  enum Kind {
    FORMAT_ROW("format row"),
    LOG_META_ROW("log meta row"),
    LOG_ENTRY("log entry"),
    ROW("row");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private StoredValue() {}

  static byte[] seal(byte[] key, byte[] body) {
    byte[] stored = new byte[HEADER_BYTES + body.length];
    stored[0] = VERSION;
    System.arraycopy(body, 0, stored, HEADER_BYTES, body.length);
    INT.set(stored, CHECKSUM_OFFSET, checksum(key, stored));
    return stored;
  }

  /** The body that was sealed under this key. */
  static byte[] open(byte[] key, byte[] stored, Kind kind) {
    if (stored.length < HEADER_BYTES) {
      throw new StoreCorruptionException(
          "A stored %s has %d bytes, fewer than its header".formatted(kind, stored.length));
    }
    if (stored[0] != VERSION) {
      throw new StoreCorruptionException(
          "A stored %s has version %d, not %d".formatted(kind, stored[0], VERSION));
    }
    if ((int) INT.get(stored, CHECKSUM_OFFSET) != checksum(key, stored)) {
      throw new StoreCorruptionException("A stored %s does not match its checksum".formatted(kind));
    }
    return Arrays.copyOfRange(stored, HEADER_BYTES, stored.length);
  }

  private static int checksum(byte[] key, byte[] stored) {
    var crc = new CRC32C();
    crc.update(key, 0, key.length);
    crc.update(stored, 0, CHECKSUM_OFFSET);
    crc.update(stored, HEADER_BYTES, stored.length - HEADER_BYTES);
    return (int) crc.getValue();
  }
}
