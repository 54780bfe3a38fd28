package io.headwater.actors.catalog;

import static io.headwater.actors.catalog.TableFixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.actors.catalog.TableTimeToLive.Status;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TimeToLiveRulesTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final long LATER = NOW + HOUR.toMillis();

  private static TableTimeToLive switched(
      @Nullable TableTimeToLive now, boolean enabled, String attributeName, long nowMillis) {
    return TimeToLiveRules.switched(now, enabled, attributeName, nowMillis, HOUR);
  }

  @Test
  void timeToLive_enabledAndFiled_isEnabled() {
    var enabling = switched(null, true, "at", NOW);
    var heeded = TimeToLiveRules.heeded(enabling);
    var filed = Objects.requireNonNull(TimeToLiveRules.filed(heeded, 1));

    assertThat(enabling.status()).isEqualTo(Status.ENABLING);
    assertThat(enabling.isFiled()).isTrue();
    assertThat(heeded).isEqualTo(enabling);
    assertThat(filed.status()).isEqualTo(Status.ENABLED);
    assertThat(TimeToLiveRules.filed(filed, 1)).isNull();
    assertThat(TimeToLiveRules.filed(heeded, 2)).isNull();
  }

  @Test
  void timeToLive_disabledAndEnabledAgain_isOfAnotherGeneration() {
    var enabling = switched(null, true, "at", NOW);
    var disabling = switched(enabling, false, "at", LATER);
    var disabled = Objects.requireNonNull(TimeToLiveRules.heeded(disabling));
    var again = switched(disabled, true, "other", LATER + HOUR.toMillis());

    assertThat(disabling.status()).isEqualTo(Status.DISABLING);
    assertThat(disabling.isFiled()).isFalse();
    assertThat(disabled.status()).isEqualTo(Status.DISABLED);
    assertThat(again.timeToLive().generation()).isEqualTo(2);
    assertThat(again.timeToLive().attributeName()).isEqualTo("other");
  }

  @Test
  void timeToLive_asItIs_isRefused() {
    var enabling = switched(null, true, "at", NOW);

    assertThatThrownBy(() -> switched(enabling, true, "at", LATER))
        .hasMessageContaining("TimeToLive is already enabled");
    assertThatThrownBy(() -> switched(null, false, "at", LATER))
        .hasMessageContaining("TimeToLive is already disabled");
    for (boolean enabled : new boolean[] {true, false}) {
      assertThatThrownBy(() -> switched(enabling, enabled, "other", LATER))
          .hasMessageContaining(
              "TimeToLive is active on a different AttributeName: current AttributeName is at");
    }
  }

  @Test
  void timeToLive_changedWithinTheHour_isRefused() {
    var enabling = switched(null, true, "at", NOW);

    assertThatThrownBy(() -> switched(enabling, false, "at", LATER - 1))
        .hasMessageContaining(
            "Time to live has been modified multiple times within a fixed interval");
  }
}
