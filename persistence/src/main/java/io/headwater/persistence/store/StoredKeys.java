package io.headwater.persistence.store;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The engine's own keys in the index; rows stand above them under the callers' keys.
 *
 * <pre>
 *   00 01                                     format of the index
 *   00 02                                     up to where the segments are in the index
 *   01 | log id (UTF-8)                       where a log stands
 *   02 | log id (UTF-8) | 00 | number (u64)   log entry
 *   10..FF                                    rows
 * </pre>
 *
 * <p>Numbers are big-endian, so byte order is their order. A log id never holds the byte 00 (U+0000
 * is refused), so the byte that ends it cannot be mistaken and no log's entries stand among
 * another's.
 */
final class StoredKeys {
  static final byte[] FORMAT = {0x00, 0x01};
  static final byte[] APPLIED = {0x00, 0x02};

  /** Less than every key. */
  static final byte[] LEAST = {0x00};

  /** The first byte of where a log stands. */
  static final byte LOG_META = 0x01;

  /** A log entry's first byte. */
  static final byte LOG_ENTRY = 0x02;

  /** A log id's greatest length in UTF-8; it is part of every entry's key. */
  static final int MAX_LOG_ID_BYTES = 1024;

  private StoredKeys() {}

  static byte[] logMeta(byte[] id) {
    return ByteBuffer.allocate(1 + id.length).put(LOG_META).put(id).array();
  }

  /** What every entry key of a log begins with. */
  static byte[] logEntryPrefix(byte[] id) {
    return ByteBuffer.allocate(1 + id.length + 1).put(LOG_ENTRY).put(id).put((byte) 0).array();
  }

  static byte[] logEntry(byte[] prefix, long nr) {
    return ByteBuffer.allocate(prefix.length + Long.BYTES).put(prefix).putLong(nr).array();
  }

  /** The number in a log entry's key. */
  static long entryNr(byte[] key) {
    return ByteBuffer.wrap(key).getLong(key.length - Long.BYTES);
  }

  /** The id of the log that a key of kind {@link #LOG_META} or {@link #LOG_ENTRY} belongs to. */
  static byte[] logIdOf(byte[] key) {
    int end = key[0] == LOG_META ? key.length : key.length - Long.BYTES - 1;
    return Arrays.copyOfRange(key, 1, end);
  }

  static String textOf(byte[] logId) {
    return new String(logId, StandardCharsets.UTF_8);
  }

  static void checkRowKey(byte[] key) {
    if (key.length == 0 || Byte.compareUnsigned(key[0], Store.FIRST_ROW_PREFIX) < 0) {
      throw new IllegalArgumentException("A row key's first byte is at least 0x10");
    }
  }

  static byte[] logId(String logId) {
    try {
      // Strict: a lone surrogate would become '?', and two logs one.
      ByteBuffer utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(logId));
      if (logId.isEmpty() || utf8.remaining() > MAX_LOG_ID_BYTES || logId.indexOf('\0') >= 0) {
        throw new IllegalArgumentException(
            "A log id has 1 to " + MAX_LOG_ID_BYTES + " bytes, none of them 0");
      }
      byte[] id = new byte[utf8.remaining()];
      utf8.get(id);
      return id;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("A log id is well-formed Unicode", e);
    }
  }
}
