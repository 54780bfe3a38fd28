package io.headwater.persistence.inspect;

import java.util.SequencedMap;

/**
 * Checks what the bytes mean. It sees everything once, in this order: where each log stands, the
 * logs' entries, the rows by their keys. An exception is a finding, too, and the next call follows.
 */
public interface ContentCheck {
  /** Makes a check that tells what it finds. */
  @FunctionalInterface
  interface Factory {
    ContentCheck create(Findings findings);
  }

  /**
   * Where a log stands.
   *
   * @param lowestNr of the oldest entry kept, {@code highestNr + 1} if none is
   */
  void log(String logId, long lowestNr, long highestNr);

  void logEntry(String logId, long nr, byte[] bytes);

  void row(byte[] key, byte[] value);

  /** Everything was shown. */
  void end();

  /** What was seen and how much of it, for the summary: "items" → 12. */
  SequencedMap<String, Long> counts();
}
