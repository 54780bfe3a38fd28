package io.headwater.actors.expression;

import io.headwater.actors.expression.Condition.Comparator;
import io.headwater.actors.expression.Condition.Operand;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.B;
import io.headwater.actors.model.AttributeValue.BS;
import io.headwater.actors.model.AttributeValue.L;
import io.headwater.actors.model.AttributeValue.M;
import io.headwater.actors.model.AttributeValue.N;
import io.headwater.actors.model.AttributeValue.NS;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.AttributeValue.SS;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.Utf8Order;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says whether an item satisfies a {@link Condition}. Pure, and safe on any thread.
 *
 * <p>A path that leads nowhere has no value. A comparison with no value is false, but for {@code
 * <>}, which is true whenever {@code =} is false. Values of different types are never equal and
 * have no order. A condition on an item that doesn't exist is asked of {@link Item#EMPTY}.
 */
public final class ConditionEvaluator {
  private ConditionEvaluator() {}

  public static boolean test(Condition condition, Item item) {
    return switch (condition) {
      case Condition.And(var conditions) -> all(conditions, item);
      case Condition.Or(var conditions) -> any(conditions, item);
      case Condition.Not(var inner) -> !test(inner, item);
      case Condition.Compare(var left, var comparator, var right) ->
          compare(value(left, item), comparator, value(right, item));
      case Condition.Between(var operand, var lower, var upper) -> {
        AttributeValue value = value(operand, item);
        yield compare(value, Comparator.GE, value(lower, item))
            && compare(value, Comparator.LE, value(upper, item));
      }
      case Condition.In(var operand, var candidates) -> in(value(operand, item), candidates, item);
      case Condition.AttributeExists(var path) -> path.resolve(item) != null;
      case Condition.AttributeNotExists(var path) -> path.resolve(item) == null;
      case Condition.HasType(var operand, var type) -> {
        AttributeValue value = value(operand, item);
        yield value != null && value.type() == type;
      }
      case Condition.BeginsWith(var operand, var prefix) ->
          beginsWith(value(operand, item), value(prefix, item));
      case Condition.Contains(var container, var element) ->
          contains(value(container, item), value(element, item));
    };
  }

  private static boolean all(List<Condition> conditions, Item item) {
    for (Condition condition : conditions) {
      if (!test(condition, item)) {
        return false;
      }
    }
    return true;
  }

  private static boolean any(List<Condition> conditions, Item item) {
    for (Condition condition : conditions) {
      if (test(condition, item)) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable AttributeValue value(Operand operand, Item item) {
    return switch (operand) {
      case Operand.Path(var path) -> path.resolve(item);
      case Operand.Literal(var value) -> value;
      case Operand.Size(var inner) -> size(value(inner, item));
    };
  }

  private static @Nullable AttributeValue size(@Nullable AttributeValue value) {
    return switch (value) {
      case S(var text) -> number(text.length()); // UTF-16 code units, as DynamoDB counts.
      case B(var bytes) -> number(bytes.length());
      case SS(var values) -> number(values.size());
      case NS(var values) -> number(values.size());
      case BS(var values) -> number(values.size());
      case L(var values) -> number(values.size());
      case M(var values) -> number(values.size());
      case N _, AttributeValue.Bool _, AttributeValue.Null _ -> null;
      case null -> null;
    };
  }

  private static AttributeValue number(int value) {
    return new N(BigDecimal.valueOf(value));
  }

  private static boolean compare(
      @Nullable AttributeValue left, Comparator comparator, @Nullable AttributeValue right) {
    if (!comparator.isOrdering()) {
      boolean equal = left != null && left.equals(right);
      return equal == (comparator == Comparator.EQ);
    }
    return left != null
        && right != null
        && left.type() == right.type()
        && isOrdered(left)
        && holds(compareOrdered(left, right), comparator);
  }

  private static boolean isOrdered(AttributeValue value) {
    return value instanceof S || value instanceof N || value instanceof B;
  }

  private static boolean holds(int order, Comparator comparator) {
    return switch (comparator) {
      case EQ -> order == 0;
      case NE -> order != 0;
      case LT -> order < 0;
      case LE -> order <= 0;
      case GT -> order > 0;
      case GE -> order >= 0;
    };
  }

  /** The order of two values that are both S, both N or both B. */
  public static int compareOrdered(AttributeValue left, AttributeValue right) {
    if (left instanceof S(var a) && right instanceof S(var b)) {
      return Utf8Order.compare(a, b);
    }
    if (left instanceof N(var a) && right instanceof N(var b)) {
      return a.compareTo(b);
    }
    if (left instanceof B(var a) && right instanceof B(var b)) {
      return a.compareTo(b);
    }
    throw new IllegalArgumentException("no order of " + left.type() + " and " + right.type());
  }

  private static boolean in(@Nullable AttributeValue value, List<Operand> candidates, Item item) {
    if (value == null) {
      return false;
    }
    for (Operand candidate : candidates) {
      if (value.equals(value(candidate, item))) {
        return true;
      }
    }
    return false;
  }

  private static boolean beginsWith(
      @Nullable AttributeValue value, @Nullable AttributeValue prefix) {
    return switch (value) {
      case S(var text) -> prefix instanceof S(var start) && text.startsWith(start);
      case B(var bytes) -> prefix instanceof B(var start) && bytes.startsWith(start);
      case null, default -> false;
    };
  }

  private static boolean contains(
      @Nullable AttributeValue container, @Nullable AttributeValue element) {
    return switch (container) {
      case S(var text) -> element instanceof S(var part) && text.contains(part);
      case B(var bytes) -> element instanceof B(var part) && bytes.contains(part);
      case SS(var values) -> element instanceof S(var text) && values.contains(text);
      case NS(var values) -> element instanceof N(var number) && values.contains(number);
      case BS(var values) -> element instanceof B(var bytes) && values.contains(bytes);
      case L(var values) -> element != null && values.contains(element);
      case null, default -> false;
    };
  }
}
