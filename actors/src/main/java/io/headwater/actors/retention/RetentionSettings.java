package io.headwater.actors.retention;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How long logs are kept, and how fast they are trimmed; {@code headwater.streams.retention} and
 * {@code headwater.log-trimming}.
 *
 * @param streamRecords how long a stream's records are kept, and a stream that has ended
 * @param interval between two looks at all logs
 * @param stepEntries the most entries that are trimmed in one go
 * @param pause the least wait between two steps that trimmed something
 */
public record RetentionSettings(
    Duration streamRecords, Duration interval, int stepEntries, Duration pause) {

  public RetentionSettings {
    check(streamRecords.isPositive(), "streams.retention", "more than 0", streamRecords);
    check(interval.isPositive(), "log-trimming.interval", "more than 0", interval);
    check(stepEntries > 0, "log-trimming.step-entries", "at least 1", stepEntries);
    check(pause.isPositive(), "log-trimming.pause", "more than 0", pause);
  }

  public static RetentionSettings from(Config config) {
    var trimming = config.getConfig("headwater.log-trimming");
    return new RetentionSettings(
        config.getDuration("headwater.streams.retention"),
        trimming.getDuration("interval"),
        trimming.getInt("step-entries"),
        trimming.getDuration("pause"));
  }

  private static void check(boolean holds, String key, String expected, Object found) {
    if (!holds) {
      throw new IllegalArgumentException(
          "headwater." + key + ": expected " + expected + ", found " + found);
    }
  }
}
