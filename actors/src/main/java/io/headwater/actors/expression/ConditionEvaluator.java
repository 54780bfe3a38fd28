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
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.TextSearch;
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
  private final Item item;
  private final WorkBudget work;
  private final ValueEquality equality;

  private ConditionEvaluator(Item item, WorkBudget work) {
    this.item = item;
    this.work = work;
    this.equality = new ValueEquality(work);
  }

  /**
   * Reports whether the item satisfies the condition, with a budget of its own.
   *
   * @throws DynamoDbException if the evaluation exceeds the budget
   */
  public static boolean test(Condition condition, Item item) {
    return test(condition, item, new WorkBudget());
  }

  /**
   * Reports whether the item satisfies the condition.
   *
   * @throws DynamoDbException if the evaluation exceeds the budget
   */
  public static boolean test(Condition condition, Item item, WorkBudget work) {
    return new ConditionEvaluator(item, work).test(condition);
  }

  private boolean test(Condition condition) {
    work.spendOnValues(1);
    return switch (condition) {
      case Condition.And(var conditions) -> all(conditions);
      case Condition.Or(var conditions) -> any(conditions);
      case Condition.Not(var inner) -> !test(inner);
      case Condition.Compare(var left, var comparator, var right) ->
          compare(value(left), comparator, value(right));
      case Condition.Between(var operand, var lower, var upper) -> {
        AttributeValue value = value(operand);
        yield compare(value, Comparator.GE, value(lower))
            && compare(value, Comparator.LE, value(upper));
      }
      case Condition.In(var operand, var candidates) -> in(value(operand), candidates);
      case Condition.AttributeExists(var path) -> value(path) != null;
      case Condition.AttributeNotExists(var path) -> value(path) == null;
      case Condition.HasType(var operand, var type) -> {
        AttributeValue value = value(operand);
        yield value != null && value.type() == type;
      }
      case Condition.BeginsWith(var operand, var prefix) ->
          beginsWith(value(operand), value(prefix));
      case Condition.Contains(var container, var element) ->
          contains(value(container), value(element));
    };
  }

  private boolean all(List<Condition> conditions) {
    for (Condition condition : conditions) {
      if (!test(condition)) {
        return false;
      }
    }
    return true;
  }

  private boolean any(List<Condition> conditions) {
    for (Condition condition : conditions) {
      if (test(condition)) {
        return true;
      }
    }
    return false;
  }

  private @Nullable AttributeValue value(Operand operand) {
    return switch (operand) {
      case Operand.Path(var path) -> value(path);
      case Operand.Literal(var value) -> value;
      case Operand.Size(var inner) -> size(value(inner));
    };
  }

  private @Nullable AttributeValue value(DocumentPath path) {
    work.spendOnValues(path.elements().size());
    return path.resolve(item);
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

  private boolean compare(
      @Nullable AttributeValue left, Comparator comparator, @Nullable AttributeValue right) {
    if (!comparator.isOrdering()) {
      boolean equal = left != null && right != null && equality.areEqual(left, right);
      return equal == (comparator == Comparator.EQ);
    }
    if (left == null || right == null || left.type() != right.type() || !isOrdered(left)) {
      return false;
    }
    work.spendOnOrder(Math.min(length(left), length(right)));
    return holds(compareOrdered(left, right), comparator);
  }

  /** The characters or bytes that a comparison looks at. */
  private static int length(AttributeValue value) {
    return switch (value) {
      case S(var text) -> text.length();
      case B(var bytes) -> bytes.length();
      default -> 1;
    };
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

  private boolean in(@Nullable AttributeValue value, List<Operand> candidates) {
    if (value == null) {
      return false;
    }
    for (Operand candidate : candidates) {
      AttributeValue other = value(candidate);
      if (other != null && equality.areEqual(value, other)) {
        return true;
      }
    }
    return false;
  }

  private boolean beginsWith(@Nullable AttributeValue value, @Nullable AttributeValue prefix) {
    return switch (value) {
      case S(var text) when prefix instanceof S(var start) -> {
        work.spendOnOrder(start.length());
        yield text.startsWith(start);
      }
      case B(var bytes) when prefix instanceof B(var start) -> {
        work.spendOnOrder(start.length());
        yield bytes.startsWith(start);
      }
      case null, default -> false;
    };
  }

  private boolean contains(@Nullable AttributeValue container, @Nullable AttributeValue element) {
    return switch (container) {
      case S(var text) when element instanceof S(var part) -> {
        work.spendOnSearch(text.length());
        yield TextSearch.contains(text, part);
      }
      case B(var bytes) when element instanceof B(var part) -> {
        work.spendOnSearch(bytes.length());
        yield bytes.contains(part);
      }
      case SS(var values) when element instanceof S(var text) -> {
        work.spendOnLookUp(values.size(), text.length());
        yield values.contains(text);
      }
      case NS(var values) when element instanceof N(var number) -> {
        work.spendOnLookUp(values.size(), 1);
        yield values.contains(number);
      }
      case BS(var values) when element instanceof B(var bytes) -> {
        work.spendOnLookUp(values.size(), bytes.length());
        yield values.contains(bytes);
      }
      case L(var values) -> element != null && contains(values, element);
      case null, default -> false;
    };
  }

  private boolean contains(List<AttributeValue> values, AttributeValue element) {
    for (AttributeValue value : values) {
      if (equality.areEqual(value, element)) {
        return true;
      }
    }
    return false;
  }
}
