package io.headwater.actors.json;

/**
 * Text that is well-formed Unicode. JSON can carry halves of surrogate pairs, which have no UTF-8
 * form and so no place in an item.
 */
public final class UnicodeText {
  private UnicodeText() {}

  /**
   * The text itself.
   *
   * @throws io.headwater.actors.model.DynamoDbException a SerializationException if it has half a
   *     surrogate pair
   */
  public static String checked(String text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        boolean isPair =
            i + 1 < length && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
        if (!isPair) {
          throw SerializationFault.notJson();
        }
        i++;
      }
    }
    return text;
  }
}
