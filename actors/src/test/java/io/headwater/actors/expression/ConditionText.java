package io.headwater.actors.expression;

import io.headwater.actors.expression.Condition.Operand;
import io.headwater.actors.model.AttributeValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes a condition as an expression, with a placeholder for every name and every value. */
final class ConditionText {
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, AttributeValue> values = new HashMap<>();
  private final String text;

  ConditionText(Condition condition) {
    this.text = written(condition);
  }

  String text() {
    return text;
  }

  Placeholders placeholders() {
    return new Placeholders(names, values);
  }

  private String written(Condition condition) {
    return switch (condition) {
      case Condition.And(var inner) -> joined(inner, " AND ");
      case Condition.Or(var inner) -> joined(inner, " OR ");
      case Condition.Not(var inner) -> "NOT " + enclosed(inner);
      case Condition.Compare(var left, var comparator, var right) ->
          written(left) + comparator.sign() + written(right);
      case Condition.Between(var operand, var lower, var upper) ->
          written(operand) + " BETWEEN " + written(lower) + " AND " + written(upper);
      case Condition.In(var operand, var candidates) ->
          candidates.stream()
              .map(this::written)
              .collect(Collectors.joining(", ", written(operand) + " IN (", ")"));
      case Condition.AttributeExists(var path) -> "attribute_exists(" + written(path) + ")";
      case Condition.AttributeNotExists(var path) -> "attribute_not_exists(" + written(path) + ")";
      case Condition.HasType(var operand, var type) ->
          call("attribute_type", operand, new Operand.Literal(new AttributeValue.S(type.name())));
      case Condition.BeginsWith(var operand, var prefix) -> call("begins_with", operand, prefix);
      case Condition.Contains(var container, var element) -> call("contains", container, element);
    };
  }

  private String joined(List<Condition> conditions, String operator) {
    return conditions.stream().map(this::enclosed).collect(Collectors.joining(operator));
  }

  private String enclosed(Condition condition) {
    boolean joins = condition instanceof Condition.And || condition instanceof Condition.Or;
    return joins ? "(" + written(condition) + ")" : written(condition);
  }

  private String call(String function, Operand first, Operand second) {
    return function + "(" + written(first) + ", " + written(second) + ")";
  }

  private String written(Operand operand) {
    return switch (operand) {
      case Operand.Path(var path) -> written(path);
      case Operand.Literal(var value) -> {
        String reference = ":v" + values.size();
        values.put(reference, value);
        yield reference;
      }
      case Operand.Size(var inner) -> "size(" + written(inner) + ")";
    };
  }

  private String written(DocumentPath path) {
    var written = new StringBuilder();
    for (DocumentPath.Element element : path.elements()) {
      switch (element) {
        case DocumentPath.Element.Index(var index) -> written.append('[').append(index).append(']');
        case DocumentPath.Element.Name(var name) -> {
          String reference = "#n" + names.size();
          names.put(reference, name);
          written.append(written.isEmpty() ? "" : ".").append(reference);
        }
      }
    }
    return written.toString();
  }
}
