package io.headwater.persistence.testing;

import com.typesafe.config.ConfigFactory;
import io.headwater.persistence.store.StoreSettings;
import java.nio.file.Path;
import java.util.Map;

/** Store settings for tests: the defaults, in a directory. */
public final class TestSettings {
  private TestSettings() {}

  /** The defaults in a directory of the test's. */
  public static StoreSettings in(Path directory) {
    return with(directory, Map.of());
  }

  /** The defaults in a directory, but for some keys of {@code headwater.store}. */
  public static StoreSettings with(Path directory, Map<String, ?> overrides) {
    return StoreSettings.from(
        ConfigFactory.parseMap(overrides)
            .withFallback(ConfigFactory.parseMap(Map.of("directory", directory.toString())))
            .withFallback(ConfigFactory.defaultReference().getConfig("headwater.store")));
  }
}
