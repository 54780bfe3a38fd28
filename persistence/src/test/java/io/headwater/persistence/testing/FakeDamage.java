package io.headwater.persistence.testing;

import io.headwater.persistence.store.StoreCorruptionException;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/** The rows and log entries of an {@link InMemoryStore} whose checksums fail. */
final class FakeDamage {
  private final Set<byte[]> rows = new ConcurrentSkipListSet<>(Arrays::compareUnsigned);
  private final Set<String> entries = ConcurrentHashMap.newKeySet();

  void ofRow(byte[] key) {
    rows.add(key);
  }

  void ofEntry(String logId, long nr) {
    entries.add(logId + '/' + nr);
  }

  /** Returns a row's value, or fails if the row is damaged. */
  byte @Nullable [] intact(byte[] key, byte @Nullable [] value) {
    if (rows.contains(key)) {
      throw new StoreCorruptionException("A stored row does not match its checksum").ofRow(key);
    }
    return value;
  }

  void checkEntry(String logId, long nr) {
    if (entries.contains(logId + '/' + nr)) {
      throw new StoreCorruptionException("A stored log entry does not match its checksum");
    }
  }
}
