package io.headwater.api.http;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * The edge's settings, {@code headwater.http} in the configuration.
 *
 * @param port 0 for a free one
 * @param maxContentLengthBytes a longer body is answered 413
 * @param maxConnections further ones wait to be accepted
 * @param idleTimeout a connection without traffic for so long is closed
 * @param bodyTimeout a body that takes longer to arrive is given up
 * @param requestTimeout an operation that takes longer is answered InternalServerError
 * @param shutdownTimeout how long stopping waits for the requests under way
 */
public record HttpSettings(
    String host,
    int port,
    long maxContentLengthBytes,
    int maxConnections,
    Duration idleTimeout,
    Duration bodyTimeout,
    Duration requestTimeout,
    Duration shutdownTimeout) {

  private static final int MAX_PORT = 65_535;

  public HttpSettings {
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("headwater.http.port must be 0 to 65535, not " + port);
    }
  }

  /** Reads the settings from {@code headwater.http} of a complete configuration. */
  public static HttpSettings from(Config config) {
    Config http = config.getConfig("headwater.http");
    return new HttpSettings(
        http.getString("host"),
        http.getInt("port"),
        http.getBytes("max-content-length"),
        http.getInt("max-connections"),
        http.getDuration("idle-timeout"),
        http.getDuration("body-timeout"),
        http.getDuration("request-timeout"),
        http.getDuration("shutdown-timeout"));
  }
}
