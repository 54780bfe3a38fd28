package io.headwater.actors.expression;

import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.BS;
import io.headwater.actors.model.AttributeValue.L;
import io.headwater.actors.model.AttributeValue.N;
import io.headwater.actors.model.AttributeValue.NS;
import io.headwater.actors.model.AttributeValue.SS;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.Numbers;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** What updates compute of two values; a ValidationException where the types don't go together. */
final class ValueArithmetic {
  private final WorkBudget work;
  private final ResultSize resultSize;

  ValueArithmetic(WorkBudget work, ResultSize resultSize) {
    this.work = work;
    this.resultSize = resultSize;
  }

  /** list_append; the first list alone where both together are larger than an item. */
  AttributeValue append(AttributeValue first, AttributeValue second) {
    if (!(first instanceof L(var head)) || !(second instanceof L(var tail))) {
      throw wrongDataType();
    }
    if (!resultSize.admits((long) head.size() + tail.size())) {
      return first;
    }
    var values = new ArrayList<AttributeValue>(head.size() + tail.size());
    values.addAll(head);
    values.addAll(tail);
    return new L(values);
  }

  /** {@code +} and {@code -}. */
  static AttributeValue calculate(
      AttributeValue left, AttributeValue right, BinaryOperator<BigDecimal> operation) {
    if (left instanceof N(var first) && right instanceof N(var second)) {
      return new N(operation.apply(first, second));
    }
    throw wrongDataType();
  }

  /**
   * ADD to a value of the same type; a set or list that gets larger than an item stays as it is.
   */
  AttributeValue sum(AttributeValue before, AttributeValue added) {
    return switch (before) {
      case N _ -> calculate(before, added, Numbers::add);
      case L _ -> append(before, added);
      case SS(var values) when added instanceof SS(var more) ->
          admitsUnion(values, more) ? new SS(union(values, more)) : before;
      case NS(var values) when added instanceof NS(var more) ->
          admitsUnion(values, more) ? new NS(union(values, more)) : before;
      case BS(var values) when added instanceof BS(var more) ->
          admitsUnion(values, more) ? new BS(union(values, more)) : before;
      default -> throw notOneType(before, added);
    };
  }

  private boolean admitsUnion(NavigableSet<?> values, NavigableSet<?> more) {
    return resultSize.admits(Math.max(values.size(), more.size()));
  }

  private <T> NavigableSet<T> union(NavigableSet<T> before, NavigableSet<T> added) {
    work.spendOnLookUps(added.size(), before.size());
    var union = new TreeSet<T>(before);
    union.addAll(added);
    return union;
  }

  /** DELETE from a set of the same type; null: nothing is left. */
  @Nullable AttributeValue difference(AttributeValue before, AttributeValue elements) {
    return switch (before) {
      case SS(var values) when elements instanceof SS(var fewer) -> {
        var rest = rest(values, fewer);
        yield rest.isEmpty() ? null : new SS(rest);
      }
      case NS(var values) when elements instanceof NS(var fewer) -> {
        var rest = rest(values, fewer);
        yield rest.isEmpty() ? null : new NS(rest);
      }
      case BS(var values) when elements instanceof BS(var fewer) -> {
        var rest = rest(values, fewer);
        yield rest.isEmpty() ? null : new BS(rest);
      }
      default -> throw notOneType(before, elements);
    };
  }

  /** What is left of a set; a set never becomes empty, so nothing left means no attribute. */
  private <T> NavigableSet<T> rest(NavigableSet<T> before, NavigableSet<T> removed) {
    work.spendOnValues(before.size());
    var rest = new TreeSet<T>(before);
    if (removed.size() < before.size()) {
      work.spendOnLookUps(removed.size(), before.size());
      removed.forEach(rest::remove);
    } else {
      work.spendOnLookUps(before.size(), removed.size());
      rest.removeIf(removed::contains);
    }
    return rest;
  }

  private static IllegalArgumentException notOneType(
      AttributeValue before, AttributeValue operand) {
    return new IllegalArgumentException(operand.type() + " for a value of " + before.type());
  }

  private static DynamoDbException wrongDataType() {
    return DynamoDbException.validation(
        "An operand in the update expression has an incorrect data type");
  }
}
