package io.headwater.actors.expression;

import io.headwater.actors.expression.DocumentPath.Element;
import io.headwater.actors.model.AttributeValue;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * The freedom that a writer of expressions has: space between tokens, the case of keywords, one
 * pair of parentheses, and placeholders, of which each name and value gets its own.
 */
final class TextVariety {
  private static final String[] SPACES = {"", "", " ", "  ", "\t", "\r\n"};

  private final Map<String, String> names = new HashMap<>();
  private final Map<String, AttributeValue> values = new HashMap<>();
  private final Random random;

  TextVariety(long seed) {
    this.random = new Random(seed);
  }

  Placeholders placeholders() {
    return new Placeholders(names, values);
  }

  /** A sign with or without space around it. */
  String sign(String sign) {
    return space() + sign + space();
  }

  /** A keyword with space around it, which words next to it need. */
  String keyword(String word) {
    boolean lower = random.nextBoolean();
    return space() + " " + (lower ? word.toLowerCase(Locale.ROOT) : word) + " " + space();
  }

  /** What is not in parentheses yet, with or without them. */
  String maybeEnclosed(String text) {
    return random.nextInt(3) == 0 ? enclosed(text) : text;
  }

  String enclosed(String text) {
    return sign("(") + text + sign(")");
  }

  String value(AttributeValue value) {
    String reference = ":v" + values.size();
    values.put(reference, value);
    return reference;
  }

  /** A name stands for itself where it may. */
  String path(DocumentPath path) {
    var written = new StringBuilder();
    for (Element element : path.elements()) {
      switch (element) {
        case Element.Index(var index) -> written.append(sign("[")).append(index).append(sign("]"));
        case Element.Name(var name) ->
            written.append(written.isEmpty() ? "" : sign(".")).append(name(name));
      }
    }
    return written.toString();
  }

  private String name(String name) {
    boolean mayBeBare = name.length() == 1;
    if (mayBeBare && random.nextBoolean()) {
      return name;
    }
    String reference = "#n" + names.size();
    names.put(reference, name);
    return reference;
  }

  /** One of two ways to write something. */
  boolean either() {
    return random.nextBoolean();
  }

  private String space() {
    return SPACES[random.nextInt(SPACES.length)];
  }
}
