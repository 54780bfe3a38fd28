package io.headwater.persistence.store;

import io.headwater.persistence.segment.GroupBuffer;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a group of writes asks for, checked and laid out; both under the store's write lock. */
final class LogWrites {
  private LogWrites() {}

  /** Checks a whole group before any of it is written: keys, and that each log is continued. */
  static void check(List<LogWrite> writes, Index index) throws IOException {
    Set<LogState> continued = new HashSet<>();
    for (LogWrite write : writes) {
      for (RowChange change : write.rowChanges()) {
        StoredKeys.checkRowKey(change.key());
      }
      if (!write.entries().isEmpty()) {
        LogState log = index.log(StoredKeys.logId(write.logId()));
        if (continued.add(log)) {
          log.plannedNr = log.highestNr;
        }
        checkEntries(write, log);
      }
    }
  }

  private static void checkEntries(LogWrite write, LogState log) {
    for (LogEntry entry : write.entries()) {
      if (entry.nr() != log.plannedNr + 1) {
        throw new LogFencedException(write.logId(), log.plannedNr + 1, entry.nr());
      }
      log.plannedNr++;
    }
  }

  /** Makes a group's records of writes that were checked. */
  static void fill(GroupBuffer group, List<LogWrite> writes, Index index) throws IOException {
    group.clear();
    for (LogWrite write : writes) {
      if (!write.entries().isEmpty()) {
        byte[] logId = index.log(StoredKeys.logId(write.logId())).logId;
        for (LogEntry entry : write.entries()) {
          group.entry(logId, entry.nr(), entry.bytes());
        }
      }
      for (RowChange change : write.rowChanges()) {
        byte[] value = change.value();
        if (value == null) {
          group.remove(change.key());
        } else {
          group.put(change.key(), value);
        }
      }
    }
  }
}
