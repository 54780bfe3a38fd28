package io.headwater.actors.routing;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How writes are gathered on their way to a partition; {@code headwater.routing}.
 *
 * @param maxBatchWrites of one batch, and of what waits behind it
 * @param maxBatchBytes of one batch's changes, and of what waits behind it
 * @param batchTimeout after which a batch's outcome counts as unknown
 */
public record RoutingSettings(int maxBatchWrites, int maxBatchBytes, Duration batchTimeout) {
  public RoutingSettings {
    if (maxBatchWrites < 1 || maxBatchBytes < 1) {
      throw new IllegalArgumentException("headwater.routing: a batch must hold something");
    }
  }

  public static RoutingSettings from(Config config) {
    var routing = config.getConfig("headwater.routing");
    return new RoutingSettings(
        routing.getInt("max-batch-writes"),
        Math.toIntExact(routing.getBytes("max-batch-size")),
        routing.getDuration("batch-timeout"));
  }
}
