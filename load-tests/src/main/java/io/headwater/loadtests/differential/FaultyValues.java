package io.headwater.loadtests.differential;

import java.util.List;
import java.util.Map;

/** Values that DynamoDB refuses, and some at the border of what it takes. */
final class FaultyValues {
  private FaultyValues() {}

  static Object any(Draw draw) {
    return draw.oneIn(3) ? ofWrongJsonType(draw) : invalid(draw);
  }

  private static Object invalid(Draw draw) {
    return draw.<Object>anyOf(
        Map::of,
        () -> Map.of("X", "1"),
        () -> Map.of("S", "a", "N", "1"),
        () -> Map.of("S", "a", "N", "x"),
        () -> Map.of("NULL", false),
        () -> Map.of("NULL", true, "S", "a"),
        () -> Map.of(draw.from("SS", "NS", "BS"), List.of()),
        () -> Map.of("SS", List.of("a", "b", "a")),
        () -> Map.of("NS", List.of("1", "1.0")),
        () -> Map.of("NS", List.of("1", "x")),
        () -> Map.of("BS", List.of("YQ==", "YQ==")),
        () -> Map.of("N", number(draw)),
        () -> Map.of("L", List.of(Map.of("N", number(draw)))),
        () -> Map.of("M", Map.of("x", Map.of())),
        () -> Map.of("L", List.of(Map.of("SS", List.of()))),
        () -> RandomValues.nested(draw.between(31, 34), draw));
  }

  private static String number(Draw draw) {
    return draw.from(
        "",
        "x",
        " 1",
        "1 ",
        "1.2.3",
        "1e",
        ".",
        "-",
        "NaN",
        "Infinity",
        "1_000",
        "0x10",
        "1e126",
        "-1e126",
        "1e-131",
        "-9.9e-131",
        "123456789012345678901234567890123456789",
        "1e999999",
        "0.123456789012345678901234567890123456789",
        "9.99999999999999999999999999999999999999E125",
        "0e999",
        "٣",
        "1,5",
        "--1",
        "1e+",
        "1d");
  }

  private static Object ofWrongJsonType(Draw draw) {
    return draw.<Object>anyOf(
        () -> Map.of("S", draw.from(1, true, List.of(), Map.of())),
        () -> Map.of("N", draw.from(1, false, List.of("1"), Map.of())),
        () -> Map.of("B", draw.from(1, "YQ", "Y===", "!!!!", "YR==", List.of(), Map.of())),
        () -> Map.of("BOOL", draw.from(1, "true", "maybe", "1", List.of(), Map.of())),
        () -> Map.of("NULL", draw.from(1, "true", "no", List.of(), Map.of())),
        () -> Map.of("SS", draw.from(1, "a", List.of(1), Map.of())),
        () -> Map.of("NS", draw.from(true, "1", List.of(1), List.of("1", List.of()))),
        () -> Map.of("BS", draw.from("YQ==", List.of(1), List.of("Y"), Map.of())),
        () -> Map.of("L", draw.from("a", 1, List.of("a"), List.of(1), List.of(List.of()))),
        () -> Map.of("M", draw.from("a", 1, List.of(), Map.of("x", "a"), Map.of("x", List.of()))),
        () -> draw.from("a", 1, true, List.of()));
  }
}
