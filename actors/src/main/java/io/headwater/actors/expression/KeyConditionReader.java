package io.headwater.actors.expression;

import io.headwater.actors.expression.Condition.Comparator;
import io.headwater.actors.expression.Condition.Operand;
import io.headwater.actors.expression.KeyCondition.AttributeCondition;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.DynamoDbException;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes the conditions on single attributes out of a well-formed key condition, and refuses what a
 * condition may be but a key condition may not.
 *
 * <p>It looks at the tree from the top, so an OR is found before anything that it joins.
 */
final class KeyConditionReader {
  private static final String INVALID_CONDITION = "Invalid condition in KeyConditionExpression: ";

  private final List<AttributeCondition> conditions = new ArrayList<>();

  private KeyConditionReader() {}

  static KeyCondition read(Condition condition) {
    var reader = new KeyConditionReader();
    reader.collect(condition);
    return new KeyCondition(reader.conditions, false);
  }

  private void collect(Condition condition) {
    switch (condition) {
      case Condition.And(var inner) -> inner.forEach(this::collect);
      case Condition.Or _ -> throw invalidOperator("OR");
      case Condition.Not _ -> throw invalidOperator("NOT");
      case Condition.In _ -> throw invalidOperator("IN");
      case Condition.AttributeExists _ -> throw invalidOperator("attribute_exists");
      case Condition.AttributeNotExists _ -> throw invalidOperator("attribute_not_exists");
      case Condition.HasType _ -> throw invalidOperator("attribute_type");
      case Condition.Contains _ -> throw invalidOperator("contains");
      case Condition.Compare compare -> compare(compare);
      case Condition.Between(var operand, var lower, var upper) -> {
        requireFlat(operand, lower, upper);
        requirePathFirst("BETWEEN", operand);
        String name = onlyName(operand, lower, upper);
        add(name, new SortKeyCondition.Between(literal(lower), literal(upper)));
      }
      case Condition.BeginsWith(var operand, var prefix) -> {
        requireFlat(operand, prefix);
        requirePathFirst("begins_with", operand);
        add(onlyName(operand, prefix), new SortKeyCondition.BeginsWith(literal(prefix)));
      }
    }
  }

  private void compare(Condition.Compare compare) {
    if (compare.comparator() == Comparator.NE) {
      throw invalidOperator("<>");
    }
    Operand left = compare.left();
    Operand right = compare.right();
    requireFlat(left, right);
    String name = onlyName(left, right);
    boolean mirrored = left instanceof Operand.Literal;
    AttributeValue value = literal(mirrored ? left : right);
    Comparator comparator = compare.comparator();
    add(name, comparison(mirrored ? comparator.mirrored() : comparator, value));
  }

  private static SortKeyCondition comparison(Comparator comparator, AttributeValue value) {
    return switch (comparator) {
      case EQ -> new SortKeyCondition.EqualTo(value);
      case LT -> new SortKeyCondition.LessThan(value, false);
      case LE -> new SortKeyCondition.LessThan(value, true);
      case GT -> new SortKeyCondition.GreaterThan(value, false);
      case GE -> new SortKeyCondition.GreaterThan(value, true);
      case NE -> throw invalidOperator("<>");
    };
  }

  private void add(String attributeName, SortKeyCondition condition) {
    if (conditions.stream().anyMatch(other -> other.attributeName().equals(attributeName))) {
      throw invalid("KeyConditionExpressions must only contain one condition per key");
    }
    conditions.add(new AttributeCondition(attributeName, condition));
  }

  private static DynamoDbException invalidOperator(String operator) {
    return invalid("Invalid operator used in KeyConditionExpression: " + operator);
  }

  private static DynamoDbException invalid(String message) {
    return ExpressionKind.KEY_CONDITION.invalid(message);
  }

  private static void requireFlat(Operand... operands) {
    for (Operand operand : operands) {
      if (operand instanceof Operand.Size) {
        throw invalid("KeyConditionExpressions cannot contain nested operations");
      }
    }
  }

  private static void requirePathFirst(String operator, Operand first) {
    if (!(first instanceof Operand.Path)) {
      throw invalid(
          INVALID_CONDITION
              + operator
              + " operator must have the key attribute as its first operand");
    }
  }

  /** The name of the one attribute among a condition's operands. */
  private static String onlyName(Operand... operands) {
    DocumentPath only = null;
    for (Operand operand : operands) {
      if (operand instanceof Operand.Path(var path)) {
        if (only != null) {
          throw invalid(INVALID_CONDITION + "Multiple attribute names used in one condition");
        }
        only = path;
      }
    }
    if (only == null) {
      throw invalid(INVALID_CONDITION + "No key attribute specified");
    }
    if (!only.isTopLevel()) {
      throw invalid("KeyConditionExpressions cannot have conditions on nested attributes");
    }
    return only.attributeName();
  }

  private static AttributeValue literal(Operand operand) {
    if (operand instanceof Operand.Literal(var value)) {
      return value;
    }
    throw new IllegalStateException("not reduced to a literal: " + operand);
  }
}
