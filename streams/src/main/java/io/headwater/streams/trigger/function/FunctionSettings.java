package io.headwater.streams.trigger.function;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How functions are run, from {@code headwater.triggers}.
 *
 * @param timeout how long a call may take, where the function does not say otherwise
 * @param maxConcurrentCalls of one function in this process, so its greatest number of threads
 * @param maxResponseBytes the longest response of a URL function
 */
public record FunctionSettings(Duration timeout, int maxConcurrentCalls, long maxResponseBytes) {
  /** As the Lambda API limits a function's time-out. */
  static final Duration MAX_TIMEOUT = Duration.ofMinutes(15);

  private static final int MAX_CONCURRENT_CALLS = 1_000;

  public FunctionSettings {
    if (!isValid(timeout)) {
      throw new IllegalArgumentException(
          "headwater.triggers.function-timeout: expected more than 0 and at most 900 s, found "
              + timeout);
    }
    if (maxConcurrentCalls < 1 || maxConcurrentCalls > MAX_CONCURRENT_CALLS) {
      throw new IllegalArgumentException(
          "headwater.triggers.max-concurrent-calls-per-function: expected 1 to 1000, found "
              + maxConcurrentCalls);
    }
    if (maxResponseBytes < 1) {
      throw new IllegalArgumentException(
          "headwater.triggers.max-response-bytes: expected at least 1, found " + maxResponseBytes);
    }
  }

  static FunctionSettings from(Config config) {
    var triggers = config.getConfig("headwater.triggers");
    return new FunctionSettings(
        triggers.getDuration("function-timeout"),
        triggers.getInt("max-concurrent-calls-per-function"),
        triggers.getBytes("max-response-bytes"));
  }

  static boolean isValid(Duration timeout) {
    return timeout.isPositive() && timeout.compareTo(MAX_TIMEOUT) <= 0;
  }
}
