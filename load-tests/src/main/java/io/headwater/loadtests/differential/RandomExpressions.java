package io.headwater.loadtests.differential;

import io.headwater.loadtests.differential.TableSchema.KeyAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;

/** Random expressions of DynamoDB's grammar about the attributes of a table's items. */
final class RandomExpressions {
  private static final List<String> COMPARATORS = List.of("=", "<>", "<", "<=", ">", ">=");

  private final TableSchema table;
  private final Placeholders placeholders;
  private final Draw draw;

  RandomExpressions(TableSchema table, Placeholders placeholders, Draw draw) {
    this.table = table;
    this.placeholders = placeholders;
    this.draw = draw;
  }

  /**
   * A condition or filter.
   *
   * @param onKeys whether it may name key attributes
   */
  String condition(boolean onKeys) {
    return condition(onKeys, 3);
  }

  private String condition(boolean onKeys, int depth) {
    if (depth == 0 || !draw.oneIn(3)) {
      return predicate(onKeys);
    }
    String left = condition(onKeys, depth - 1);
    return switch (draw.below(4)) {
      case 0 -> left + draw.from(" AND ", " and ") + condition(onKeys, depth - 1);
      case 1 -> left + " OR " + condition(onKeys, depth - 1);
      case 2 -> "NOT " + left;
      default -> left.startsWith("(") ? left : "(" + left + ")";
    };
  }

  private String predicate(boolean onKeys) {
    String attribute = attribute(onKeys);
    String path = path(attribute);
    return switch (draw.below(9)) {
      case 0 -> "attribute_exists(" + path + ")";
      case 1 -> "attribute_not_exists(" + path + ")";
      case 2 -> "attribute_type(" + path + ", " + typeName() + ")";
      case 3 -> "begins_with(" + path + ", " + value(draw.from("S", "B")) + ")";
      case 4 -> "contains(" + path + "," + value(draw.from("S", "N", "B", "BOOL")) + ")";
      case 5 -> between(path, attribute);
      case 6 -> in(path, attribute);
      case 7 -> comparison("size(" + path + ")", "n");
      default -> comparison(path, attribute);
    };
  }

  private String comparison(String operand, String attribute) {
    String comparator = draw.from(COMPARATORS);
    boolean equality = comparator.equals("=") || comparator.equals("<>");
    String other =
        draw.oneIn(6)
            ? path(attribute(true))
            : equality ? valueLike(attribute) : value(scalarType(attribute));
    String space = draw.from(" ", "", "  ");
    return draw.oneIn(8)
        ? other + space + comparator + space + operand
        : operand + space + comparator + space + other;
  }

  private String between(String path, String attribute) {
    String type = scalarType(attribute);
    return path + " BETWEEN " + value(type) + " AND " + value(type);
  }

  private String in(String path, String attribute) {
    var operands = new StringJoiner(",", "(", ")");
    int count = draw.between(1, 4);
    for (int i = 0; i < count; i++) {
      operands.add(valueLike(attribute));
    }
    return path + " IN " + operands;
  }

  /** An update; its paths may overlap, and seldom hit the key. */
  String update() {
    var sections = new ArrayList<String>();
    for (String section : List.of("SET", "REMOVE", "ADD", "DELETE")) {
      if (draw.oneIn(3)) {
        sections.add(section + " " + section(section));
      }
    }
    if (sections.isEmpty()) {
      return "SET " + section("SET");
    }
    return String.join(" ", draw.oneIn(3) ? sections.reversed() : sections);
  }

  private String section(String section) {
    var actions = new StringJoiner(draw.from(", ", ","));
    int count = draw.oneIn(3) ? draw.between(2, 3) : 1;
    for (int i = 0; i < count; i++) {
      actions.add(
          switch (section) {
            case "SET" -> set();
            case "REMOVE" -> path(attribute(false));
            case "ADD" -> addition();
            default -> deletion();
          });
    }
    return actions.toString();
  }

  private String set() {
    String attribute = attribute(false);
    String path = path(attribute);
    return path + " = " + setValue(attribute, path);
  }

  private String setValue(String attribute, String path) {
    return switch (draw.below(8)) {
      case 0 -> numberOperand() + draw.from(" + ", " - ", "+", "-") + numberOperand();
      case 1 -> path + draw.from(" + ", " - ") + value("N");
      case 2 -> "if_not_exists(" + path(attribute(false)) + ", " + valueLike(attribute) + ")";
      case 3 -> "list_append(" + listOperand() + ", " + listOperand() + ")";
      case 4 -> path(attribute(true));
      default -> valueLike(attribute);
    };
  }

  private String numberOperand() {
    return switch (draw.below(4)) {
      case 0 -> placeholders.name("n");
      case 1 -> "if_not_exists(" + placeholders.name(draw.from("n", "_x")) + "," + value("N") + ")";
      default -> value("N");
    };
  }

  private String listOperand() {
    return switch (draw.below(4)) {
      case 0 -> placeholders.name("l");
      case 1 -> "if_not_exists(" + placeholders.name("l") + "," + value("L") + ")";
      default -> value("L");
    };
  }

  private String addition() {
    String attribute = draw.from("n", "ss", "ns", "bs", "_x", "größe", "m", "s");
    String type = draw.oneIn(8) ? draw.from("N", "SS", "NS", "BS") : additiveType(attribute);
    return path(attribute) + " " + value(type);
  }

  private static String additiveType(String attribute) {
    return switch (attribute) {
      case "ss" -> "SS";
      case "ns" -> "NS";
      case "bs" -> "BS";
      default -> "N";
    };
  }

  private String deletion() {
    String attribute = draw.from("ss", "ns", "bs", "m", "s");
    String type = draw.oneIn(8) ? draw.from("SS", "NS", "BS") : additiveType(attribute);
    return path(attribute) + " " + value(type.equals("N") ? "SS" : type);
  }

  String projection() {
    var paths = new StringJoiner(draw.from(", ", ","));
    int count = draw.between(1, 4);
    for (int i = 0; i < count; i++) {
      paths.add(path(attribute(true)));
    }
    return paths.toString();
  }

  /** A key condition as it should be, or one that names the key in a way that is not served. */
  String keyCondition() {
    KeyAttribute partitionKey = table.partitionKey();
    KeyAttribute sortKey = table.sortKey();
    String equality = keyComparison(partitionKey, draw.oneIn(30) ? draw.from(COMPARATORS) : "=");
    if (sortKey == null ? !draw.oneIn(20) : draw.oneIn(3)) {
      return draw.oneIn(20) ? "(" + equality + ")" : equality;
    }
    String second = sortKeyCondition(sortKey == null ? new KeyAttribute("n", "N") : sortKey);
    return draw.oneIn(4) ? second + " AND " + equality : equality + " AND " + second;
  }

  private String sortKeyCondition(KeyAttribute sortKey) {
    String name = placeholders.name(sortKey.name());
    return switch (draw.below(4)) {
      case 0 -> name + " BETWEEN " + keyValue(sortKey) + " AND " + keyValue(sortKey);
      case 1 -> "begins_with(" + name + "," + keyValue(sortKey) + ")";
      default -> keyComparison(sortKey, draw.from(COMPARATORS));
    };
  }

  private String keyComparison(KeyAttribute attribute, String comparator) {
    String name = placeholders.name(attribute.name());
    String value = keyValue(attribute);
    return draw.oneIn(10)
        ? value + " " + comparator + " " + name
        : name + " " + comparator + " " + value;
  }

  private String keyValue(KeyAttribute attribute) {
    return placeholders.value(
        draw.oneIn(40) ? RandomValues.any(draw) : RandomValues.ofKey(attribute, draw));
  }

  private String attribute(boolean onKeys) {
    return onKeys && draw.oneIn(6)
        ? draw.from(table.keyAttributes()).name()
        : draw.from(RandomValues.NAMES);
  }

  /** A path that begins with the attribute, mostly nothing else. */
  private String path(String attribute) {
    var path = new StringBuilder(placeholders.name(attribute));
    boolean nests = attribute.equals("l") || attribute.equals("m") || attribute.equals("a.b");
    int steps = nests ? draw.below(3) : draw.oneIn(12) ? 1 : 0;
    for (int i = 0; i < steps; i++) {
      if (attribute.equals("l") ? !draw.oneIn(5) : draw.oneIn(4)) {
        path.append('[').append(draw.below(4)).append(']');
      } else {
        path.append('.').append(placeholders.name(draw.from(RandomValues.NAMES)));
      }
    }
    return path.toString();
  }

  private String valueLike(String attribute) {
    for (KeyAttribute key : table.keyAttributes()) {
      if (key.name().equals(attribute)) {
        return placeholders.value(RandomValues.ofKey(key, draw));
      }
    }
    return placeholders.value(RandomValues.ofAttribute(attribute, draw));
  }

  private String value(String type) {
    return placeholders.value(RandomValues.ofType(type, draw));
  }

  private String typeName() {
    return placeholders.value(java.util.Map.of("S", draw.from(RandomValues.TYPES)));
  }

  /** A type that has an order; the attribute's own if it has one. */
  private String scalarType(String attribute) {
    return switch (attribute) {
      case "s", "𝄞" -> "S";
      case "b" -> "B";
      default -> Objects.requireNonNull(draw.from("N", "N", "N", "S", "B"));
    };
  }
}
