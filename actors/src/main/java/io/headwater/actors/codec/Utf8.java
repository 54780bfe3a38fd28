package io.headwater.actors.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * UTF-8 that refuses what it cannot carry. The JDK writes a question mark for half a surrogate
 * pair, by which two different keys could become one.
 */
final class Utf8 {
  private Utf8() {}

  /**
   * The number of UTF-8 bytes.
   *
   * @throws IllegalArgumentException at a surrogate that is no pair
   */
  static int length(String text) {
    int utf16Length = text.length();
    int bytes = utf16Length;
    for (int i = 0; i < utf16Length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        if (c < 0x800) {
          bytes += 1;
        } else {
          bytes += 2;
          if (Character.isSurrogate(c)) {
            expectPair(text, i);
            // Four bytes for the two chars, of which the second was counted as one already.
            i++;
          }
        }
      }
    }
    return bytes;
  }

  /** Writes a text of which {@link #length} is known; the target has room for it. */
  @SuppressWarnings("deprecation") // getBytes(int, ...) is the only copy of chars to given bytes.
  static void encode(String text, int utf8Length, byte[] target, int offset) {
    if (utf8Length == text.length()) {
      // One byte a char: ASCII, of which the low bytes are all.
      text.getBytes(0, utf8Length, target, offset);
    } else {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      System.arraycopy(bytes, 0, target, offset, utf8Length);
    }
  }

  static String decode(byte[] bytes, int offset, int length) {
    String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
    // The JDK puts U+FFFD for malformed bytes; only a text that has one needs the second look.
    if (text.indexOf('\uFFFD') >= 0) {
      byte[] again = text.getBytes(StandardCharsets.UTF_8);
      if (!Arrays.equals(again, 0, again.length, bytes, offset, offset + length)) {
        throw new MalformedBytesException("no UTF-8 at byte " + offset);
      }
    }
    return text;
  }

  private static void expectPair(String text, int index) {
    boolean isPair =
        index + 1 < text.length()
            && Character.isSurrogatePair(text.charAt(index), text.charAt(index + 1));
    if (!isPair) {
      throw new IllegalArgumentException("half a surrogate pair at char " + index);
    }
  }
}
