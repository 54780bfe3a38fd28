package io.headwater.persistence.journal;

import com.typesafe.config.Config;
import io.headwater.persistence.store.ConfigEnum;
import java.time.Duration;

/**
 * How the journal commits; {@code reference.conf} says what each setting does.
 *
 * @param syncInterval how long a confirmed write may be without a sync; used when sync is INTERVAL
 */
record JournalSettings(
    Sync sync, Duration syncInterval, int maxGroupWrites, long maxGroupBytes, int maxQueuedWrites) {

  /** When a write is confirmed. */
  enum Sync {
    /** When it is on disk. */
    ALWAYS,
    /** When it is readable; a crash of the machine may lose it. */
    INTERVAL
  }

  JournalSettings {
    requirePositive("sync-interval", syncInterval.toNanos());
    requirePositive("max-group-writes", maxGroupWrites);
    requirePositive("max-group-bytes", maxGroupBytes);
    requirePositive("max-queued-writes", maxQueuedWrites);
  }

  /** Reads the section {@code headwater.journal}. */
  static JournalSettings from(Config journal) {
    return new JournalSettings(
        ConfigEnum.get(Sync.class, journal, "sync"),
        journal.getDuration("sync-interval"),
        journal.getInt("max-group-writes"),
        journal.getBytes("max-group-bytes"),
        journal.getInt("max-queued-writes"));
  }

  private static void requirePositive(String key, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(
          "headwater.journal.%s must be positive, not %d".formatted(key, value));
    }
  }
}
