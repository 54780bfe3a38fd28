package io.headwater.actors.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SyntaxCacheTest {
  private static final int LENGTH = 4_096;
  private static final int TEXTS_PER_GENERATION = SyntaxCache.MAX_GENERATION_LENGTH / LENGTH;

  private final List<String> read = new ArrayList<>();
  private final SyntaxCache<String> cache = new SyntaxCache<>(this::read);

  private String read(String text) {
    read.add(text);
    if (text.startsWith("bad")) {
      throw new IllegalArgumentException(text);
    }
    return "tree of " + text;
  }

  private static String text(int number) {
    return "x".repeat(LENGTH - 4) + "%04d".formatted(number);
  }

  @Test
  void get_sameTextAgain_readsItOnce() {
    assertThat(cache.get("a")).isEqualTo("tree of a").isSameAs(cache.get("a"));
    assertThat(read).containsExactly("a");
  }

  @Test
  void get_refusedText_isReadAndRefusedEachTime() {
    assertThatThrownBy(() -> cache.get("bad")).hasMessage("bad");
    assertThatThrownBy(() -> cache.get("bad")).hasMessage("bad");
    assertThat(read).containsExactly("bad", "bad");
  }

  @Test
  void get_moreThanTwoGenerations_forgetsTheOldest() {
    for (int i = 0; i <= 2 * TEXTS_PER_GENERATION; i++) {
      cache.get(text(i));
    }
    read.clear();

    cache.get(text(0));
    cache.get(text(2 * TEXTS_PER_GENERATION));

    assertThat(read).containsExactly(text(0));
  }

  @Test
  void get_textInUse_staysWhileOthersGo() {
    for (int i = 1; i <= 10 * TEXTS_PER_GENERATION; i++) {
      cache.get(text(0));
      cache.get(text(i));
    }

    assertThat(read.stream().filter(text(0)::equals)).hasSize(1);
  }
}
