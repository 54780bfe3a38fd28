package io.headwater.streams.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SequenceNumberTest {

  @Test
  void format_firstChangeOfCommit42_isTheDocumentedDecimal() {
    assertThat(new SequenceNumber(42, 0).format()).isEqualTo("100000000000042000000");
    assertThat(new SequenceNumber(42, 7).format()).isEqualTo("100000000000042000007");
  }

  @Property(tries = 200)
  void parse_whatWasFormatted_isTheSameNumber(
      @ForAll @LongRange(min = 0) long commit,
      @ForAll @IntRange(min = 0, max = 999_999) int index) {
    var number = new SequenceNumber(commit, index);

    assertThat(SequenceNumber.parse(number.format())).isEqualTo(number);
    assertThat(number.format().length())
        .isBetween(SequenceNumber.MIN_DIGITS, SequenceNumber.MAX_DIGITS);
  }

  @Property(tries = 200)
  void compareTo_anyTwo_isTheOrderOfTheDecimals(
      @ForAll @LongRange(min = 0, max = 1_000) long commit,
      @ForAll @IntRange(min = 0, max = 999_999) int index,
      @ForAll @LongRange(min = 0, max = 1_000) long otherCommit,
      @ForAll @IntRange(min = 0, max = 999_999) int otherIndex) {
    var number = new SequenceNumber(commit, index);
    var other = new SequenceNumber(otherCommit, otherIndex);

    assertThat(Integer.signum(number.compareTo(other)))
        .isEqualTo(new BigInteger(number.format()).compareTo(new BigInteger(other.format())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "12345678901234567890",
        "099999999999999999999",
        "10000000000000000000x",
        "-100000000000000000000",
        "9999999999999999999999999999999999999999",
        "10000000000000000000000000000000000000000"
      })
  void parse_whatNoShardGaveOut_isNull(String text) {
    assertThat(SequenceNumber.parse(text)).isNull();
  }

  @Test
  void new_indexBeyondTheScale_throws() {
    assertThatThrownBy(() -> new SequenceNumber(1, 1_000_000))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
