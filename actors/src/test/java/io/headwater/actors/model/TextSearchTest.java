package io.headwater.actors.model;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextSearchTest {
  @Property(tries = 2_000)
  void contains_textsOfTwoLetters_agreesWithTheJdk(
      @ForAll("texts") String text, @ForAll("parts") String part) {
    assertThat(TextSearch.contains(text, part)).isEqualTo(text.contains(part));
  }

  @Property(tries = 2_000)
  void contains_partWithOneOtherLetter_agreesWithTheJdk(
      @ForAll("periodic") String text, @ForAll("periodic") String part) {
    assertThat(TextSearch.contains(text, part)).isEqualTo(text.contains(part));
    assertThat(TextSearch.contains(text + part, part)).isTrue();
  }

  /** By {@link String#contains} it took 14 s. */
  @ParameterizedTest
  @CsvSource({"b, '', false", "'', b, true", "'', '', true", "b, b, true"})
  void contains_repetitiveText_isFoundInLinearTime(String partEnd, String textEnd, boolean found) {
    String text = "a".repeat(380_000) + textEnd;
    String part = "a".repeat(190_000) + partEnd;

    assertThat(TextSearch.contains(text, part)).isEqualTo(found);
  }

  @Test
  void bytesContain_repetitiveBytes_areFoundInLinearTime() {
    var part = new byte[190_001];
    part[190_000] = (byte) 0xFF;
    Bytes bytes = Bytes.ofOwned(new byte[380_000]);

    assertThat(bytes.contains(Bytes.ofOwned(part))).isFalse();
    assertThat(bytes.contains(Bytes.ofOwned(new byte[190_001]))).isTrue();
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars('a', 'b').ofMaxLength(300);
  }

  @Provide
  Arbitrary<String> parts() {
    return Arbitraries.strings().withChars('a', 'b').ofMaxLength(14);
  }

  @Provide
  Arbitrary<String> periodic() {
    Arbitrary<String> periods =
        Arbitraries.strings().withChars('a', 'b', 'é').ofMinLength(1).ofMaxLength(5);
    return periods.flatMap(period ->
        Arbitraries.integers()
            .between(0, 60)
            .flatMap(times ->
                texts()
                    .map(end ->
                        period.repeat(times) + end.substring(0, Math.min(4, end.length())))));
  }
}
