package io.headwater.persistence.store;

import io.headwater.persistence.segment.GroupBuffer;

/** A record of an old segment that the index still points at, and that is written again. */
sealed interface LiveRecord {
  /** The key under which the index points at the record. */
  byte[] indexKey();

  /** The key that is among the {@link RecentChanges} once the index may point elsewhere. */
  byte[] changedKey();

  long position();

  void addTo(GroupBuffer group);

  /** A row. */
  @SuppressWarnings("ArrayRecordComponent") // A carrier; never compared.
  record Row(byte[] key, byte[] value, long position) implements LiveRecord {
    @Override
    public byte[] indexKey() {
      return key;
    }

    @Override
    public byte[] changedKey() {
      return key;
    }

    @Override
    public void addTo(GroupBuffer group) {
      group.put(key, value);
    }
  }

  /** An entry of a log. */
  @SuppressWarnings("ArrayRecordComponent") // A carrier; never compared.
  record Entry(LogState log, long nr, byte[] bytes, long position) implements LiveRecord {
    @Override
    public byte[] indexKey() {
      return log.entryKey(nr);
    }

    @Override
    public byte[] changedKey() {
      return log.entryPrefix; // Only a trim takes an entry away.
    }

    @Override
    public void addTo(GroupBuffer group) {
      group.movedEntry(log.logId, nr, bytes);
    }
  }

  /** The state of a log, as it was when it was found to be at the record's position. */
  record Log(LogState log, long position) implements LiveRecord {
    @Override
    public byte[] indexKey() {
      return log.metaKey;
    }

    @Override
    public byte[] changedKey() {
      return log.metaKey;
    }

    @Override
    public void addTo(GroupBuffer group) {
      group.log(log.logId, log.highestNr, log.lowestNr);
    }
  }
}
