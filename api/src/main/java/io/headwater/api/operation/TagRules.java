package io.headwater.api.operation;

import io.headwater.actors.catalog.TableTags;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.api.protocol.Structure;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules for the tags and tag keys of a request (validation-and-errors §10). */
public final class TagRules {
  private static final int MAX_KEY_LENGTH = 128;
  private static final int MAX_VALUE_LENGTH = 256;
  private static final String RESERVED_PREFIX = "aws:";
  private static final String PUNCTUATION = "+-=._:/@";

  private TagRules() {}

  /**
   * Returns the tags of a request, in its order.
   *
   * @throws DynamoDbException a ValidationException for a bad or repeated key, a bad value or too
   *     many tags
   */
  public static Map<String, String> read(@Nullable List<Structure> tags) {
    var read = new LinkedHashMap<String, String>();
    for (Structure tag : tags == null ? List.<Structure>of() : tags) {
      String key = requireKey(tag.text("Key"));
      String value = requireValue(tag.text("Value"));
      if (read.putIfAbsent(key, value) != null) {
        throw DynamoDbException.validation(
            "Duplicate Tag Keys provided as input: Duplicate Tag Key found " + key);
      }
    }
    TableTags.requireFew(read.size());
    return read;
  }

  /**
   * Returns the keys of the tags to remove.
   *
   * @throws DynamoDbException a ValidationException for a bad key or too many keys
   */
  public static Set<String> readKeys(List<String> keys) {
    keys.forEach(TagRules::requireKey);
    TableTags.requireFew(keys.size());
    return new LinkedHashSet<>(keys);
  }

  private static String requireKey(@Nullable String key) {
    if (key == null || key.isEmpty() || !isAllowed(key, MAX_KEY_LENGTH)) {
      throw DynamoDbException.validation("The Tag Key provided is invalid, Key: " + key);
    }
    if (key.toLowerCase(Locale.ROOT).startsWith(RESERVED_PREFIX)) {
      throw DynamoDbException.validation("Tag Key cannot be prefixed with aws:, Key: " + key);
    }
    return key;
  }

  private static String requireValue(@Nullable String value) {
    if (value == null || !isAllowed(value, MAX_VALUE_LENGTH)) {
      throw DynamoDbException.validation("The Tag Value provided is invalid, Value: " + value);
    }
    return value;
  }

  private static boolean isAllowed(String text, int maxLength) {
    return text.length() <= maxLength
        && text.codePoints()
            .allMatch(c ->
                Character.isLetterOrDigit(c)
                    || Character.isSpaceChar(c)
                    || PUNCTUATION.indexOf(c) >= 0);
  }
}
