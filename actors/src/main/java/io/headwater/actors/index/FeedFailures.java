package io.headwater.actors.index;

import java.time.Duration;

/** The failures of a feeder since it last succeeded. */
final class FeedFailures {
  private final IndexSettings settings;
  private int count;
  private boolean logged;

  FeedFailures(IndexSettings settings) {
    this.settings = settings;
  }

  void end() {
    count = 0;
    logged = false;
  }

  /** Counts one more, and returns how long to wait after it. */
  Duration countAndBackOff() {
    count++;
    return settings.backoffAfter(count);
  }

  /** Whether nothing has been logged of them; true once. */
  boolean isFirstToLog() {
    boolean isFirst = !logged;
    logged = true;
    return isFirst;
  }
}
