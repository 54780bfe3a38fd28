package io.headwater.streams.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TriggerSettingsTest {

  @Test
  void from_defaults_areThoseOfTheReference() {
    assertThat(TriggerSettings.from(ConfigFactory.load()))
        .isEqualTo(
            new TriggerSettings(
                Duration.ofMillis(100),
                Duration.ofSeconds(30),
                Duration.ofSeconds(1),
                4 << 20,
                100));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 100",
    "2, 200",
    "3, 400",
    "9, 25600",
    "10, 30000",
    "63, 30000",
    "64, 30000",
    "65, 30000",
    "2147483647, 30000"
  })
  void backoffAfter_failures_doublesUpToTheCap(int failures, long expectedMillis) {
    var settings = TriggerSettings.from(ConfigFactory.load());

    assertThat(settings.backoffAfter(failures)).isEqualTo(Duration.ofMillis(expectedMillis));
  }

  @ParameterizedTest
  @CsvSource({
    "min-backoff, 0s",
    "max-backoff, 1ms",
    "look-interval, 0s",
    "max-batch-bytes, 0",
    "max-mappings, 0"
  })
  void from_valueOutOfRange_namesTheKey(String key, String value) {
    var config =
        ConfigFactory.parseString("headwater.triggers." + key + " = " + value)
            .withFallback(ConfigFactory.load());

    assertThatThrownBy(() -> TriggerSettings.from(config))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("headwater.triggers." + key + ": expected ");
  }
}
