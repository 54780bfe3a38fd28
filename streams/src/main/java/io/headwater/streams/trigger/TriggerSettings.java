package io.headwater.streams.trigger;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How triggers are run, from {@code headwater.triggers}.
 *
 * @param minBackoff the wait before the first retry of a batch; each further one doubles it
 * @param maxBackoff the longest wait before a retry
 * @param lookInterval how often a runner looks for records, and the guardian for shards, by itself
 * @param maxBatchBytes a batch ends when its images' encodings exceed this
 * @param maxMappings the most mappings there can be
 */
public record TriggerSettings(
    Duration minBackoff,
    Duration maxBackoff,
    Duration lookInterval,
    int maxBatchBytes,
    int maxMappings) {

  public TriggerSettings {
    check(minBackoff.isPositive(), "min-backoff", "more than 0", minBackoff);
    check(maxBackoff.compareTo(minBackoff) >= 0, "max-backoff", "at least min-backoff", maxBackoff);
    check(lookInterval.isPositive(), "look-interval", "more than 0", lookInterval);
    check(maxBatchBytes > 0, "max-batch-bytes", "1 byte to 2 GiB", maxBatchBytes);
    check(maxMappings > 0, "max-mappings", "at least 1", maxMappings);
  }

  public static TriggerSettings from(Config config) {
    var triggers = config.getConfig("headwater.triggers");
    return new TriggerSettings(
        triggers.getDuration("min-backoff"),
        triggers.getDuration("max-backoff"),
        triggers.getDuration("look-interval"),
        (int) Math.min(triggers.getBytes("max-batch-bytes"), Integer.MAX_VALUE),
        triggers.getInt("max-mappings"));
  }

  /** The wait after a number of failures in a row. */
  Duration backoffAfter(int failures) {
    int doublings = Math.min(failures - 1, Long.SIZE - 2 - bits(minBackoff.toMillis()));
    long millis = minBackoff.toMillis() << Math.max(doublings, 0);
    return millis >= maxBackoff.toMillis() ? maxBackoff : Duration.ofMillis(millis);
  }

  private static int bits(long value) {
    return Long.SIZE - Long.numberOfLeadingZeros(value);
  }

  private static void check(boolean holds, String key, String expected, Object found) {
    if (!holds) {
      throw new IllegalArgumentException(
          "headwater.triggers." + key + ": expected " + expected + ", found " + found);
    }
  }
}
