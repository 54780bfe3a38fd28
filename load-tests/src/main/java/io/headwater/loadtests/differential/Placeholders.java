package io.headwater.loadtests.differential;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The attribute names and values of one request's expressions, as its expressions come to be. */
final class Placeholders {
  /** Names that may stand in an expression as they are. */
  private static final Set<String> PLAIN_NAMES =
      Set.of(
          "s", "n", "b", "flag", "nothing", "ss", "ns", "bs", "l", "m", "_x", "pk", "sk", "id",
          "x");

  private final Draw draw;
  private final Map<String, @Nullable Object> names = new LinkedHashMap<>();
  private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

  Placeholders(Draw draw) {
    this.draw = draw;
  }

  /** What stands for the attribute in an expression. */
  String name(String attribute) {
    if (PLAIN_NAMES.contains(attribute) && !draw.oneIn(4)) {
      return attribute;
    }
    for (var entry : names.entrySet()) {
      if (attribute.equals(entry.getValue())) {
        return entry.getKey();
      }
    }
    String placeholder = "#n" + names.size();
    names.put(placeholder, attribute);
    return placeholder;
  }

  /** What stands for the value; now and then a placeholder that is there already. */
  String value(Object value) {
    if (!values.isEmpty() && draw.oneIn(15)) {
      return values.keySet().iterator().next();
    }
    String placeholder = ":v" + values.size();
    values.put(placeholder, value);
    return placeholder;
  }

  void addTo(Map<String, @Nullable Object> request) {
    if (!names.isEmpty()) {
      request.put("ExpressionAttributeNames", names);
    }
    if (!values.isEmpty()) {
      request.put("ExpressionAttributeValues", values);
    }
  }
}
