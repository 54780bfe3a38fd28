package io.headwater.api.operation;

import static io.headwater.actors.model.DynamoDbException.invalidParameter;

import io.headwater.actors.catalog.TableTags;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.api.protocol.Structure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules for tags; their lengths are checked by the model. */
public final class TagRules {
  private static final String RESERVED_PREFIX = "aws:";
  private static final String FURTHER_CHARACTERS = " +-=._:/@";

  private TagRules() {}

  /**
   * The tags of a request; of two with one key the later counts.
   *
   * @throws DynamoDbException a ValidationException
   */
  public static Map<String, String> read(@Nullable List<Structure> tags) {
    var read = new LinkedHashMap<String, String>();
    for (Structure tag : tags == null ? List.<Structure>of() : tags) {
      String key = tag.requiredText("Key");
      String value = tag.requiredText("Value");
      if (key.startsWith(RESERVED_PREFIX)) {
        throw invalidParameter("Tag keys that begin with aws: are reserved. Key: " + key);
      }
      requireAllowed("key", key);
      requireAllowed("value", value);
      read.put(key, value);
    }
    TableTags.requireFew(read);
    return read;
  }

  private static void requireAllowed(String what, String text) {
    boolean allowed =
        text.codePoints()
            .allMatch(c ->
                Character.isLetterOrDigit(c)
                    || Character.isWhitespace(c)
                    || FURTHER_CHARACTERS.indexOf(c) >= 0);
    if (!allowed) {
      throw invalidParameter(
          "A tag's %s can have letters, digits, spaces and %s only. Found: %s"
              .formatted(what, FURTHER_CHARACTERS.strip(), text));
    }
  }
}
