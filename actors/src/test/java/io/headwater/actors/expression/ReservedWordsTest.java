package io.headwater.actors.expression;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReservedWordsTest {

  @ParameterizedTest
  @ValueSource(strings = {"SELECT", "select", "Select", "ABORT", "ZONE", "name", "size", "ttl"})
  void contains_reservedWord_inAnyCase(String word) {
    assertThat(ReservedWords.contains(word)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"selects", "selec", "pk", "", "id", "x"})
  void contains_otherWord_isFalse(String word) {
    assertThat(ReservedWords.contains(word)).isFalse();
  }

  @Test
  void list_isTheGuides573Words() throws IOException {
    List<String> words;
    try (var resource = ReservedWords.class.getResourceAsStream("reserved-words.txt")) {
      words = new String(Objects.requireNonNull(resource).readAllBytes(), UTF_8).lines().toList();
    }

    assertThat(words).hasSize(573).doesNotHaveDuplicates().isSorted();
    assertThat(words).allMatch(word -> word.equals(word.toUpperCase(Locale.ROOT)));
  }
}
