package io.headwater.actors.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class HashSegmentTest {

  @Property(tries = 500)
  void of_anyCount_startsAtItsPartOfTheRange(
      @ForAll @IntRange(min = 1, max = HashSegment.MAX_SEGMENTS) int count,
      @ForAll @IntRange(min = 0, max = HashSegment.MAX_SEGMENTS) int place) {
    int segment = place % count;

    BigInteger expected =
        BigInteger.TWO
            .pow(64)
            .multiply(BigInteger.valueOf(segment))
            .divide(BigInteger.valueOf(count));

    assertThat(Long.toUnsignedString(HashSegment.of(segment, count).from()))
        .isEqualTo(expected.toString());
  }

  @Property(tries = 200)
  void of_allSegments_holdEachHashOnce(
      @ForAll long hash, @ForAll @IntRange(min = 1, max = 60) int count) {
    int holders = 0;
    for (int segment = 0; segment < count; segment++) {
      if (HashSegment.of(segment, count).contains(hash)) {
        holders++;
      }
    }

    assertThat(holders).isEqualTo(1);
  }

  @Test
  void of_oneSegment_isTheWhole() {
    assertThat(HashSegment.of(0, 1)).isEqualTo(HashSegment.WHOLE);
    assertThat(HashSegment.WHOLE.contains(-1)).isTrue();
  }

  @Test
  void of_segmentOutsideCount_isRefused() {
    assertThatThrownBy(() -> HashSegment.of(2, 2)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> HashSegment.of(-1, 2)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> HashSegment.of(0, 1_000_001))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
