package io.headwater.actors.ttl;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How the background work of time to live goes on; {@code headwater.time-to-live}.
 *
 * @param lookInterval between two looks for items whose time has come
 * @param sliceItems the most items that are looked at, or written, in one go
 * @param retryPause after a slice of which not everything could be done
 */
public record TimeToLiveSettings(Duration lookInterval, int sliceItems, Duration retryPause) {
  public TimeToLiveSettings {
    check(lookInterval.isPositive(), "look-interval", "more than 0", lookInterval);
    check(sliceItems > 0, "slice-items", "at least 1", sliceItems);
    check(retryPause.isPositive(), "retry-pause", "more than 0", retryPause);
  }

  public static TimeToLiveSettings from(Config config) {
    var timeToLive = config.getConfig("headwater.time-to-live");
    return new TimeToLiveSettings(
        timeToLive.getDuration("look-interval"),
        timeToLive.getInt("slice-items"),
        timeToLive.getDuration("retry-pause"));
  }

  private static void check(boolean holds, String key, String expected, Object found) {
    if (!holds) {
      throw new IllegalArgumentException(
          "headwater.time-to-live." + key + ": expected " + expected + ", found " + found);
    }
  }
}
