package io.headwater.api.testing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A JSON document that can be changed for the worse. Names may be double, scalars any text. */
final class FuzzJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  /** What members and elements are replaced by. */
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "false",
          "0",
          "-0",
          "-1",
          "1.5",
          "1e400",
          "-1E-400",
          "2147483648",
          "9223372036854775808",
          "1" + "0".repeat(400),
          "1" + "0".repeat(2_000),
          "\"\"",
          "\"a\"",
          "\"ALL_OLD\"",
          "\"TRUE\"",
          "\"1\"",
          "\"\\u0000\"",
          "\"\\ud83d\\ude00\"",
          "\"\\ud83d\"",
          "\"\\ude00\\ud83d\"",
          "\"" + "x".repeat(300) + "\"",
          "\"" + "y".repeat(70_000) + "\"",
          "\"#a\"",
          "\":n\"",
          "\"a = :n\"",
          "[]",
          "[[]]",
          "[null]",
          "{}",
          "{\"\":{}}",
          "{\"S\":\"\"}",
          "{\"S\":1}",
          "{\"S\":\"a\",\"N\":\"1\"}",
          "{\"N\":\"\"}",
          "{\"N\":\"1e126\"}",
          "{\"N\":\"1e-131\"}",
          "{\"N\":\"1e999999999999\"}",
          "{\"N\":\"" + "9".repeat(39) + "\"}",
          "{\"N\":\"NaN\"}",
          "{\"N\":\"\\u0661\"}",
          "{\"B\":\"=\"}",
          "{\"B\":\"====\"}",
          "{\"B\":\"AQ\"}",
          "{\"B\":\"AQ==AQ==\"}",
          "{\"B\":\"\\u00e9aaa\"}",
          "{\"SS\":[]}",
          "{\"SS\":[\"a\",\"a\"]}",
          "{\"NS\":[\"1\",\"1.0\"]}",
          "{\"BS\":[\"AQ==\",null]}",
          "{\"NULL\":false}",
          "{\"BOOL\":\"yes\"}",
          "{\"L\":{}}",
          "{\"M\":[]}",
          "{\"M\":{\"\":{\"S\":\"a\"}}}",
          "{\"X\":1}",
          "NaN",
          "01",
          "'a'",
          "\"\\x\"",
          "\"\n\"",
          "tru",
          "[".repeat(600),
          "[".repeat(40) + "]".repeat(40),
          "{\"L\":[".repeat(40) + "]}".repeat(40),
          "{\"M\":{\"a\":".repeat(33) + "{\"S\":\"a\"}" + "}}".repeat(33));

  /** What members are renamed to. */
  private static final List<String> NAMES =
      List.of(
          "",
          "S",
          "N",
          "B",
          "SS",
          "L",
          "M",
          "NULL",
          "id",
          "nr",
          "#a",
          ":n",
          "#",
          "a.b",
          "Item",
          "Key",
          "Limit",
          "Select",
          "Segment",
          "IndexName",
          "Expected",
          "KeyConditions",
          "AttributesToGet",
          "ConditionExpression",
          "ExpressionAttributeValues",
          "\\u0000",
          "\\ud800",
          "z".repeat(300),
          "z".repeat(70_000));

  private enum Kind {
    OBJECT,
    ARRAY,
    SCALAR
  }

  private final Kind kind;

  /** As JSON has it between the quotes; null of elements and of the root. */
  private @Nullable String name;

  /** Of a scalar, as JSON has it. */
  private final String text;

  private final List<FuzzJson> children = new ArrayList<>();

  private FuzzJson(Kind kind, @Nullable String name, String text) {
    this.kind = kind;
    this.name = name;
    this.text = text;
  }

  static FuzzJson parse(String json) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      parser.nextToken();
      return read(parser, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FuzzJson read(JsonParser parser, @Nullable String name) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      var read = new FuzzJson(Kind.OBJECT, name, "");
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String childName = quoted(parser.currentName());
        parser.nextToken();
        read.children.add(read(parser, childName));
      }
      return read;
    }
    if (token == JsonToken.START_ARRAY) {
      var read = new FuzzJson(Kind.ARRAY, name, "");
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        read.children.add(read(parser, null));
      }
      return read;
    }
    boolean isText = token == JsonToken.VALUE_STRING;
    String text = parser.getText();
    return new FuzzJson(Kind.SCALAR, name, isText ? "\"" + quoted(text) + "\"" : text);
  }

  private static String quoted(String text) {
    return String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text));
  }

  /** Changes one place at random: what is there goes, comes twice, or is another. */
  void mutate(Random random) {
    var parents = new ArrayList<FuzzJson>();
    addParents(parents);
    if (parents.isEmpty()) {
      return;
    }
    List<FuzzJson> siblings = pick(parents, random).children;
    int index = random.nextInt(siblings.size());
    FuzzJson old = siblings.get(index);
    switch (random.nextInt(6)) {
      case 0 -> siblings.remove(index);
      case 1 -> siblings.add(index, old.copy(old.name));
      case 2 -> siblings.add(index, new FuzzJson(Kind.SCALAR, old.name, pick(VALUES, random)));
      case 3 -> siblings.set(index, pick(pick(parents, random).children, random).copy(old.name));
      case 4 -> {
        if (old.name != null) {
          old.name = pick(NAMES, random);
        }
      }
      default -> siblings.set(index, new FuzzJson(Kind.SCALAR, old.name, pick(VALUES, random)));
    }
  }

  private void addParents(List<FuzzJson> parents) {
    if (!children.isEmpty()) {
      parents.add(this);
      children.forEach(child -> child.addParents(parents));
    }
  }

  private FuzzJson copy(@Nullable String newName) {
    var copy = new FuzzJson(kind, newName, text);
    children.forEach(child -> copy.children.add(child.copy(child.name)));
    return copy;
  }

  private static <T> T pick(List<T> choices, Random random) {
    return choices.get(random.nextInt(choices.size()));
  }

  @Override
  public String toString() {
    var json = new StringBuilder();
    appendTo(json);
    return json.toString();
  }

  private void appendTo(StringBuilder json) {
    if (name != null) {
      json.append('"').append(name).append("\":");
    }
    if (kind == Kind.SCALAR) {
      json.append(text);
      return;
    }
    json.append(kind == Kind.OBJECT ? '{' : '[');
    String separator = "";
    for (FuzzJson child : children) {
      json.append(separator);
      child.appendTo(json);
      separator = ",";
    }
    json.append(kind == Kind.OBJECT ? '}' : ']');
  }
}
