package io.headwater.actors.model;

import java.util.Arrays;

/**
 * The two-way algorithm (Crochemore and Perrin, "Two-way string-matching", 1991): a search that
 * needs no memory and at most two comparisons for each byte of the text.
 *
 * <p>It splits the part so that a mismatch on the right side shifts by as many bytes as matched;
 * the left side is compared after the right one has matched.
 */
final class TwoWaySearch {
  /**
   * So many equal bytes are followed by more mostly; from there on the JDK compares many at once.
   */
  private static final int SHORT_RUN = 8;

  private final byte[] text;
  private final byte[] part;

  private TwoWaySearch(byte[] text, byte[] part) {
    this.text = text;
    this.part = part;
  }

  static boolean contains(byte[] text, byte[] part) {
    return part.length == 0 || (part.length <= text.length && new TwoWaySearch(text, part).find());
  }

  /**
   * A maximal suffix of the part.
   *
   * @param left the index of the last byte before it; -1: it is the whole part
   */
  private record Suffix(int left, int period) {}

  private boolean find() {
    Suffix ascending = maximalSuffix(true);
    Suffix descending = maximalSuffix(false);
    Suffix suffix = ascending.left() > descending.left() ? ascending : descending;
    int left = suffix.left();
    return isPeriodic(suffix)
        ? findPeriodic(left, suffix.period())
        : find(left, Math.max(left + 1, part.length - left - 1) + 1);
  }

  /** Whether what is left of the suffix repeats with the suffix's period. */
  private boolean isPeriodic(Suffix suffix) {
    int end = suffix.left() + 1;
    int period = suffix.period();
    return period + end <= part.length && Arrays.equals(part, 0, end, part, period, period + end);
  }

  private Suffix maximalSuffix(boolean ascending) {
    int left = -1;
    int candidate = 0;
    int offset = 1;
    int period = 1;
    while (candidate + offset < part.length) {
      int order = Byte.compare(part[candidate + offset], part[left + offset]);
      if (order == 0) {
        if (offset == period) {
          candidate += period;
          offset = 1;
        } else {
          offset++;
        }
      } else if (ascending == order < 0) {
        candidate += offset;
        offset = 1;
        period = candidate - left;
      } else {
        left = candidate++;
        offset = 1;
        period = 1;
      }
    }
    return new Suffix(left, period);
  }

  private boolean find(int left, int shift) {
    int start = 0;
    while (start <= text.length - part.length) {
      int right = endOfEqual(start, left + 1);
      if (right < part.length) {
        start += right - left;
      } else if (startOfEqual(start, left, -1) < 0) {
        return true;
      } else {
        start += shift;
      }
    }
    return false;
  }

  /** After a shift by the period, the beginning of the part is known to match. */
  private boolean findPeriodic(int left, int period) {
    int start = 0;
    int known = -1;
    while (start <= text.length - part.length) {
      int right = endOfEqual(start, Math.max(left, known) + 1);
      if (right < part.length) {
        start += right - left;
        known = -1;
      } else if (startOfEqual(start, left, known) <= known) {
        return true;
      } else {
        start += period;
        known = part.length - period - 1;
      }
    }
    return false;
  }

  /** The index of the first byte from one on that differs from the text; the length if none. */
  private int endOfEqual(int start, int from) {
    int index = from;
    int shortEnd = Math.min(part.length, from + SHORT_RUN);
    while (index < shortEnd) {
      if (part[index] != text[start + index]) {
        return index;
      }
      index++;
    }
    int equal = Arrays.mismatch(part, index, part.length, text, start + index, start + part.length);
    return equal < 0 ? part.length : index + equal;
  }

  /** The index of the first byte backwards from one on that differs; {@code known} if none. */
  private int startOfEqual(int start, int from, int known) {
    int index = from;
    while (index > known && part[index] == text[start + index]) {
      index--;
    }
    return index;
  }
}
