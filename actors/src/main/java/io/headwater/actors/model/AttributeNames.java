package io.headwater.actors.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;

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
    return new AttributeNames(
        names.stream().distinct().sorted(Utf8Order.COMPARATOR).toArray(String[]::new));
  }

  public int size() {
    return names.length;
  }

  public String get(int index) {
    return names[index];
  }

  /** Compares a name with a part of an array that holds another in UTF-8. */
  public int compare(int index, byte[] bytes, int from, int to) {
    byte[] name = encoded[index];
    return Arrays.compareUnsigned(name, 0, name.length, bytes, from, to);
  }

  @Override
  public String toString() {
    return Arrays.toString(names);
  }
}
