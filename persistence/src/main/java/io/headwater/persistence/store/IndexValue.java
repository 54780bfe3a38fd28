package io.headwater.persistence.store;

import io.headwater.persistence.segment.SegmentLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What the index holds under a key: where the value lies in the segments, or the value itself if it
 * is small. Sealed with a checksum, so that neither a changed nor a misplaced value is ever taken
 * for the one that was written.
 *
 * <pre>
 *   0          1            5              13
 *   | kind u8  | CRC32C u32 | position u64 |
 *     1 far                                | length u32 |              the value is at the position
 *     2 near                               | value |                   and so is this one
 *     3 log                                | highest number u64 | lowest number kept u64 |
 * </pre>
 *
 * The checksum covers the key, the kind, everything behind the checksum and, of a far value, the
 * value. The position of a log is that of the record which says where it stands.
 */
final class IndexValue {
  /**
   * Up to this length a value lies in the index, too, which saves a read but is written again
   * whenever LevelDB merges its tables. State rows and positions are about 100 bytes.
   */
  static final int MAX_NEAR_BYTES = 128;

  private static final byte FAR = 1;
  private static final byte NEAR = 2;
  private static final byte LOG = 3;
  private static final int CHECKSUM_OFFSET = 1;
  private static final int POSITION_OFFSET = 5;
  private static final int HEADER_BYTES = 13;
  private static final int FAR_BYTES = HEADER_BYTES + Integer.BYTES;
  private static final int LOG_BYTES = HEADER_BYTES + 2 * Long.BYTES;

  /** What a value is, for messages. */
  enum Kind {
    INDEX("row of the index"),
    LOG("log's row"),
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

  private IndexValue() {}

  /** For a value that lies at a position. */
  static byte[] of(byte[] key, ByteBuffer value, long position) {
    return value.remaining() <= MAX_NEAR_BYTES
        ? near(key, value, position)
        : far(key, value, position);
  }

  static byte[] far(byte[] key, ByteBuffer value, long position) {
    byte[] stored = new byte[FAR_BYTES];
    ByteBuffer.wrap(stored)
        .put(0, FAR)
        .putLong(POSITION_OFFSET, position)
        .putInt(HEADER_BYTES, value.remaining());
    return sealed(key, stored, value);
  }

  static byte[] near(byte[] key, ByteBuffer value, long position) {
    byte[] stored = new byte[HEADER_BYTES + value.remaining()];
    ByteBuffer.wrap(stored)
        .put(0, NEAR)
        .putLong(POSITION_OFFSET, position)
        .put(HEADER_BYTES, value, value.position(), value.remaining());
    return sealed(key, stored, null);
  }

  static byte[] log(byte[] key, LogState log) {
    byte[] stored = new byte[LOG_BYTES];
    ByteBuffer.wrap(stored)
        .put(0, LOG)
        .putLong(POSITION_OFFSET, log.position)
        .putLong(HEADER_BYTES, log.highestNr)
        .putLong(HEADER_BYTES + Long.BYTES, log.lowestNr);
    return sealed(key, stored, null);
  }

  private static byte[] sealed(byte[] key, byte[] stored, @Nullable ByteBuffer farValue) {
    ByteBuffer.wrap(stored).putInt(CHECKSUM_OFFSET, checksum(key, stored, farValue));
    return stored;
  }

  private static int checksum(byte[] key, byte[] stored, @Nullable ByteBuffer farValue) {
    var crc = new CRC32C();
    crc.update(key, 0, key.length);
    crc.update(stored, 0, CHECKSUM_OFFSET);
    crc.update(stored, POSITION_OFFSET, stored.length - POSITION_OFFSET);
    if (farValue != null) {
      crc.update(farValue.duplicate());
    }
    return (int) crc.getValue();
  }

  /** Where the record that a value stands for lies. */
  static long position(byte[] stored) {
    require(stored, Kind.INDEX);
    return ByteBuffer.wrap(stored).getLong(POSITION_OFFSET);
  }

  /** The length of the value that is stored. */
  static int length(byte[] stored) {
    require(stored, Kind.INDEX);
    return stored[0] == FAR
        ? ByteBuffer.wrap(stored).getInt(HEADER_BYTES)
        : stored.length - HEADER_BYTES;
  }

  /** The value of a row; a failure names the row. */
  static byte[] openRow(byte[] key, byte[] stored, SegmentLog segments) {
    try {
      return open(key, stored, Kind.ROW, segments);
    } catch (StoreCorruptionException e) {
      throw e.ofRow(key);
    }
  }

  /** The value, from the segments if it is not here. */
  static byte[] open(byte[] key, byte[] stored, Kind kind, SegmentLog segments) {
    require(stored, kind);
    if (stored[0] == FAR) {
      return openFar(key, stored, kind, segments);
    }
    if (stored[0] != NEAR
        || ByteBuffer.wrap(stored).getInt(CHECKSUM_OFFSET) != checksum(key, stored, null)) {
      throw mismatch(kind);
    }
    return Arrays.copyOfRange(stored, HEADER_BYTES, stored.length);
  }

  private static byte[] openFar(byte[] key, byte[] stored, Kind kind, SegmentLog segments) {
    if (stored.length != FAR_BYTES) {
      throw mismatch(kind);
    }
    ByteBuffer pointer = ByteBuffer.wrap(stored);
    long position = pointer.getLong(POSITION_OFFSET);
    byte[] value;
    try {
      value = segments.read(position, pointer.getInt(HEADER_BYTES));
    } catch (IOException e) {
      throw new StoreCorruptionException(
          "A stored %s is not there: %s".formatted(kind, e.getMessage()), e);
    }
    if (pointer.getInt(CHECKSUM_OFFSET) != checksum(key, stored, ByteBuffer.wrap(value))) {
      throw new StoreCorruptionException(
          "A stored %s does not match its checksum: %s or its entry in the index is damaged"
              .formatted(kind, segments.nameOf(position)));
    }
    return value;
  }

  /** Has the disk begin to read a value that is not here. */
  static void willNeed(byte[] stored, SegmentLog segments) throws IOException {
    if (stored.length == FAR_BYTES && stored[0] == FAR) {
      ByteBuffer pointer = ByteBuffer.wrap(stored);
      segments.willNeed(pointer.getLong(POSITION_OFFSET), pointer.getInt(HEADER_BYTES));
    }
  }

  /** Sets where a log stands. */
  static void openLog(byte[] key, byte[] stored, LogState log) {
    require(stored, Kind.LOG);
    ByteBuffer row = ByteBuffer.wrap(stored);
    if (stored[0] != LOG
        || stored.length != LOG_BYTES
        || row.getInt(CHECKSUM_OFFSET) != checksum(key, stored, null)) {
      throw mismatch(Kind.LOG);
    }
    log.position = row.getLong(POSITION_OFFSET);
    log.highestNr = row.getLong(HEADER_BYTES);
    log.lowestNr = row.getLong(HEADER_BYTES + Long.BYTES);
  }

  private static void require(byte[] stored, Kind kind) {
    if (stored.length < HEADER_BYTES) {
      throw new StoreCorruptionException(
          "A stored %s has %d bytes, fewer than its header".formatted(kind, stored.length));
    }
    if (stored[0] < FAR || stored[0] > LOG) {
      throw new StoreCorruptionException(
          "A stored %s is of kind %d, which there is not".formatted(kind, stored[0]));
    }
  }

  private static StoreCorruptionException mismatch(Kind kind) {
    return new StoreCorruptionException("A stored %s does not match its checksum".formatted(kind));
  }
}
