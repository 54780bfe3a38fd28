package io.headwater.loadtests.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON document as a tree, for tests that look into answers. Numbers are kept as their text.
 *
 * @param members of an object, empty otherwise
 * @param elements of an array, empty otherwise
 * @param value of a string, number or boolean; null otherwise
 */
public record Json(Map<String, Json> members, List<Json> elements, @Nullable String value) {
  private static final JsonFactory FACTORY = new JsonFactory();

  public static Json parse(byte[] bytes) {
    try (JsonParser parser = FACTORY.createParser(bytes)) {
      parser.nextToken();
      return read(parser);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "Not JSON: " + new String(bytes, StandardCharsets.UTF_8), e);
    }
  }

  private static Json read(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> readObject(parser);
      case START_ARRAY -> readArray(parser);
      case VALUE_NULL -> new Json(Map.of(), List.of(), null);
      default -> new Json(Map.of(), List.of(), parser.getText());
    };
  }

  private static Json readObject(JsonParser parser) throws IOException {
    var members = new LinkedHashMap<String, Json>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      members.put(name, read(parser));
    }
    return new Json(members, List.of(), null);
  }

  private static Json readArray(JsonParser parser) throws IOException {
    var elements = new ArrayList<Json>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(read(parser));
    }
    return new Json(Map.of(), elements, null);
  }

  public boolean has(String name) {
    return members.containsKey(name);
  }

  /** The value at a path of member names; throws if there is none. */
  public Json at(String... path) {
    Json here = this;
    for (String name : path) {
      Json next = here.members.get(name);
      if (next == null) {
        throw new IllegalArgumentException("No " + name + " in " + here);
      }
      here = next;
    }
    return here;
  }

  /** The text of the string, number or boolean at a path; throws if there is none. */
  public String textAt(String... path) {
    String text = at(path).value;
    if (text == null) {
      throw new IllegalArgumentException("No text at " + String.join(".", path) + " in " + this);
    }
    return text;
  }
}
