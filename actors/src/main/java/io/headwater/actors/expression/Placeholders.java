package io.headwater.actors.expression;

import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.DynamoDbException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A request's ExpressionAttributeNames and ExpressionAttributeValues. It remembers which of them
 * the request's expressions used, so one instance serves all expressions of one request and no
 * other.
 *
 * <p>Calls in the order of DynamoDB's checks: {@link #checkNames}, {@link #checkValues}, then the
 * parser for each expression, then {@link #requireAllUsed}. Whether a request may have the maps at
 * all depends on its other parameters and is the operation's to say; the values themselves are
 * checked where they are read.
 */
public final class Placeholders {
  /** UTF-8 bytes of a placeholder with its {@code #} or {@code :}. */
  public static final int MAX_PLACEHOLDER_BYTES = 255;

  /** UTF-8 bytes of an attribute's name. */
  private static final int MAX_ATTRIBUTE_NAME_BYTES = 65_535;

  private static final String NAMES = "ExpressionAttributeNames";
  private static final String VALUES = "ExpressionAttributeValues";
  private static final String TOO_LONG =
      "The expression attribute map contains a key that is too long;";

  private final @Nullable Map<String, String> names;
  private final @Nullable Map<String, AttributeValue> values;
  private final Set<String> used = new HashSet<>();

  public Placeholders(
      @Nullable Map<String, String> names, @Nullable Map<String, AttributeValue> values) {
    this.names = names;
    this.values = values;
  }

  /** For a request without placeholders. */
  public static Placeholders none() {
    return new Placeholders(null, null);
  }

  /** Checks the map of names itself: not empty, then per entry its key and its attribute name. */
  public void checkNames() {
    if (names == null) {
      return;
    }
    requireNotEmpty(NAMES, names);
    names.forEach((key, name) -> {
      requireKey(NAMES, key, '#', TOO_LONG + " size of key: ");
      requireAttributeName(key, name);
    });
  }

  /** Checks the map of values itself: not empty, then every key. */
  public void checkValues() {
    if (values == null) {
      return;
    }
    requireNotEmpty(VALUES, values);
    values.keySet().forEach(Placeholders::checkValueKey);
  }

  /** Checks the key of a value alone, for one whose value can't be read. */
  public static void checkValueKey(String key) {
    requireKey(VALUES, key, ':', TOO_LONG);
  }

  /** Fails if a name was used in no expression, else if a value was. */
  public void requireAllUsed() {
    requireAllUsed(NAMES, names);
    requireAllUsed(VALUES, values);
  }

  /** The attribute name of a {@code #reference}, which counts as used; null: undefined. */
  @Nullable String name(String reference) {
    used.add(reference);
    return names == null ? null : names.get(reference);
  }

  /** The value of a {@code :reference}, which counts as used; null: undefined. */
  @Nullable AttributeValue value(String reference) {
    used.add(reference);
    return values == null ? null : values.get(reference);
  }

  private void requireAllUsed(String parameter, @Nullable Map<String, ?> defined) {
    if (defined == null || used.containsAll(defined.keySet())) {
      return;
    }
    String unused =
        defined.keySet().stream()
            .filter(key -> !used.contains(key))
            .collect(Collectors.joining(", ", "{", "}"));
    throw DynamoDbException.validation(
        "Value provided in " + parameter + " unused in expressions: keys: " + unused);
  }

  private static void requireNotEmpty(String parameter, Map<String, ?> map) {
    if (map.isEmpty()) {
      throw DynamoDbException.validation(parameter + " must not be empty");
    }
  }

  private static void requireKey(String parameter, String key, char sigil, String tooLong) {
    String invalid = parameter + " contains invalid key: ";
    if (key.isEmpty()) {
      throw DynamoDbException.validation(
          invalid + "The expression attribute map contains an empty key;");
    }
    long sizeBytes = Utf8Length.of(key);
    if (sizeBytes > MAX_PLACEHOLDER_BYTES) {
      throw DynamoDbException.validation(
          invalid + tooLong + (parameter.equals(NAMES) ? sizeBytes : ""));
    }
    if (key.charAt(0) != sigil || key.length() == 1 || !Tokens.isWord(key, 1)) {
      throw DynamoDbException.validation(invalid + "Syntax error; key: \"" + key + "\"");
    }
  }

  private static void requireAttributeName(String key, String name) {
    String invalid = NAMES + " contains invalid value: ";
    if (name.isEmpty()) {
      throw DynamoDbException.validation(invalid + "Empty attribute name for key " + key);
    }
    if (Utf8Length.of(name) > MAX_ATTRIBUTE_NAME_BYTES) {
      throw DynamoDbException.validation(
          invalid + "Attribute name is too large, must be less than 65536 bytes for key " + key);
    }
  }
}
