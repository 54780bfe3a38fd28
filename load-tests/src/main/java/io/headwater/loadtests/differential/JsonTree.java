package io.headwater.loadtests.differential;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * JSON as maps, lists, strings, numbers and booleans: what requests are made of and changed in, and
 * what answers are compared as. A number read is a {@link BigDecimal} without trailing zeros.
 */
final class JsonTree {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonTree() {}

  static String write(@Nullable Object tree) {
    var text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      write(tree, generator);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(@Nullable Object tree, JsonGenerator generator) throws IOException {
    switch (tree) {
      case null -> generator.writeNull();
      case Map<?, ?> members -> {
        generator.writeStartObject();
        for (var member : members.entrySet()) {
          generator.writeFieldName(member.getKey().toString());
          write(member.getValue(), generator);
        }
        generator.writeEndObject();
      }
      case List<?> elements -> {
        generator.writeStartArray();
        for (Object element : elements) {
          write(element, generator);
        }
        generator.writeEndArray();
      }
      case String string -> generator.writeString(string);
      case Boolean bool -> generator.writeBoolean(bool);
      default -> generator.writeNumber(tree.toString());
    }
  }

  /**
   * Reads a document; an empty text is an empty object.
   *
   * @throws IOException if it is no JSON
   */
  static Object read(byte[] json) throws IOException {
    try (JsonParser parser = FACTORY.createParser(json)) {
      return parser.nextToken() == null ? Map.of() : read(parser);
    }
  }

  private static Object read(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> readObject(parser);
      case START_ARRAY -> readArray(parser);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          new BigDecimal(parser.getText()).stripTrailingZeros();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> parser.getText();
    };
  }

  private static Map<String, Object> readObject(JsonParser parser) throws IOException {
    var members = new LinkedHashMap<String, Object>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      members.put(name, read(parser));
    }
    return members;
  }

  private static List<Object> readArray(JsonParser parser) throws IOException {
    var elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(read(parser));
    }
    return elements;
  }

  /**
   * Whether a tree is what is left of another when members of its objects and elements of its lists
   * are left out.
   */
  static boolean isPartOf(@Nullable Object part, @Nullable Object whole) {
    return switch (part) {
      case Map<?, ?> members when whole instanceof Map<?, ?> of ->
          members.entrySet().stream()
              .allMatch(member ->
                  of.containsKey(member.getKey())
                      && isPartOf(member.getValue(), of.get(member.getKey())));
      case List<?> elements when whole instanceof List<?> of -> {
        var rest = of.iterator();
        yield elements.stream().allMatch(element -> skipTo(element, rest));
      }
      case null, default -> Objects.equals(part, whole);
    };
  }

  private static boolean skipTo(@Nullable Object part, Iterator<?> rest) {
    while (rest.hasNext()) {
      if (isPartOf(part, rest.next())) {
        return true;
      }
    }
    return false;
  }

  /** A copy of an object that can be changed, in all its depth, without changing the original. */
  static Map<String, @Nullable Object> copyOfMembers(Map<?, ?> members) {
    var copy = new LinkedHashMap<String, @Nullable Object>();
    members.forEach((name, member) -> copy.put(name.toString(), copy(member)));
    return copy;
  }

  private static @Nullable Object copy(@Nullable Object tree) {
    return switch (tree) {
      case Map<?, ?> members -> copyOfMembers(members);
      case List<?> elements -> {
        var copy = new ArrayList<@Nullable Object>();
        elements.forEach(element -> copy.add(copy(element)));
        yield copy;
      }
      case null, default -> tree;
    };
  }
}
