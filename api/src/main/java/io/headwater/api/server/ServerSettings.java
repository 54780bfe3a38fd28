package io.headwater.api.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.headwater.actors.cluster.DatabaseConfig;
import io.headwater.actors.model.ResourceArns;
import io.headwater.api.http.HttpSettings;
import io.headwater.api.protocol.ArnRules;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All settings of a server. Flags win over a file, a file over what the server and the database set
 * for the libraries ({@code headwater-server.conf}, {@link DatabaseConfig}), that over the built-in
 * defaults.
 *
 * @param config the whole configuration, of which the other components are read
 */
public record ServerSettings(
    Config config, HttpSettings http, ResourceArns arns, ArnRules arnRules) {
  private static final String SERVER_DEFAULTS = "headwater-server.conf";
  private static final String AUTHENTICATION_OFF = "off";

  public ServerSettings {
    String mode = config.getString("headwater.auth.mode");
    if (!mode.equals(AUTHENTICATION_OFF)) {
      throw new IllegalArgumentException("headwater.auth.mode must be off, not " + mode);
    }
    if (!http.allowUnauthenticated() && isReachableFromElsewhere(http.host())) {
      throw new IllegalArgumentException(
          "Cannot listen on %s: authentication is off, so everyone who reaches this address could"
                  .formatted(http.host())
              + " read and delete all tables. Listen on 127.0.0.1, or set"
              + " headwater.http.allow-unauthenticated = true.");
    }
  }

  /**
   * Reads the settings.
   *
   * @param flags settings by their full names, such as {@code headwater.http.port}
   * @throws IllegalArgumentException if the file isn't there or a value is out of range
   * @throws com.typesafe.config.ConfigException if the file is no HOCON or a value has a wrong type
   */
  public static ServerSettings load(@Nullable Path file, Map<String, ?> flags) {
    Config config =
        DatabaseConfig.over(
            ConfigFactory.parseMap(flags, "command line")
                .withFallback(ConfigFactory.defaultOverrides())
                .withFallback(file == null ? ConfigFactory.empty() : parse(file))
                .withFallback(ConfigFactory.parseResources(SERVER_DEFAULTS)));
    var arns =
        new ResourceArns(
            config.getString("headwater.region"), config.getString("headwater.account"));
    return new ServerSettings(
        config,
        HttpSettings.from(config),
        arns,
        ArnRules.of(arns, config.getString("headwater.arns")));
  }

  /** A host that does not resolve is reported when it is bound. */
  private static boolean isReachableFromElsewhere(String host) {
    try {
      return !InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static Config parse(Path file) {
    if (!Files.isReadable(file)) {
      throw new IllegalArgumentException("Cannot read the configuration file " + file);
    }
    return ConfigFactory.parseFile(file.toFile());
  }
}
