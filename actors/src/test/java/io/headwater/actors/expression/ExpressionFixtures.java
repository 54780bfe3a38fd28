package io.headwater.actors.expression;

import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.B;
import io.headwater.actors.model.AttributeValue.BS;
import io.headwater.actors.model.AttributeValue.Bool;
import io.headwater.actors.model.AttributeValue.L;
import io.headwater.actors.model.AttributeValue.M;
import io.headwater.actors.model.AttributeValue.N;
import io.headwater.actors.model.AttributeValue.NS;
import io.headwater.actors.model.AttributeValue.Null;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.AttributeValue.SS;
import io.headwater.actors.model.Bytes;
import io.headwater.actors.model.Item;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The placeholders and the item that the tests' tables of expressions refer to. */
final class ExpressionFixtures {
  static final Map<String, String> NAMES = Map.of("#a", "a", "#b", "b", "#dot", "x.y");

  static final Map<String, AttributeValue> VALUES =
      Map.ofEntries(
          Map.entry(":n", n("1")),
          Map.entry(":m", n("2")),
          Map.entry(":s", new S("a")),
          Map.entry(":t", new S("b")),
          Map.entry(":b", b("a")),
          Map.entry(":bool", new Bool(true)),
          Map.entry(":null", Null.INSTANCE),
          Map.entry(":ss", SS.of(List.of("a"))),
          Map.entry(":ns", NS.of(List.of(BigDecimal.ONE))),
          Map.entry(":bs", BS.of(List.of(Bytes.copyOf(new byte[] {'a'})))),
          Map.entry(":l", new L(List.of(n("9")))),
          Map.entry(":map", new M(Map.of())),
          Map.entry(":empty", new S("")),
          Map.entry(":typeN", new S("N")),
          Map.entry(":typeNull", new S("NULL")),
          Map.entry(":tenth", n("0.1")),
          Map.entry(":huge", n("9E125")),
          Map.entry(":tiny", n("1E-130")),
          Map.entry(":one", n("1.000")),
          Map.entry(":smile", new S("\uD83D\uDE00")),
          Map.entry(":private", new S("\uE000")));

  /** One attribute of each type, some nested. */
  static final Item ITEM =
      new Item(
          entries(
              "num",
              n("5"),
              "str",
              new S("hello"),
              "bin",
              b("ab"),
              "flag",
              new Bool(true),
              "nil",
              Null.INSTANCE,
              "strs",
              SS.of(List.of("a", "b", "z")),
              "nums",
              NS.of(List.of(BigDecimal.ONE, BigDecimal.TWO)),
              "bins",
              BS.of(List.of(Bytes.copyOf(new byte[] {'a'}))),
              "seq",
              new L(List.of(n("0"), n("1"), new S("a"), new L(List.of(n("7"))))),
              "doc",
              new M(entries("x", n("1"), "y", new L(List.of(n("1"), new M(Map.of()))))),
              "smile",
              new S("\uD83D\uDE00"),
              "x.y",
              new S("dotted")));

  private ExpressionFixtures() {}

  static Placeholders placeholders() {
    return new Placeholders(NAMES, VALUES);
  }

  static AttributeValue n(String number) {
    return new N(new BigDecimal(number));
  }

  static AttributeValue b(String ascii) {
    return new B(Bytes.copyOf(ascii.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
  }

  static Map<String, AttributeValue> entries(Object... namesAndValues) {
    var entries = new LinkedHashMap<String, AttributeValue>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      entries.put((String) namesAndValues[i], (AttributeValue) namesAndValues[i + 1]);
    }
    return entries;
  }

  /** A short form for the tables: strings quoted, {@code true}, {@code null}, {@code <set>}. */
  static String printed(AttributeValue value) {
    return switch (value) {
      case S(var text) -> "'" + text + "'";
      case N number -> number.toPlainString();
      case B(var bytes) -> "b" + bytes.toBase64();
      case Bool(var flag) -> String.valueOf(flag);
      case Null _ -> "null";
      case SS(var values) -> "<" + String.join(" ", values) + ">";
      case NS(var values) ->
          "<" + String.join(" ", values.stream().map(BigDecimal::toPlainString).toList()) + ">";
      case BS(var values) ->
          "<" + String.join(" ", values.stream().map(Bytes::toBase64).toList()) + ">";
      case L(var values) ->
          "[" + String.join(" ", values.stream().map(ExpressionFixtures::printed).toList()) + "]";
      case M(var values) -> printed(values);
    };
  }

  static String printed(Item item) {
    return printed(item.attributes());
  }

  private static String printed(Map<String, AttributeValue> values) {
    var sorted = new TreeMap<>(values);
    return "{"
        + String.join(
            " ",
            sorted.entrySet().stream()
                .map(entry -> entry.getKey() + ":" + printed(entry.getValue()))
                .toList())
        + "}";
  }
}
