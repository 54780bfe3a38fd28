package io.headwater.actors.testing;

import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.expression.Condition;
import io.headwater.actors.expression.ConditionEvaluator;
import io.headwater.actors.expression.ExpressionParser;
import io.headwater.actors.expression.Placeholders;
import io.headwater.actors.expression.Projection;
import io.headwater.actors.expression.Projector;
import io.headwater.actors.expression.Update;
import io.headwater.actors.expression.Updater;
import io.headwater.actors.expression.WorkBudget;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.B;
import io.headwater.actors.model.AttributeValue.BS;
import io.headwater.actors.model.AttributeValue.L;
import io.headwater.actors.model.AttributeValue.M;
import io.headwater.actors.model.AttributeValue.N;
import io.headwater.actors.model.AttributeValue.NS;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.AttributeValue.SS;
import io.headwater.actors.model.Bytes;
import io.headwater.actors.model.Item;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Expressions and items that are made to cost as much as possible: repetitive texts, colliding
 * strings, sets and lists of very small or very similar elements, in expressions that use them as
 * often as the limits of an expression let them.
 */
public final class ExpressionAttacks {
  /** Operators of one kind joined by OR: with the ORs, as many as an expression may have. */
  private static final int TESTS = 150;

  /** As many IN with 100 candidates as fit into the 4 KiB of an expression. */
  private static final int LONG_INS = 19;

  /** Characters of a value of which an item can have two. */
  private static final int HALF_ITEM = 200_000;

  /** One element costs an item one byte. */
  private static final int MOST_ELEMENTS = 390_000;

  /** More than an item may be, and not more than a body of 1 MiB. */
  private static final int REQUEST_ELEMENTS = 150_000;

  private ExpressionAttacks() {}

  /**
   * An attack, ready to run.
   *
   * @param run parses, binds and evaluates, and charges the budget
   */
  public record Attack(String name, Consumer<WorkBudget> run) {}

  /** The attacks that are known, each the worst of its kind. */
  public static List<Attack> known() {
    var attacks = new ArrayList<Attack>();
    String repeated = "a".repeat(2 * HALF_ITEM);
    attacks.add(
        containsText(
            "contains half of a repetitive text", 1, repeated, "a".repeat(HALF_ITEM) + "b"));
    attacks.add(
        containsText("contains in a repetitive text", TESTS, repeated, "a".repeat(20_000) + "b"));
    attacks.add(
        containsText(
            "contains in a Fibonacci word",
            TESTS,
            fibonacci(2 * HALF_ITEM),
            fibonacci(60_000).substring(1_000) + "c"));
    attacks.add(
        containsText(
            "contains in a periodic text",
            TESTS,
            "ab".repeat(HALF_ITEM),
            "ab".repeat(10_000) + "b"));
    attacks.add(containsBytes());
    attacks.add(comparison("equality of texts by IN", ins(), text("c"), text("d")));
    attacks.add(
        comparison(
            "equality of lists by IN",
            ins(),
            emptyTexts(HALF_ITEM, "c"),
            emptyTexts(HALF_ITEM, "d")));
    attacks.add(
        comparison(
            "equality of maps",
            tests("a = b"),
            collidingNames("c", false),
            collidingNames("d", true)));
    attacks.add(
        comparison("equality of sets", tests("a = b"), similarTexts("c"), similarTexts("d")));
    attacks.add(comparison("equality of number sets", tests("a = b"), numbers(1), numbers(2)));
    attacks.add(comparison("order of texts", tests("a < b"), text("d"), text("c")));
    attacks.add(comparison("BETWEEN", tests("a BETWEEN b AND b"), text("c"), text("c")));
    attacks.add(
        comparison(
            "contains in a list",
            tests("contains(a, b)"),
            emptyTexts(MOST_ELEMENTS, "c"),
            new S("z")));
    attacks.add(
        comparison(
            "contains in a set",
            tests("contains(a, b)"),
            similarTexts("c"),
            new S("a".repeat(1_000))));
    attacks.add(similarLongNames());
    attacks.addAll(updates());
    return attacks;
  }

  private static List<Attack> updates() {
    AttributeValue most = emptyTexts(MOST_ELEMENTS, "");
    AttributeValue set =
        SS.of(IntStream.range(0, REQUEST_ELEMENTS).mapToObj(i -> "v" + i).toList());
    Map<String, AttributeValue> smallSets = new LinkedHashMap<>();
    for (int i = 0; i < TESTS; i++) {
      smallSets.put("a" + i, SS.of(List.of("y", "z")));
    }
    return List.of(
        update(
            "SET to a list appended to itself",
            "SET ",
            170,
            "a%d=list_append(l,l)",
            Map.of("l", most),
            most),
        update("SET to copies of a list", "SET ", 290, "a%d=l", Map.of("l", most), most),
        update(
            "SET to copies of a text",
            "SET ",
            290,
            "a%d=:v",
            Map.of(),
            new S("x".repeat(1_000_000))),
        update(
            "SET of elements of a list", "SET ", 240, "l[%d]=l[389999]", Map.of("l", most), most),
        update("REMOVE of elements of a list", "REMOVE ", 400, "l[%d]", Map.of("l", most), most),
        update("ADD of a large set", "ADD ", TESTS, "a%d :v", smallSets, set),
        update("DELETE of a large set", "DELETE ", TESTS, "a%d :v", smallSets, set),
        update(
            "sums of distant exponents",
            "SET ",
            140,
            "a%d=n+:v",
            Map.of("n", number("1E125")),
            number("1E-130")));
  }

  /** An attack of random texts, values and operators. */
  public static Attack random(Random random) {
    String operator =
        List.of(
                "a = b",
                "a <> b",
                "a < b",
                "a >= b",
                "contains(a, b)",
                "begins_with(a, b)",
                "a BETWEEN b AND b",
                "size(a) = b",
                "attribute_type(a, :v)")
            .get(random.nextInt(9));
    boolean isIn = random.nextInt(4) == 0;
    long seed = random.nextLong();
    AttributeValue left = value(new Random(seed), 3);
    // Equal values cost more than those that differ early.
    AttributeValue right = value(new Random(random.nextBoolean() ? seed : seed + 1), 3);
    return comparison(
        (isIn ? "IN" : operator) + " of " + left.type() + " and " + right.type(),
        isIn ? ins() : tests(operator),
        left,
        right);
  }

  private static AttributeValue value(Random random, int levels) {
    int count = 1 << random.nextInt(19);
    return switch (random.nextInt(levels > 0 ? 9 : 5)) {
      case 0, 1 -> new S(repetitive(random, count));
      case 2 -> new B(Bytes.ofOwned(repetitive(random, count).getBytes(StandardCharsets.UTF_8)));
      case 3 -> SS.of(elements(count / 8, i -> repetitive(random, 4) + i));
      case 4 -> NS.of(elements(count / 8, i -> new BigDecimal(i + "E" + random.nextInt(100))));
      case 5 ->
          BS.of(
              elements(
                  count / 8,
                  i -> Bytes.ofOwned(("a".repeat(9) + i).getBytes(StandardCharsets.UTF_8))));
      case 6 -> new M(Map.of("a", value(random, levels - 1), "b", value(random, levels - 1)));
      case 7 -> new L(List.of(value(random, levels - 1), value(random, levels - 1)));
      default -> emptyTexts(count, "e");
    };
  }

  private static <T> List<T> elements(int count, IntFunction<T> element) {
    return IntStream.rangeClosed(0, count).mapToObj(element).toList();
  }

  /** A text of a few letters that repeats itself, with a fault at its end or without. */
  private static String repetitive(Random random, int length) {
    String fault = random.nextBoolean() ? "" : "c";
    return switch (random.nextInt(3)) {
      case 0 -> "a".repeat(length) + fault;
      case 1 -> "ab".repeat((length + 1) / 2) + fault;
      default -> fibonacci(length) + fault;
    };
  }

  private static String fibonacci(int length) {
    String before = "b";
    String word = "a";
    while (word.length() < length) {
      String longer = word + before;
      before = word;
      word = longer;
    }
    return word.substring(0, length);
  }

  private static Attack containsText(String name, int tests, String text, String part) {
    return condition(
        name,
        joined(tests, " OR ", "contains(a, :v)"),
        Map.of("a", new S(text)),
        Map.of(":v", new S(part)));
  }

  private static Attack containsBytes() {
    var part = new byte[HALF_ITEM];
    part[HALF_ITEM - 1] = 1;
    return condition(
        "contains in repetitive bytes",
        joined(TESTS, " OR ", "contains(a, :v)"),
        Map.of("a", new B(Bytes.ofOwned(new byte[2 * HALF_ITEM]))),
        Map.of(":v", new B(Bytes.ofOwned(part))));
  }

  private static Attack comparison(
      String name, String text, AttributeValue left, AttributeValue right) {
    Map<String, AttributeValue> values = text.contains(":v") ? Map.of(":v", new S("SS")) : Map.of();
    return condition(name, text, Map.of("a", left, "b", right), values);
  }

  private static Attack condition(
      String name,
      String text,
      Map<String, AttributeValue> attributes,
      Map<String, AttributeValue> values) {
    var item = new Item(attributes);
    return new Attack(
        name,
        work -> {
          Condition condition = ExpressionParser.condition(text, new Placeholders(null, values));
          ConditionEvaluator.test(condition, item, work);
        });
  }

  private static Attack update(
      String name,
      String section,
      int actions,
      String action,
      Map<String, AttributeValue> attributes,
      AttributeValue value) {
    String text =
        section
            + IntStream.range(0, actions)
                .mapToObj(i -> action.formatted(i))
                .collect(Collectors.joining(","));
    var item = new Item(attributes);
    return new Attack(
        name,
        work -> {
          Update update =
              ExpressionParser.update(text, new Placeholders(null, Map.of(":v", value)));
          EncodedItem.of(Updater.apply(update, item, work));
        });
  }

  /** Many paths below names that differ at their end alone. */
  private static Attack similarLongNames() {
    Map<String, String> names =
        Map.of("#a", "x".repeat(65_000) + "1", "#b", "x".repeat(65_000) + "2");
    String text =
        IntStream.range(0, 250)
            .mapToObj(i -> "#a[" + i + "],#b[" + i + "]")
            .collect(Collectors.joining(","));
    return new Attack(
        "paths below long names",
        _ -> {
          Projection projection = ExpressionParser.projection(text, new Placeholders(names, null));
          Projector.project(projection, Item.EMPTY);
        });
  }

  private static String tests(String test) {
    return joined(test.startsWith("size") ? TESTS * 2 / 3 : TESTS, " OR ", test);
  }

  private static String ins() {
    return joined(LONG_INS, " OR ", "a IN (" + joined(100, ",", "b") + ")");
  }

  private static String joined(int count, String separator, String part) {
    return String.join(separator, Collections.nCopies(count, part));
  }

  private static AttributeValue text(String end) {
    return new S("a".repeat(HALF_ITEM) + end);
  }

  /** Elements of one byte each, as separate objects, and one more. */
  private static AttributeValue emptyTexts(int count, String end) {
    var elements = new ArrayList<AttributeValue>(count + 1);
    for (int i = 0; i < count; i++) {
      elements.add(new S(""));
    }
    elements.add(new S(end));
    return new L(elements);
  }

  /** A set whose elements differ behind 900 equal characters. */
  private static AttributeValue similarTexts(String end) {
    String start = "a".repeat(900);
    return SS.of(elements(220, i -> start + (i == 220 ? end : String.format("%06d", i))));
  }

  private static AttributeValue numbers(int last) {
    return NS.of(elements(50_000, i -> BigDecimal.valueOf(i == 50_000 ? -last : i)));
  }

  /** A map whose names all have the same hash. */
  private static AttributeValue collidingNames(String end, boolean reversed) {
    Map<String, AttributeValue> entries = new LinkedHashMap<>();
    int count = 1 << 12;
    for (int i = 0; i < count; i++) {
      int number = reversed ? count - 1 - i : i;
      var name = new StringBuilder();
      for (int bit = 0; bit < 12; bit++) {
        name.append((number >> bit & 1) == 0 ? "Aa" : "BB");
      }
      entries.put(name.toString(), new S(number == count / 2 ? end : ""));
    }
    return new M(entries);
  }

  private static AttributeValue number(String text) {
    return new N(new BigDecimal(text));
  }
}
