package io.headwater.loadtests.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GrowthOptionsTest {
  @Test
  void sizes_inAnyOrder_areRisenOnce() {
    assertThat(options(List.of(1_000, 10, 100, 10), "").sizes()).containsExactly(10, 100, 1_000);
  }

  @Test
  void sizes_noneOrNotPositive_areRefused() {
    assertThatThrownBy(() -> options(List.of(), "")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> options(List.of(0, 5), ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void atSize_first_isWarmedUpLonger() {
    var options = options(List.of(10, 100), "");

    assertThat(options.atSize(10).warmUp()).isEqualTo(Duration.ofSeconds(6));
    assertThat(options.atSize(100).warmUp()).isEqualTo(Duration.ofSeconds(2));
    assertThat(options.atSize(100).keys()).isEqualTo(100);
  }

  @Test
  void jvmFlags_heap_isTheLargestOne() {
    assertThat(options(List.of(1), "512m").jvmFlags()).containsExactly("-Xmx512m");
    assertThat(options(List.of(1), "").jvmFlags()).isEmpty();
  }

  private static GrowthOptions options(List<Integer> sizes, String heap) {
    return new GrowthOptions(
        sizes, 1, 1, 1024, Duration.ZERO, Duration.ofSeconds(2), Duration.ofSeconds(3), heap, 1);
  }
}
