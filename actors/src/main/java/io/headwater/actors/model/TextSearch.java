package io.headwater.actors.model;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Substring search in linear time, whatever the texts.
 *
 * <p>{@link String#indexOf(String)} is fast but quadratic for texts such as {@code aaa…a} and
 * {@code aaa…ab}. So it searches for the beginning of the part only, and {@link TwoWaySearch} takes
 * over when too much is compared in vain.
 */
public final class TextSearch {
  /** Characters of the part that {@link String#indexOf(String)} searches for. */
  private static final int HEAD_LENGTH = 8;

  /** What a call of {@link String#indexOf(String)} costs by itself, in comparisons. */
  private static final int CALL_COMPARISONS = 16;

  /** Whether a text has a part. */
  private enum Outcome {
    FOUND,
    MISSING,
    UNKNOWN
  }

  private TextSearch() {}

  /** Reports whether the part occurs anywhere in the text; the empty one always does. */
  public static boolean contains(String text, String part) {
    return switch (byHead(text, part)) {
      case FOUND -> true;
      case MISSING -> false;
      // No character's bytes begin or end within those of another.
      case UNKNOWN -> TwoWaySearch.contains(text.getBytes(UTF_8), part.getBytes(UTF_8));
    };
  }

  private static Outcome byHead(String text, String part) {
    if (part.length() <= HEAD_LENGTH) {
      return text.contains(part) ? Outcome.FOUND : Outcome.MISSING;
    }
    String head = part.substring(0, HEAD_LENGTH);
    int lastStart = text.length() - part.length();
    long comparisonsLeft = text.length();
    int start = text.indexOf(head);
    while (start >= 0 && start <= lastStart) {
      int equal = HEAD_LENGTH;
      while (equal < part.length() && part.charAt(equal) == text.charAt(start + equal)) {
        equal++;
      }
      if (equal == part.length()) {
        return Outcome.FOUND;
      }
      comparisonsLeft -= equal + CALL_COMPARISONS;
      if (comparisonsLeft < 0) {
        return Outcome.UNKNOWN;
      }
      start = text.indexOf(head, start + 1);
    }
    return Outcome.MISSING;
  }
}
