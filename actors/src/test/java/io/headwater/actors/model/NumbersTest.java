package io.headwater.actors.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {
  private static final String DIGITS_38 = "12345678901234567890123456789012345678";
  private static final String OVERFLOW =
      "Number overflow. Attempting to store a number with magnitude larger than supported range";
  private static final String UNDERFLOW =
      "Number underflow. Attempting to store a number with magnitude smaller than supported range";
  private static final String TOO_PRECISE =
      "Attempting to store more than 38 significant digits in a Number";

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "-0,0",
    "0e125,0",
    "0e-130,0",
    "+5,5",
    "5.,5",
    ".5,0.5",
    "00042,42",
    "1e+2,100",
    "1E2,100",
    "-1.50,-1.5",
    "100.00,100",
    "0.0010,0.001",
    "12.34e1,123.4",
    "12.34e-1,1.234",
    "1000e-3,1",
    "1E125,1E125",
    "0.1e126,1E125",
    "1e-130,1E-130",
    "10e-131,1E-130",
    "9.9999999999999999999999999999999999999E+125,9.9999999999999999999999999999999999999E+125",
    "-1E-130,-1E-130",
    DIGITS_38 + "," + DIGITS_38,
    DIGITS_38 + "000," + DIGITS_38 + "000",
    "000" + DIGITS_38 + "," + DIGITS_38,
  })
  void parse_number_givesItsValueWithoutTrailingZeros(String text, BigDecimal expected) {
    BigDecimal number = Numbers.parse(text);

    assertThat(number).isEqualByComparingTo(expected);
    assertThat(number).isEqualTo(new AttributeValue.N(expected).value());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.2.3",
        "1e",
        "1e+",
        "1e-",
        ".",
        "+",
        "-",
        "-.",
        " 5",
        "5 ",
        "1_000",
        "NaN",
        "Infinity",
        "e5",
        ".e5",
        "0x10",
        "1e5.0",
        "--1",
        "1e++1",
        "١",
        "1d",
        "1f",
        "abc",
        "1ex",
        "",
        "1e9223372036854775808",
        "1e-9223372036854775809",
        "0e999999999999999999999",
      })
  void parse_malformedText_isRefusedWithTheText(String text) {
    assertThatThrownBy(() -> Numbers.parse(text))
        .isInstanceOf(DynamoDbException.class)
        .hasMessage("The parameter cannot be converted to a numeric value: " + text);
  }

  /** The older check says the same of most numbers, but reads exponents of 32 bits. */
  @ParameterizedTest
  @CsvSource({
    "'',NOT_NUMERIC",
    "1x,NOT_NUMERIC: 1x",
    "1e126," + OVERFLOW,
    "1e2147483646," + OVERFLOW,
    "1e2147483647," + UNDERFLOW,
    "1e2147483648,NOT_NUMERIC: 1e2147483648",
    "10e2147483646," + UNDERFLOW,
    "1e-2147483647," + UNDERFLOW,
    "1e-2147483648,NOT_NUMERIC: 1e-2147483648",
    "0.1e-2147483647,NOT_NUMERIC: 0.1e-2147483647",
    DIGITS_38 + "9," + TOO_PRECISE,
  })
  void olderRefusal_refusedNumber_isInTheOlderWords(String text, String message) {
    var refusal = catchThrowableOfType(DynamoDbException.class, () -> Numbers.parse(text));

    assertThat(Numbers.olderRefusal(text, refusal))
        .isEqualTo(
            message.replace("NOT_NUMERIC", "The parameter cannot be converted to a numeric value"));
  }

  @ParameterizedTest
  @CsvSource({
    "1e126," + OVERFLOW,
    "-1e126," + OVERFLOW,
    "10e125," + OVERFLOW,
    "1e2147483648," + OVERFLOW,
    "1e9223372036854775807," + OVERFLOW,
    "0e126," + OVERFLOW,
    "1e-131," + UNDERFLOW,
    "0.1e-130," + UNDERFLOW,
    "1e-99999999999," + UNDERFLOW,
    "-1e-9223372036854775808," + UNDERFLOW,
    "0e-131," + UNDERFLOW,
    DIGITS_38 + "9," + TOO_PRECISE,
    "0." + DIGITS_38 + "9," + TOO_PRECISE,
    "1" + DIGITS_38 + "e200," + OVERFLOW,
    "1" + DIGITS_38 + "e-200," + UNDERFLOW,
  })
  void parse_numberOutOfRange_isRefused(String text, String message) {
    assertThatThrownBy(() -> Numbers.parse(text))
        .isInstanceOf(DynamoDbException.class)
        .hasMessage(message);
  }

  @Test
  void parse_hugeTexts_takeLinearTime() {
    String zeros = "0".repeat(1_000_000);

    assertThat(Numbers.parse("0." + zeros)).isEqualByComparingTo(BigDecimal.ZERO);
    assertThat(Numbers.parse(zeros + "7")).isEqualByComparingTo("7");
    assertThat(Numbers.parse("0." + zeros + "7e1000000")).isEqualByComparingTo("0.7");
    assertThatThrownBy(() -> Numbers.parse("9".repeat(1_000_000))).hasMessage(OVERFLOW);
  }

  @Property(tries = 500)
  void parse_anyRenderingOfANumber_givesTheNumber(
      @ForAll long unscaled, @ForAll @IntRange(min = -100, max = 100) int scale) {
    var number = new BigDecimal(java.math.BigInteger.valueOf(unscaled), scale);

    assertThat(Numbers.parse(number.toString())).isEqualByComparingTo(number);
    assertThat(Numbers.parse(number.toPlainString())).isEqualByComparingTo(number);
    assertThat(Numbers.parse(number.toEngineeringString())).isEqualByComparingTo(number);
  }

  @Property(tries = 500)
  void addAndSubtract_smallNumbers_areInverse(
      @ForAll long left, @ForAll @LongRange(min = -1_000_000, max = 1_000_000) long right) {
    Assume.that(right != 0);
    BigDecimal a = BigDecimal.valueOf(left, 3);
    BigDecimal b = BigDecimal.valueOf(right, 7);

    assertThat(Numbers.subtract(Numbers.add(a, b), b)).isEqualByComparingTo(a);
  }

  @ParameterizedTest
  @CsvSource({
    "9E125,9E125," + OVERFLOW,
    "-9E125,-9E125," + OVERFLOW,
    "1.1E-130,-1E-130," + UNDERFLOW,
    "1E38,0.1," + OVERFLOW,
  })
  void add_resultOutOfRange_isRefused(BigDecimal left, BigDecimal right, String message) {
    assertThatThrownBy(() -> Numbers.add(left, right))
        .isInstanceOf(DynamoDbException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> Numbers.subtract(left, right.negate()))
        .isInstanceOf(DynamoDbException.class)
        .hasMessage(message);
  }
}
