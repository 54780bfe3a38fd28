package io.headwater.persistence.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Checks that every log holds each entry that its meta row promises, after a repair. */
final class LogVerifier {
  private LogVerifier() {}

  /** Throws a {@link StoreCorruptionException} that names the first entry that is missing. */
  static void verify(LevelDb database) throws IOException {
    List<String> logIds = database.walk(false, LogVerifier::logIds);
    for (String logId : logIds) {
      byte[] metaKey = StoredKeys.logMeta(logId);
      LogState log = LogState.of(logId, metaKey, database.get(metaKey));
      database.walk(
          false,
          cursor -> {
            verifyEntries(cursor, logId, log);
            return null;
          });
    }
  }

  private static List<String> logIds(LevelDb.Cursor cursor) throws IOException {
    List<String> logIds = new ArrayList<>();
    cursor.seek(new byte[] {StoredKeys.LOG_META});
    while (cursor.isValid() && cursor.key()[0] == StoredKeys.LOG_META) {
      logIds.add(StoredKeys.logIdOfMeta(cursor.key()));
      cursor.next();
    }
    return logIds;
  }

  private static void verifyEntries(LevelDb.Cursor cursor, String logId, LogState log)
      throws IOException {
    cursor.seek(log.entryKey(0));
    for (long nr = log.lowestNr; nr <= log.highestNr; nr++) {
      if (!cursor.isValid() || !Arrays.equals(cursor.key(), log.entryKey(nr))) {
        throw new StoreCorruptionException("Log %s lacks its entry %d".formatted(logId, nr));
      }
      cursor.next();
    }
    byte[] end = KeyRange.successorOfPrefix(log.entryPrefix);
    if (cursor.isValid() && Arrays.compareUnsigned(cursor.key(), end) < 0) {
      throw new StoreCorruptionException(
          "Log %s holds entries behind its last one, %d".formatted(logId, log.highestNr));
    }
  }
}
