package io.headwater.loadtests.differential;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Random attribute values, most from few choices, so that conditions meet and sets overlap. */
final class RandomValues {
  /** The attributes that items have beside their key, each with the type that it mostly has. */
  private static final Map<String, String> TYPE_OF_NAME =
      Map.ofEntries(
          Map.entry("s", "S"),
          Map.entry("n", "N"),
          Map.entry("b", "B"),
          Map.entry("flag", "BOOL"),
          Map.entry("nothing", "NULL"),
          Map.entry("ss", "SS"),
          Map.entry("ns", "NS"),
          Map.entry("bs", "BS"),
          Map.entry("l", "L"),
          Map.entry("m", "M"),
          Map.entry("_x", "N"),
          Map.entry("Count", "N"),
          Map.entry("größe", "N"),
          Map.entry("a.b", "M"),
          Map.entry("𝄞", "S"));

  /** The attributes' names, sorted because the order decides what a seed means. */
  static final List<String> NAMES = TYPE_OF_NAME.keySet().stream().sorted().toList();

  static final List<String> TYPES =
      List.of("S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "L", "M");

  private static final List<String> STRINGS =
      List.of("", "a", "ab", "abc", "B", "ä", "日本", "𝄞", "\uFF5E", "a\u0000b", "\"quoted\\", "1");

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "1",
          "-1",
          "2",
          "3",
          "10",
          "120",
          "1.5",
          "-1.50",
          "1e1",
          "+5",
          ".5",
          "5.",
          "00042",
          "-0",
          "0.0000001",
          "1E-130",
          "-1E-130",
          "1E125",
          "-9.9E+125",
          "12345678901234567890123456789012345678",
          "-1.2345678901234567890123456789012345678",
          "0.00000000000000000000000000000000000001",
          "100000000000000000000000000000000000000000");

  private static final List<String> KEY_STRINGS = List.of("a", "ab", "b", "ä", "𝄞", "\uFF5E");
  private static final List<String> KEY_NUMBERS = List.of("1", "-1", "1.0", "10", "9", "-1e-130");
  private static final List<String> KEY_BYTES = List.of("\u0000", "a", "\u007F", "\u00FF", "ab");

  private static final int MAX_DEPTH = 3;

  private RandomValues() {}

  /** A value of the type that the attribute mostly has, or of any. */
  static Object ofAttribute(String name, Draw draw) {
    String type = TYPE_OF_NAME.get(name);
    return type == null || draw.oneIn(5) ? any(draw) : ofType(type, draw);
  }

  static Object any(Draw draw) {
    return ofType(draw.from(TYPES), draw);
  }

  static Object ofType(String type, Draw draw) {
    return value(type, 1, draw);
  }

  /** A value for a key attribute; never empty. */
  static Object ofKey(TableSchema.KeyAttribute attribute, Draw draw) {
    return Map.of(
        attribute.type(),
        switch (attribute.type()) {
          case "S" -> draw.from(KEY_STRINGS);
          case "N" -> draw.from(KEY_NUMBERS);
          default -> base64(draw.from(KEY_BYTES));
        });
  }

  static Map<String, @Nullable Object> key(TableSchema table, Draw draw) {
    var key = new LinkedHashMap<String, @Nullable Object>();
    table.keyAttributes().forEach(attribute -> key.put(attribute.name(), ofKey(attribute, draw)));
    return key;
  }

  static Map<String, @Nullable Object> item(TableSchema table, Draw draw) {
    var item = key(table, draw);
    int count = draw.below(8);
    for (int i = 0; i < count; i++) {
      String name = draw.from(NAMES);
      item.put(name, ofAttribute(name, draw));
    }
    return item;
  }

  private static Map<String, Object> value(String type, int depth, Draw draw) {
    return Map.of(
        type,
        switch (type) {
          case "S" -> string(draw);
          case "N" -> draw.from(NUMBERS);
          case "B" -> base64(string(draw));
          case "BOOL" -> draw.oneIn(2);
          case "NULL" -> true;
          case "SS" -> some(STRINGS, draw);
          case "NS" -> some(List.of("1", "2.0", "-3", "1e2", "0"), draw);
          case "BS" -> some(List.of("", "YQ==", "YWI=", "/w=="), draw);
          case "L" -> list(depth, draw);
          default -> map(depth, draw);
        });
  }

  private static String string(Draw draw) {
    return draw.oneIn(30) ? "long".repeat(draw.between(100, 1500)) : draw.from(STRINGS);
  }

  private static List<Object> list(int depth, Draw draw) {
    var list = new ArrayList<>();
    int count = draw.below(5);
    for (int i = 0; i < count; i++) {
      list.add(inner(depth, draw));
    }
    return list;
  }

  private static Map<String, Object> map(int depth, Draw draw) {
    var map = new LinkedHashMap<String, Object>();
    int count = draw.below(4);
    for (int i = 0; i < count; i++) {
      map.put(draw.from(NAMES), inner(depth, draw));
    }
    return map;
  }

  private static Object inner(int depth, Draw draw) {
    String type = draw.from(TYPES);
    boolean tooDeep = depth >= MAX_DEPTH && (type.equals("L") || type.equals("M"));
    return value(tooDeep ? "N" : type, depth + 1, draw);
  }

  private static List<Object> some(List<String> elements, Draw draw) {
    var some = new ArrayList<Object>();
    while (some.isEmpty()) {
      for (String element : elements) {
        if (draw.oneIn(3)) {
          some.add(element);
        }
      }
    }
    return some;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** A value nested in lists and maps, {@code levels} deep with the innermost. */
  static Object nested(int levels, Draw draw) {
    Object value = Map.of("N", "1");
    for (int i = 1; i < levels; i++) {
      value = draw.oneIn(2) ? Map.of("L", List.of(value)) : Map.of("M", Map.of("x", value));
    }
    return value;
  }
}
