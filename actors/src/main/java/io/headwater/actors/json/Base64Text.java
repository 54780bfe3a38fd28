package io.headwater.actors.json;

import io.headwater.actors.model.Bytes;
import java.util.Base64;

/** Base64 as strictly as DynamoDB takes it: padded, and without bits behind the last byte. */
final class Base64Text {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  /** DynamoDB's text, typing error included, for padding that no encoder produces. */
  private static final String MISPLACED_PADDING = "Invalid last non-pad Base64 character dectected";

  private Base64Text() {}

  /**
   * The bytes.
   *
   * @throws io.headwater.actors.model.DynamoDbException a SerializationException
   */
  static Bytes decode(String text) {
    int length = text.length();
    if (length % 4 != 0) {
      throw SerializationFault.of(
          "Base64 encoded length is expected a multiple of 4 bytes but found: " + length);
    }
    if (length == 0) {
      return Bytes.ofOwned(new byte[0]);
    }
    int padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
    expectAlphabet(text, length - padding);
    int unusedBits = padding == 2 ? 0xF : padding == 1 ? 0x3 : 0;
    if ((ALPHABET.indexOf(text.charAt(length - padding - 1)) & unusedBits) != 0) {
      throw SerializationFault.of(MISPLACED_PADDING);
    }
    return Bytes.ofOwned(Base64.getDecoder().decode(text));
  }

  private static void expectAlphabet(String text, int end) {
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      boolean isLetter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
      if (c == '=') {
        throw SerializationFault.of(MISPLACED_PADDING);
      }
      if (!isLetter && !(c >= '0' && c <= '9') && c != '+' && c != '/') {
        throw SerializationFault.of("Invalid Base64 character: '" + c + "'");
      }
    }
  }
}
