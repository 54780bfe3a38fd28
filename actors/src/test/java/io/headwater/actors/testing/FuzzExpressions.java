package io.headwater.actors.testing;

import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.N;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Random texts: out of the grammar of conditions, updates and projections, such texts damaged,
 * heaps of tokens, and texts at the limits of size, nesting and operators.
 */
final class FuzzExpressions {
  static final Map<String, String> NAMES =
      Map.of("#a", "a", "#b", "b", "#dot", "x.y", "#_1", "seq", "#long", "n".repeat(300));

  private static final int NUMBERS = 10;
  private static final int VALUE_COUNT = 40;

  static final Map<String, AttributeValue> VALUES = values();

  private static final List<String> TOKENS =
      List.of(
          ("AND or NOT in BETWEEN SET remove ADD DELETE ( ) [ ] . , = <> < <= > >= + - a seq num"
                  + " select #a # #zz :v1 :v2 : :zz 0 1 007 2147483647 99999999999 size("
                  + " attribute_exists( attribute_type( begins_with( contains( if_not_exists("
                  + " list_append( foo( _ ! \" \u00E9 \u0000 \uD83D\uDE00 \uD83D \uDE00 \t \n")
              .split(" "));

  private static final List<String> FUNCTIONS =
      List.of("begins_with", "contains", "attribute_type", "size", "if_not_exists", "Contains");

  private static final int MAX_DEPTH = 3;

  private final Random random;

  FuzzExpressions(Random random) {
    this.random = random;
  }

  private static Map<String, AttributeValue> values() {
    var items = new FuzzItems(new Random(1));
    var values = new HashMap<String, AttributeValue>();
    for (int i = 0; i < NUMBERS; i++) {
      values.put(":v" + i, new N(BigDecimal.valueOf(i)));
    }
    for (int i = NUMBERS; i < VALUE_COUNT; i++) {
      values.put(":v" + i, items.value(1));
    }
    return Map.copyOf(values);
  }

  String text() {
    return switch (random.nextInt(16)) {
      case 0 -> heap();
      case 1 -> extreme();
      case 2, 3, 4, 5, 6, 7 -> damaged(wellFormed());
      default -> wellFormed();
    };
  }

  private String wellFormed() {
    return switch (random.nextInt(5)) {
      case 0, 1 -> condition(MAX_DEPTH);
      case 2, 3 -> update();
      default -> joined(1 + random.nextInt(4), this::path);
    };
  }

  private String condition(int depth) {
    return switch (random.nextInt(depth > 0 ? 14 : 9)) {
      case 0, 1, 2 -> operand() + spaced(pick("=", "<>", "<", "<=", ">", ">=")) + operand();
      case 3 -> operand() + keyword("BETWEEN") + value() + keyword("AND") + value();
      case 4 ->
          operand() + keyword("IN") + "(" + joined(1 + random.nextInt(4), this::operand) + ")";
      case 5 -> pick("attribute_exists", "attribute_not_exists") + "(" + path() + ")";
      case 6 -> "attribute_type(" + path() + "," + value() + ")";
      case 7, 8 -> pick("begins_with", "contains") + "(" + path() + spaced(",") + operand() + ")";
      case 9, 10 -> condition(depth - 1) + keyword("AND") + condition(depth - 1);
      case 11 -> condition(depth - 1) + keyword("OR") + condition(depth - 1);
      case 12 -> keyword("NOT") + condition(depth - 1);
      default -> "(" + condition(depth - 1) + ")";
    };
  }

  private String operand() {
    return switch (random.nextInt(8)) {
      case 0, 1, 2 -> value();
      case 3 -> "size(" + path() + ")";
      case 4 -> "(" + operand() + ")";
      default -> path();
    };
  }

  private String update() {
    var sections =
        new ArrayList<>(
            List.of(
                keyword("SET") + joined(1 + random.nextInt(3), () -> path() + spaced("=") + sum(2)),
                keyword("REMOVE") + joined(1 + random.nextInt(3), this::path),
                keyword("ADD") + joined(1 + random.nextInt(2), () -> path() + " " + value()),
                keyword("DELETE") + joined(1 + random.nextInt(2), () -> path() + " " + value())));
    Collections.shuffle(sections, random);
    return String.join("", sections.subList(0, 1 + random.nextInt(4)));
  }

  private String sum(int depth) {
    return random.nextInt(3) == 0
        ? term(depth) + spaced(pick("+", "-")) + term(depth)
        : term(depth);
  }

  private String term(int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 4)) {
      case 0, 1 -> path();
      case 2, 3 -> value();
      case 4, 5 -> "if_not_exists(" + path() + spaced(",") + term(depth - 1) + ")";
      case 6 -> "list_append(" + term(depth - 1) + spaced(",") + term(depth - 1) + ")";
      default -> "(" + sum(depth - 1) + ")";
    };
  }

  private String path() {
    var path = new StringBuilder(element());
    for (int i = random.nextInt(3); i > 0; i--) {
      path.append(random.nextBoolean() ? "." + element() : "[" + random.nextInt(3) + "]");
    }
    return path.toString();
  }

  private String element() {
    return pick("a", "b", "c", "d", "num", "seq", "#a", "#b", "#dot", "#_1", "#long");
  }

  /** Mostly a number, of which most operators can make something. */
  private String value() {
    return ":v" + random.nextInt(random.nextInt(4) == 0 ? VALUE_COUNT : NUMBERS);
  }

  private String damaged(String whole) {
    var text = new StringBuilder(whole);
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      int start = random.nextInt(text.length() + 1);
      int end = Math.min(text.length(), start + random.nextInt(8));
      switch (random.nextInt(4)) {
        case 0 -> text.delete(start, end);
        case 1 -> text.insert(start, pickToken());
        case 2 -> text.insert(start, wellFormed());
        default -> text.insert(random.nextInt(text.length() + 1), text.substring(start, end));
      }
    }
    return text.toString();
  }

  private String heap() {
    int length = random.nextInt(random.nextInt(10) == 0 ? 900 : 12);
    return IntStream.rangeClosed(0, length)
        .mapToObj(_ -> pickToken() + (random.nextBoolean() ? " " : ""))
        .collect(Collectors.joining());
  }

  /** Around 4,096 bytes, 300 operators, 100 operands, 32 elements. */
  private String extreme() {
    int about = random.nextInt(8) - 4;
    return switch (random.nextInt(9)) {
      case 0 -> "(".repeat(4096 + about);
      case 1 -> "(".repeat(1000 + about) + "a=b" + ")".repeat(1000);
      case 2 -> "NOT ".repeat(1022 + about) + "a=b";
      case 3 -> "NOT(".repeat(300 + about) + "a=b" + ")".repeat(300 + about);
      case 4 -> "a=b" + " AND a=b".repeat(149 + about);
      case 5 -> "a IN (" + joined(100 + about, this::value) + ")";
      case 6 -> "a" + ".b".repeat(31 + about) + " = :v1";
      case 7 -> "SET a=" + "if_not_exists(b,".repeat(250 + about) + "c" + ")".repeat(250 + about);
      default -> {
        String long4096 = "a = " + "é".repeat(2046 + about);
        yield random.nextBoolean() ? long4096 : "(a=b OR ".repeat(149) + "a=b" + ")".repeat(149);
      }
    };
  }

  private String joined(int count, Supplier<String> part) {
    return IntStream.range(0, count)
        .mapToObj(_ -> part.get())
        .collect(Collectors.joining(spaced(",")));
  }

  private String keyword(String word) {
    String cased =
        switch (random.nextInt(3)) {
          case 0 -> word.toLowerCase(Locale.ROOT);
          case 1 -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT);
          default -> word;
        };
    return " " + cased + " ";
  }

  private String spaced(String sign) {
    return pick("", " ", "\n\t ") + sign + pick("", " ", "\r\n");
  }

  private String pickToken() {
    return random.nextInt(40) == 0
        ? FUNCTIONS.get(random.nextInt(FUNCTIONS.size()))
        : TOKENS.get(random.nextInt(TOKENS.size()));
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
