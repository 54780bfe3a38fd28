package io.headwater.api.protocol;

/**
 * The pattern of table and index names, {@code [a-zA-Z0-9_.-]+}, checked by a loop because it runs
 * on every request.
 *
 * @param orArn whether an ARN may stand for the name
 */
record NamePattern(boolean orArn) {
  /** As the service prints it. */
  static final String REGEX = "[a-zA-Z0-9_.-]+";

  /** The most characters of an ARN, which may be longer than a name. */
  static final int MAX_ARN_LENGTH = 1_024;

  private static final String ARN_PREFIX = "arn:";

  boolean isArn(String text) {
    return orArn && text.startsWith(ARN_PREFIX);
  }

  /**
   * Where an ARN may stand, an empty text breaks the length's rule alone, as the service has it.
   */
  boolean matches(String text) {
    return isArn(text) || isName(text) || (orArn && text.isEmpty());
  }

  static boolean isName(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isNameCharacter(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static boolean isNameCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '.'
        || c == '-';
  }
}
