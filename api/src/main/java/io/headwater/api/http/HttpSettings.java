package io.headwater.api.http;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The edge's settings, {@code headwater.http} in the configuration.
 *
 * @param port 0 for a free one
 * @param allowedHosts host names that requests may name in addition to the usual ones, in lower
 *     case; {@code *.example.com} stands for all names below a domain
 * @param allowedOrigins origins of web pages that may send requests in addition to those of this
 *     machine, in lower case
 * @param allowUnauthenticated whether to listen on other addresses than loopback although nobody is
 *     authenticated
 * @param memoryShare the part of the heap that requests in flight may take
 * @param maxContentLengthBytes a longer body is answered 413
 * @param maxConnections further ones wait to be accepted
 * @param connectionRate connections accepted in a second; further ones wait to be accepted
 * @param idleTimeout a connection without traffic for so long is closed
 * @param bodyTimeout a body that takes longer to arrive, or to be sent, is given up
 * @param requestTimeout an operation that takes longer is answered InternalServerError
 * @param shutdownTimeout how long stopping waits for the requests under way
 */
public record HttpSettings(
    String host,
    int port,
    List<String> allowedHosts,
    List<String> allowedOrigins,
    boolean allowUnauthenticated,
    double memoryShare,
    long maxContentLengthBytes,
    int maxConnections,
    int connectionRate,
    Duration idleTimeout,
    Duration bodyTimeout,
    Duration requestTimeout,
    Duration shutdownTimeout) {

  private static final int MAX_PORT = 65_535;
  private static final double MAX_MEMORY_SHARE = 0.75;

  private static final Pattern HOST_NAME = Pattern.compile("(\\*\\.)?[^\\s/:*\\[\\]]+");
  private static final Pattern ORIGIN = Pattern.compile("[^\\s/:*]+://[^\\s/*]+");

  public HttpSettings {
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("headwater.http.port must be 0 to 65535, not " + port);
    }
    if (!(memoryShare > 0 && memoryShare <= MAX_MEMORY_SHARE)) {
      throw new IllegalArgumentException(
          "headwater.http.memory-share must be more than 0 and at most "
              + (MAX_MEMORY_SHARE + ", not " + memoryShare));
    }
    allowedHosts =
        inLowerCase(
            allowedHosts,
            HOST_NAME,
            "headwater.http.allowed-hosts must hold host names without a port, such as"
                + " db.example.com or *.example.com, not ");
    allowedOrigins =
        inLowerCase(
            allowedOrigins,
            ORIGIN,
            "headwater.http.allowed-origins must hold origins such as https://app.example.com or"
                + " http://app.example.com:3000, not ");
  }

  private static List<String> inLowerCase(List<String> values, Pattern pattern, String problem) {
    for (String value : values) {
      if (!pattern.matcher(value).matches()) {
        throw new IllegalArgumentException(problem + value);
      }
    }
    return values.stream().map(value -> value.toLowerCase(Locale.ROOT)).toList();
  }

  /** Reads the settings from {@code headwater.http} of a complete configuration. */
  public static HttpSettings from(Config config) {
    Config http = config.getConfig("headwater.http");
    return new HttpSettings(
        http.getString("host"),
        http.getInt("port"),
        http.getStringList("allowed-hosts"),
        http.getStringList("allowed-origins"),
        http.getBoolean("allow-unauthenticated"),
        http.getDouble("memory-share"),
        http.getBytes("max-content-length"),
        http.getInt("max-connections"),
        http.getInt("connection-rate") * Runtime.getRuntime().availableProcessors(),
        http.getDuration("idle-timeout"),
        http.getDuration("body-timeout"),
        http.getDuration("request-timeout"),
        http.getDuration("shutdown-timeout"));
  }
}
