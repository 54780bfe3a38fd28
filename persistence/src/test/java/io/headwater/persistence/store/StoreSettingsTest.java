package io.headwater.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.headwater.persistence.testing.TestSettings;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoreSettingsTest {
  @Test
  void from_reference_hasTheDefaults() {
    var store = ConfigFactory.defaultReference().getConfig("headwater.store");

    assertThat(StoreSettings.from(store))
        .isEqualTo(
            new StoreSettings(
                Path.of("headwater-data"),
                512 << 20,
                64 << 20,
                32 << 20,
                64 << 20,
                4 << 10,
                1000,
                StoreSettings.Compression.NONE));
  }

  @Test
  void from_valueOutOfRange_namesTheKey() {
    assertThatThrownBy(() -> TestSettings.with(Path.of("x"), Map.of("write-buffer", "1 KiB")))
        .isInstanceOf(StoreOpenException.class)
        .hasMessage("headwater.store.write-buffer must be from 65536 to 1073741824, not 1024");
    assertThatThrownBy(() -> TestSettings.with(Path.of("x"), Map.of("max-open-files", 1)))
        .isInstanceOf(StoreOpenException.class)
        .hasMessageContaining("max-open-files");
  }
}
