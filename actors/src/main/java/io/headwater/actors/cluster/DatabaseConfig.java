package io.headwater.actors.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;

/**
 * The configuration of an actor system that the database can run in.
 *
 * <p>What the database needs of Pekko differs from Pekko's own defaults, and of two {@code
 * reference.conf} the one that stands first on the class path wins, or in a merged jar the last. So
 * these settings have a file of their own between the operator's and all defaults.
 */
public final class DatabaseConfig {
  private static final String RESOURCE = "headwater-database.conf";

  private DatabaseConfig() {}

  /** The settings given, over what the database rests on, over all built-in defaults. */
  public static Config over(Config settings) {
    return settings
        .withFallback(ConfigFactory.parseResources(RESOURCE))
        .withFallback(ConfigFactory.defaultReferenceUnresolved())
        .resolve();
  }
}
