package io.headwater.persistence.store;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The row keys from {@code from} (inclusive) to {@code to} (exclusive; null: to the end). */
@SuppressWarnings("ArrayRecordComponent") // A carrier; never compared.
public record KeyRange(byte[] from, byte @Nullable [] to) {

  /** All keys that begin with a prefix. */
  public static KeyRange withPrefix(byte[] prefix) {
    return new KeyRange(prefix, successorOfPrefix(prefix));
  }

  /** The least key above one key. */
  public static byte[] successorOf(byte[] key) {
    return Arrays.copyOf(key, key.length + 1);
  }

  /** The least key above every key that begins with the prefix; null if there is none. */
  public static byte @Nullable [] successorOfPrefix(byte[] prefix) {
    for (int last = prefix.length - 1; last >= 0; last--) {
      if (prefix[last] != (byte) 0xFF) {
        byte[] successor = Arrays.copyOf(prefix, last + 1);
        successor[last]++;
        return successor;
      }
    }
    return null;
  }
}
