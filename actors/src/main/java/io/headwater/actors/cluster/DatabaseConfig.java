package io.headwater.actors.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Map;

/**
 * The configuration of an actor system that the database can run in.
 *
 * <p>What the database needs of Pekko differs from Pekko's own defaults, and of two {@code
 * reference.conf} the one that stands first on the class path wins, or in a merged jar the last. So
 * these settings have a file of their own between the operator's and all defaults.
 */
public final class DatabaseConfig {
  private static final String RESOURCE = "headwater-database.conf";

  /**
   * Up to so many processors a plain thread pool serves requests with fewer wake-ups and less CPU
   * than a fork-join pool, whose idle threads look for work and are woken for each task. Its one
   * queue would hold more processors up.
   */
  private static final int MOST_PROCESSORS_OF_ONE_QUEUE = 4;

  private static final int MOST_EVALUATION_THREADS = 16;

  private DatabaseConfig() {}

  /** The settings given, over what the database rests on, over all built-in defaults. */
  public static Config over(Config settings) {
    return settings
        .withFallback(ConfigFactory.parseResources(RESOURCE))
        .withFallback(dispatchers(Runtime.getRuntime().availableProcessors()))
        .withFallback(ConfigFactory.defaultReferenceUnresolved())
        .resolve();
  }

  /** Expensive evaluations leave a processor to other requests. */
  private static Config dispatchers(int processors) {
    String executor =
        processors <= MOST_PROCESSORS_OF_ONE_QUEUE ? "thread-pool-executor" : "fork-join-executor";
    return ConfigFactory.parseMap(
        Map.of(
            "headwater.request-dispatcher.executor",
            executor,
            "headwater.evaluation-dispatcher.thread-pool-executor.fixed-pool-size",
            Math.clamp(processors - 1, 1, MOST_EVALUATION_THREADS)));
  }
}
