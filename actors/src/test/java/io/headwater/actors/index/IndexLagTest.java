package io.headwater.actors.index;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IndexLagTest {
  private final IndexLag lag = new IndexLag(10);

  @Test
  void isTooLarge_nobodyFeedsFromThePartition_isNot() {
    lag.committed("p0", 1_000);

    assertThat(lag.isTooLarge("p0")).isFalse();
  }

  @Test
  void isTooLarge_oneOfTwoIndexesLacksMore_is() {
    lag.fed("p0", 1, 100);
    lag.fed("p0", 2, 105);

    lag.committed("p0", 110);
    assertThat(lag.isTooLarge("p0")).isFalse();
    lag.committed("p0", 111);
    assertThat(lag.isTooLarge("p0")).isTrue();
    assertThat(lag.isTooLarge("p1")).isFalse();
    lag.fed("p0", 1, 101);
    assertThat(lag.isTooLarge("p0")).isFalse();
  }

  @Test
  void isTooLarge_indexIsFedNoMore_isNot() {
    lag.fed("p0", 1, 1);
    lag.fed("p0", 2, 111);
    lag.committed("p0", 111);
    assertThat(lag.isTooLarge("p0")).isTrue();

    lag.ended("p0", 1);

    assertThat(lag.isTooLarge("p0")).isFalse();
  }
}
