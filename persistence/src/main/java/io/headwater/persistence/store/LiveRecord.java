package io.headwater.persistence.store;

import io.headwater.persistence.segment.GroupBuffer;
import java.io.IOException;

/** A record of an old segment that the index still goes by, and that is written again. */
sealed interface LiveRecord {
  boolean isLive(Index index) throws IOException;

  void addTo(GroupBuffer group, Index index) throws IOException;

  /** How much it adds to a group, about. */
  int sizeBytes();

  /** A row. */
  @SuppressWarnings("ArrayRecordComponent") // A carrier; never compared.
  record Row(byte[] key, byte[] value, long position) implements LiveRecord {
    @Override
    public boolean isLive(Index index) throws IOException {
      return index.isAt(key, position);
    }

    @Override
    public void addTo(GroupBuffer group, Index index) {
      group.put(key, value);
    }

    @Override
    public int sizeBytes() {
      return key.length + value.length;
    }
  }

  /** An entry of a log. */
  @SuppressWarnings("ArrayRecordComponent") // A carrier; never compared.
  record Entry(byte[] logId, long nr, byte[] bytes, long position) implements LiveRecord {
    @Override
    public boolean isLive(Index index) throws IOException {
      return index.isAt(StoredKeys.logEntry(StoredKeys.logEntryPrefix(logId), nr), position);
    }

    @Override
    public void addTo(GroupBuffer group, Index index) {
      group.movedEntry(logId, nr, bytes);
    }

    @Override
    public int sizeBytes() {
      return logId.length + bytes.length;
    }
  }

  /** Where a log stands. */
  @SuppressWarnings("ArrayRecordComponent") // A carrier; never compared.
  record Log(byte[] logId, long position) implements LiveRecord {
    @Override
    public boolean isLive(Index index) throws IOException {
      return index.isAt(StoredKeys.logMeta(logId), position);
    }

    @Override
    public void addTo(GroupBuffer group, Index index) throws IOException {
      LogState log = index.log(logId);
      group.log(logId, log.highestNr, log.lowestNr);
    }

    @Override
    public int sizeBytes() {
      return logId.length;
    }
  }
}
