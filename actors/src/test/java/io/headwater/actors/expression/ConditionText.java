package io.headwater.actors.expression;

import io.headwater.actors.expression.Condition.Operand;
import io.headwater.actors.model.AttributeValue;
import java.util.stream.Collectors;

/** Writes a condition as an expression, in one of its many forms. */
final class ConditionText {
  private final TextVariety variety;
  private final String text;

  ConditionText(Condition condition, long seed) {
    this.variety = new TextVariety(seed);
    this.text = written(condition);
  }

  String text() {
    return text;
  }

  Placeholders placeholders() {
    return variety.placeholders();
  }

  private String written(Condition condition) {
    return switch (condition) {
      case Condition.And(var inner) ->
          inner.stream().map(this::enclosed).collect(Collectors.joining(variety.keyword("AND")));
      case Condition.Or(var inner) ->
          inner.stream().map(this::alternative).collect(Collectors.joining(variety.keyword("OR")));
      case Condition.Not(var inner) -> variety.keyword("NOT") + enclosed(inner);
      case Condition.Compare(var left, var comparator, var right) ->
          written(left) + variety.sign(comparator.sign()) + written(right);
      case Condition.Between(var operand, var lower, var upper) ->
          written(operand)
              + variety.keyword("BETWEEN")
              + written(lower)
              + variety.keyword("AND")
              + written(upper);
      case Condition.In(var operand, var candidates) ->
          written(operand)
              + variety.keyword("IN")
              + variety.enclosed(
                  candidates.stream()
                      .map(this::written)
                      .collect(Collectors.joining(variety.sign(","))));
      case Condition.AttributeExists(var path) ->
          "attribute_exists" + variety.enclosed(variety.maybeEnclosed(variety.path(path)));
      case Condition.AttributeNotExists(var path) ->
          "attribute_not_exists" + variety.enclosed(variety.maybeEnclosed(variety.path(path)));
      case Condition.HasType(var operand, var type) ->
          call("attribute_type", operand, new Operand.Literal(new AttributeValue.S(type.name())));
      case Condition.BeginsWith(var operand, var prefix) -> call("begins_with", operand, prefix);
      case Condition.Contains(var container, var element) -> call("contains", container, element);
    };
  }

  /** AND binds closer than OR, so that it needs no parentheses there. */
  private String alternative(Condition condition) {
    return condition instanceof Condition.And && variety.either()
        ? written(condition)
        : enclosed(condition);
  }

  /** Parentheses where AND and OR need them, or where a writer likes them. */
  private String enclosed(Condition condition) {
    boolean joins = condition instanceof Condition.And || condition instanceof Condition.Or;
    String written = written(condition);
    return joins ? variety.enclosed(written) : variety.maybeEnclosed(written);
  }

  private String call(String function, Operand first, Operand second) {
    return function + variety.enclosed(written(first) + variety.sign(",") + written(second));
  }

  private String written(Operand operand) {
    return variety.maybeEnclosed(
        switch (operand) {
          case Operand.Path(var path) -> variety.path(path);
          case Operand.Literal(var value) -> variety.value(value);
          case Operand.Size(var inner) -> "size" + variety.enclosed(written(inner));
        });
  }
}
