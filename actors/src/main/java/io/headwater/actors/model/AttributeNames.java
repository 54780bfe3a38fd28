package io.headwater.actors.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;

/**
 * Names of top-level attributes, each once and in the order of their UTF-8 bytes. Immutable.
 *
 * <p>It is for looking at parts of encoded items, whose attributes stand in that order, so it knows
 * the names as bytes too.
 */
public final class AttributeNames {
  private final String[] names;
  private final byte[][] encoded;

  private AttributeNames(String[] names) {
    this.names = names;
    this.encoded = new byte[names.length][];
    for (int i = 0; i < names.length; i++) {
      encoded[i] = names[i].getBytes(StandardCharsets.UTF_8);
    }
  }

  public static AttributeNames of(Collection<String> names) {
    Collection<String> distinct = names.size() < 2 ? names : new HashSet<>(names);
    String[] sorted = distinct.toArray(new String[0]);
    Arrays.sort(sorted, Utf8Order.COMPARATOR);
    return new AttributeNames(sorted);
  }

  public int size() {
    return names.length;
  }

  public String get(int index) {
    return names[index];
  }

  /**
   * Finds the name that a part of an array holds in UTF-8. Names are often asked for in their
   * order, so it looks at the next one before it searches.
   *
   * @param from the index of the first name to look at
   * @return the name's index, or -(insertion index) - 1 if it is not among them
   */
  public int find(int from, byte[] bytes, int start, int end) {
    int low = from;
    int high = names.length - 1;
    int middle = from;
    while (low <= high) {
      byte[] name = encoded[middle];
      int order = Arrays.compareUnsigned(name, 0, name.length, bytes, start, end);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
      middle = (low + high) >>> 1;
    }
    return -low - 1;
  }

  @Override
  public String toString() {
    return Arrays.toString(names);
  }
}
