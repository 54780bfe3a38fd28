package io.headwater.persistence.store;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Where a log stands: its meta row's content, and the keys that every write of it needs.
 *
 * <pre>
 *   0              8
 *   | highest (u64) | lowest (u64) |
 * </pre>
 *
 * <p>Highest is the number of the last entry ever written, lowest that of the oldest one kept or
 * highest + 1. The store changes it under its write lock, and only when the write succeeded.
 */
final class LogState {
  private static final int LENGTH_BYTES = 2 * Long.BYTES;

  final byte[] metaKey;
  final byte[] entryPrefix;
  long highestNr;
  long lowestNr;

  /** The highest number once the group being put together is written. */
  long plannedNr;

  private LogState(byte[] metaKey, byte[] entryPrefix, long highestNr, long lowestNr) {
    this.metaKey = metaKey;
    this.entryPrefix = entryPrefix;
    this.highestNr = highestNr;
    this.lowestNr = lowestNr;
    this.plannedNr = highestNr;
  }

  /** The state as of a meta row as it lies in the database, or of a new log if there is none. */
  static LogState of(String logId, byte[] metaKey, byte @Nullable [] storedMeta) {
    byte[] prefix = StoredKeys.logEntryPrefix(logId);
    if (storedMeta == null) {
      return new LogState(metaKey, prefix, 0, 1);
    }
    byte[] body = StoredValue.open(metaKey, storedMeta, StoredValue.Kind.LOG_META_ROW);
    if (body.length != LENGTH_BYTES) {
      throw new StoreCorruptionException("A log meta row has " + body.length + " bytes, not 16");
    }
    var buffer = ByteBuffer.wrap(body);
    return new LogState(metaKey, prefix, buffer.getLong(), buffer.getLong());
  }

  byte[] storedMeta(long newHighestNr, long newLowestNr) {
    byte[] body =
        ByteBuffer.allocate(LENGTH_BYTES).putLong(newHighestNr).putLong(newLowestNr).array();
    return StoredValue.seal(metaKey, body);
  }

  byte[] entryKey(long nr) {
    return StoredKeys.logEntry(entryPrefix, nr);
  }
}
