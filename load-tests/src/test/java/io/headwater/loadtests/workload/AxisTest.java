package io.headwater.loadtests.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class AxisTest {
  @Test
  void fromZeroTo_anyValue_endsAtARoundNumberAboveIt() {
    var axis = Axis.fromZeroTo(9_300);

    assertThat(axis.marks()).containsExactly(0.0, 5_000.0, 10_000.0);
    assertThat(axis.position(0)).isZero();
    assertThat(axis.position(9_300)).isEqualTo(0.93, within(1e-9));
  }

  @Test
  void fromZeroTo_roundValue_endsThere() {
    assertThat(Axis.fromZeroTo(8).marks()).containsExactly(0.0, 2.0, 4.0, 6.0, 8.0);
  }

  @Test
  void fromZeroTo_zero_stillHasALength() {
    assertThat(Axis.fromZeroTo(0).position(0)).isZero();
  }

  @Test
  void logarithmic_powersOfTen_areEvenlySpaced() {
    var axis = Axis.logarithmic(100_000, 10_000_000);

    assertThat(axis.marks()).containsExactly(1e5, 1e6, 1e7);
    assertThat(axis.position(100_000)).isZero();
    assertThat(axis.position(1_000_000)).isEqualTo(0.5, within(1e-9));
    assertThat(axis.position(10_000_000)).isEqualTo(1, within(1e-9));
  }

  @Test
  void logarithmic_oneValue_spansOnePowerOfTen() {
    assertThat(Axis.logarithmic(2_000, 2_000).marks()).containsExactly(1e3, 1e4);
  }

  @Test
  void label_anyValue_isShort() {
    assertThat(Axis.label(0)).isEqualTo("0");
    assertThat(Axis.label(0.25)).isEqualTo("0.25");
    assertThat(Axis.label(100)).isEqualTo("100");
    assertThat(Axis.label(2_500)).isEqualTo("2.5 k");
    assertThat(Axis.label(10_000_000)).isEqualTo("10 M");
  }
}
