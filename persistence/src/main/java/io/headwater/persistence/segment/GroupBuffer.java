package io.headwater.persistence.segment;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Puts one group together, in memory that is used again for the next one.
 *
 * <pre>
 *   group   | CRC32C u32 | body length u32 | position u64 | durable u64 | body: records |
 *
 *   entry   | 01 | log | number u64 | length u32 | bytes |      continues its log
 *   put     | 02 | key | length u32 | value |
 *   remove  | 03 | key |
 *   log     | 04 | log | highest number u64 | lowest number kept u64 |
 *   moved   | 05 | log | number u64 | length u32 | bytes |      an entry, written again
 *   forget  | 06 | log |                                      the log no longer exists
 *
 *   log, key  | length u16 | bytes |
 * </pre>
 *
 * Numbers are big-endian. The checksum covers everything behind it, so with the position a group
 * counts only where it was written. {@code durable} is the position up to which the segments were
 * durable when the group was written; groups of version 1 lack it. A body is never empty: an empty
 * one ends a segment.
 */
public final class GroupBuffer {
  /** Of a group. */
  public static final int HEADER_BYTES = 24;

  static final int CHECKED_FROM = 4;
  static final int LENGTH_OFFSET = 4;
  static final int POSITION_OFFSET = 8;
  static final int DURABLE_OFFSET = 16;

  /** The header of a segment of version 1, which nothing but its end is written to any more. */
  static final int VERSION_1_HEADER_BYTES = 16;

  static final byte ENTRY = 1;
  static final byte PUT = 2;
  static final byte REMOVE = 3;
  static final byte LOG = 4;
  static final byte MOVED = 5;
  static final byte FORGET = 6;

  /** The longest log id or key. */
  static final int MAX_KEY_BYTES = 0xFFFF;

  /** Kind and key's length. */
  private static final int RECORD_BYTES = 1 + Short.BYTES;

  private static final int INITIAL_BYTES = 256 * 1024;

  /** More than this is not kept for the next group. */
  private static final int KEPT_BYTES = 16 * 1024 * 1024;

  private ByteBuffer buffer = ByteBuffer.allocateDirect(INITIAL_BYTES);

  /** Begins a new group. */
  public void clear() {
    if (buffer.capacity() > KEPT_BYTES) {
      buffer = ByteBuffer.allocateDirect(INITIAL_BYTES);
    }
    buffer.clear().position(HEADER_BYTES);
  }

  public boolean isEmpty() {
    return buffer.position() == HEADER_BYTES;
  }

  /** How long the group is so far, header included. */
  public int sizeBytes() {
    return buffer.position();
  }

  /** The length of a record with a row. */
  public static int putBytes(byte[] key, int valueBytes) {
    return RECORD_BYTES + key.length + Integer.BYTES + valueBytes;
  }

  /** The length of a record with an entry of a log. */
  public static int entryBytes(byte[] logId, int entryBytes) {
    return RECORD_BYTES + logId.length + Long.BYTES + Integer.BYTES + entryBytes;
  }

  /** The length of a record with the state of a log. */
  public static int logBytes(byte[] logId) {
    return RECORD_BYTES + logId.length + 2 * Long.BYTES;
  }

  public void entry(byte[] logId, long nr, byte[] bytes) {
    startEntry(ENTRY, logId, nr, bytes.length).put(bytes);
  }

  public void movedEntry(byte[] logId, long nr, byte[] bytes) {
    startEntry(MOVED, logId, nr, bytes.length).put(bytes);
  }

  private ByteBuffer startEntry(byte kind, byte[] logId, long nr, int length) {
    require(kind, logId, Long.BYTES + Integer.BYTES + (long) length);
    return buffer.putLong(nr).putInt(length);
  }

  public void put(byte[] key, byte[] value) {
    require(PUT, key, Integer.BYTES + (long) value.length);
    buffer.putInt(value.length).put(value);
  }

  public void remove(byte[] key) {
    require(REMOVE, key, 0);
  }

  public void log(byte[] logId, long highestNr, long lowestNr) {
    require(LOG, logId, 2 * Long.BYTES);
    buffer.putLong(highestNr).putLong(lowestNr);
  }

  public void forget(byte[] logId) {
    require(FORGET, logId, 0);
  }

  /** Begins a record, and makes room for the rest of it. */
  private void require(byte kind, byte[] key, long moreBytes) {
    if (key.length > MAX_KEY_BYTES) {
      throw new IllegalArgumentException("A key or log id has at most 65,535 bytes");
    }
    long needed = buffer.position() + (long) RECORD_BYTES + key.length + moreBytes;
    if (needed > Segment.MAX_BYTES) {
      throw new IllegalArgumentException("A group has at most " + Segment.MAX_BYTES + " bytes");
    }
    if (needed > buffer.capacity()) {
      long doubled = Math.min(Segment.MAX_BYTES, 2L * buffer.capacity());
      buffer = ByteBuffer.allocateDirect((int) Math.max(needed, doubled)).put(buffer.flip());
    }
    buffer.put(kind).putShort((short) key.length).put(key);
  }

  /** Returns the whole group for a position. */
  ByteBuffer finish(long position, long durable) {
    ByteBuffer group = buffer.duplicate().flip();
    group.putInt(LENGTH_OFFSET, group.limit() - HEADER_BYTES);
    group.putLong(POSITION_OFFSET, position);
    group.putLong(DURABLE_OFFSET, durable);
    return seal(group);
  }

  /** Returns the empty group that ends a segment. */
  static ByteBuffer end(int headerBytes, long position, long durable) {
    ByteBuffer group = ByteBuffer.allocate(headerBytes).putLong(POSITION_OFFSET, position);
    if (headerBytes == HEADER_BYTES) {
      group.putLong(DURABLE_OFFSET, durable);
    }
    return seal(group);
  }

  private static ByteBuffer seal(ByteBuffer group) {
    var crc = new CRC32C();
    crc.update(group.position(CHECKED_FROM));
    return group.putInt(0, (int) crc.getValue()).position(0);
  }
}
