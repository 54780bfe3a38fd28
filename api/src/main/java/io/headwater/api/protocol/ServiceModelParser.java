package io.headwater.api.protocol;

import io.headwater.api.protocol.OperationShape.TableNameRule;
import io.headwater.api.protocol.StructureShape.Form;
import io.headwater.api.protocol.StructureShape.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/** Reads the model's text; its grammar stands at the head of {@code service-model.txt}. */
final class ServiceModelParser {
  private final Map<String, Shape> shapes = new HashMap<>();
  private final Map<String, OperationShape> operations = new HashMap<>();

  /** The structure or operation whose members are being read; null between two of them. */
  private @Nullable List<String> openHeader;

  private List<Member> openMembers = new ArrayList<>();

  ServiceModelParser() {
    shapes.put("string", Shape.Text.ANY);
    shapes.put("boolean", Shape.Flag.INSTANCE);
    shapes.put("integer", new Shape.Whole("Integer", Integer.MIN_VALUE, Integer.MAX_VALUE));
    shapes.put("long", new Shape.Whole("Long", Long.MIN_VALUE, Long.MAX_VALUE));
    shapes.put("value", Shape.Value.INSTANCE);
    shapes.put("attributes", Shape.Attributes.INSTANCE);
  }

  Map<String, OperationShape> parse(String text) {
    text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(this::line);
    close();
    return Map.copyOf(operations);
  }

  private void line(String line) {
    List<String> words = words(line);
    if (line.startsWith(" ")) {
      openMembers.add(member(words.get(0), shape(words.get(1))));
      return;
    }
    close();
    switch (words.get(0)) {
      case "string" -> define(words, text(words));
      case "enum" -> define(words, enumeration(words));
      case "integer" -> define(words, whole("Integer", words.get(2)));
      case "long" -> define(words, whole("Long", words.get(2)));
      case "list" -> define(words, list(words));
      case "map" -> define(words, map(words));
      case "structure", "operation" -> openHeader = words;
      default -> throw new IllegalArgumentException("not a definition: " + line);
    }
  }

  /** Turns the members gathered so far into the structure or operation that they belong to. */
  private void close() {
    List<String> header = openHeader;
    if (header == null) {
      return;
    }
    String name = header.get(1);
    if (header.get(0).equals("structure")) {
      define(header, new Shape.Nested(new StructureShape(name, openMembers)));
    } else {
      TableNameRule rule =
          header.size() > 2
              ? TableNameRule.valueOf(header.get(2).toUpperCase(Locale.ROOT))
              : TableNameRule.JOINED;
      String inputName = name.substring(name.indexOf('.') + 1) + "Input";
      operations.put(
          name, new OperationShape(name, rule, new StructureShape(inputName, openMembers)));
    }
    openHeader = null;
    openMembers = new ArrayList<>();
  }

  private void define(List<String> words, Shape shape) {
    if (shapes.put(words.get(1), shape) != null) {
      throw new IllegalArgumentException("defined twice: " + words.get(1));
    }
  }

  private Shape shape(String name) {
    Shape shape = shapes.get(name);
    if (shape == null) {
      throw new IllegalArgumentException("not defined: " + name);
    }
    return shape;
  }

  private Member member(String word, Shape shape) {
    int end = word.length();
    while ("!?~^".indexOf(word.charAt(end - 1)) >= 0) {
      end--;
    }
    String marks = word.substring(end);
    Form form =
        marks.contains("^") ? Form.NEWER_BARE : marks.contains("~") ? Form.NEWER : Form.OLDER;
    return new Member(
        word.substring(0, end),
        openMembers.size(),
        shape,
        marks.contains("!"),
        marks.contains("?"),
        form);
  }

  private static Shape.Text text(List<String> words) {
    long[] length = length(words);
    NamePattern pattern =
        words.contains("pattern") ? new NamePattern(words.contains("or-arn")) : null;
    return new Shape.Text((int) length[0], (int) length[1], pattern, List.of(), List.of());
  }

  private static Shape.Text enumeration(List<String> words) {
    int newer = words.indexOf("newer");
    List<String> values = words.subList(2, newer < 0 ? words.size() : newer);
    List<String> newerValues = newer < 0 ? values : words.subList(newer + 1, words.size());
    return new Shape.Text(0, Integer.MAX_VALUE, null, values, newerValues);
  }

  private static Shape.Whole whole(String javaType, String range) {
    long[] bounds = range(range);
    return new Shape.Whole(javaType, bounds[0], bounds[1]);
  }

  private Shape.Sequence list(List<String> words) {
    long[] length = length(words);
    return new Shape.Sequence(shape(words.get(2)), (int) length[0], (int) length[1]);
  }

  private Shape.Dictionary map(List<String> words) {
    long[] length = length(words);
    if (!(shape(words.get(2)) instanceof Shape.Text key)) {
      throw new IllegalArgumentException("not a string: " + words.get(2));
    }
    return new Shape.Dictionary(
        key, shape(words.get(3)), words.get(4), (int) length[0], (int) length[1]);
  }

  private static long[] length(List<String> words) {
    int at = words.indexOf("length");
    return at < 0 ? new long[] {0, Integer.MAX_VALUE} : range(words.get(at + 1));
  }

  private static long[] range(String range) {
    int dots = range.indexOf("..");
    return new long[] {
      Long.parseLong(range.substring(0, dots)), Long.parseLong(range.substring(dots + 2))
    };
  }

  private static List<String> words(String line) {
    var words = new ArrayList<String>();
    var tokenizer = new StringTokenizer(line);
    while (tokenizer.hasMoreTokens()) {
      words.add(tokenizer.nextToken());
    }
    return words;
  }
}
