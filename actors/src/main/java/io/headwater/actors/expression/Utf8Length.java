package io.headwater.actors.expression;

/** How long a text is in UTF-8, which DynamoDB's limits count, without encoding it. */
final class Utf8Length {
  private Utf8Length() {}

  static long of(String text) {
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes++;
      } else if (c < 0x800 || Character.isSurrogate(c)) {
        bytes += 2; // Each half of a surrogate pair stands for two of its four bytes.
      } else {
        bytes += 3;
      }
    }
    return bytes;
  }
}
