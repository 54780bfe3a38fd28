package io.headwater.persistence.store;

import org.jspecify.annotations.Nullable;

/**
 * Where a log stands, and the keys that every write of it needs. The store changes it under its
 * write lock, and only when the write is in the segments.
 */
final class LogState {
  final byte[] logId;
  final byte[] metaKey;
  final byte[] entryPrefix;

  /** The number of the last entry ever written; 0 for a new log. */
  long highestNr;

  /** The number of the oldest entry kept, or highest + 1. */
  long lowestNr = 1;

  /** Where the segments say so. */
  long position;

  /** The highest number once the group is written that is being checked. */
  long plannedNr;

  private LogState(byte[] logId) {
    this.logId = logId;
    this.metaKey = StoredKeys.logMeta(logId);
    this.entryPrefix = StoredKeys.logEntryPrefix(logId);
  }

  /** The state as the index has it, or of a new log if it has none. */
  static LogState of(byte[] logId, byte @Nullable [] stored) {
    var log = new LogState(logId);
    if (stored != null) {
      IndexValue.openLog(log.metaKey, stored, log);
    }
    return log;
  }

  /** Whether there is no entry, kept or trimmed. */
  boolean isNew() {
    return highestNr == 0;
  }

  byte[] entryKey(long nr) {
    return StoredKeys.logEntry(entryPrefix, nr);
  }
}
