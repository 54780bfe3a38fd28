package io.headwater.actors.catalog;

import io.headwater.actors.catalog.TableTimeToLive.Status;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.TimeToLive;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a table's time to live can change (tables reference §7). */
final class TimeToLiveRules {
  private TimeToLiveRules() {}

  /**
   * The time to live after it was switched on or off.
   *
   * @param nowMillis epoch milliseconds
   * @param interval how long after one change the next one is allowed
   * @throws DynamoDbException a ValidationException
   */
  static TableTimeToLive switched(
      @Nullable TableTimeToLive now,
      boolean enabled,
      String attributeName,
      long nowMillis,
      Duration interval) {
    boolean isOn = now != null && now.isFiled();
    if (now != null && isOn && !now.timeToLive().attributeName().equals(attributeName)) {
      throw DynamoDbException.validation(
          "TimeToLive is active on a different AttributeName: current AttributeName is "
              + now.timeToLive().attributeName());
    }
    if (enabled == isOn) {
      throw DynamoDbException.validation(
          "TimeToLive is already " + (enabled ? "enabled" : "disabled"));
    }
    if (now != null && nowMillis - now.changedAtMillis() < interval.toMillis()) {
      throw DynamoDbException.validation(
          "Time to live has been modified multiple times within a fixed interval");
    }
    if (enabled) {
      long generation = now == null ? 1 : now.timeToLive().generation() + 1;
      return new TableTimeToLive(
          new TimeToLive(attributeName, generation), Status.ENABLING, nowMillis);
    }
    if (now == null) {
      throw new IllegalStateException("what never was cannot be on");
    }
    return new TableTimeToLive(now.timeToLive(), Status.DISABLING, nowMillis);
  }

  /** What it is when all partitions heed it. Items that were there before may not be filed yet. */
  static @Nullable TableTimeToLive heeded(@Nullable TableTimeToLive timeToLive) {
    return timeToLive != null && timeToLive.status() == Status.DISABLING
        ? timeToLive.withStatus(Status.DISABLED)
        : timeToLive;
  }

  /** What it is when all items are filed; null if that enabling is over. */
  static @Nullable TableTimeToLive filed(@Nullable TableTimeToLive timeToLive, long generation) {
    return timeToLive != null
            && timeToLive.status() == Status.ENABLING
            && timeToLive.timeToLive().generation() == generation
        ? timeToLive.withStatus(Status.ENABLED)
        : null;
  }
}
