package io.headwater.actors.expression;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The words that may not stand for an attribute in an expression; such a name needs a placeholder.
 *
 * <p>The list is the Developer Guide's ("Reserved words in DynamoDB"), one word per line in upper
 * case.
 */
final class ReservedWords {
  private static final String RESOURCE = "reserved-words.txt";
  private static final Set<String> WORDS = load();

  /** No reserved word is longer, so that a longer name needs no look-up. */
  private static final int MAX_LENGTH = WORDS.stream().mapToInt(String::length).max().orElseThrow();

  private ReservedWords() {}

  /** Whether the name is reserved, in whatever case. */
  static boolean contains(String name) {
    return name.length() <= MAX_LENGTH && WORDS.contains(name.toUpperCase(Locale.ROOT));
  }

  private static Set<String> load() {
    InputStream resource = ReservedWords.class.getResourceAsStream(RESOURCE);
    if (resource == null) {
      throw new IllegalStateException("missing from the class path: " + RESOURCE);
    }
    try (var reader = new BufferedReader(new InputStreamReader(resource, UTF_8))) {
      return reader.lines().filter(line -> !line.isBlank()).collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
