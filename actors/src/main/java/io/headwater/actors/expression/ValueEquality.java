package io.headwater.actors.expression;

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
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The equality of values, charged to a budget while it compares. It is that of their {@code equals}
 * methods; sets are in one order, so it compares them element by element.
 */
final class ValueEquality {
  private final WorkBudget work;

  ValueEquality(WorkBudget work) {
    this.work = work;
  }

  boolean areEqual(AttributeValue left, AttributeValue right) {
    work.spendOnValues(1);
    return switch (left) {
      case S(var text) -> right instanceof S(var other) && areEqual(text, other);
      case B(var bytes) -> right instanceof B(var other) && areEqual(bytes, other);
      case SS(var values) ->
          right instanceof SS(var others) && areEqual(values, others, this::areEqual);
      case BS(var values) ->
          right instanceof BS(var others) && areEqual(values, others, this::areEqual);
      case NS(var values) ->
          right instanceof NS(var others) && areEqual(values, others, BigDecimal::equals);
      case L(var values) -> right instanceof L(var others) && areEqual(values, others);
      case M(var values) -> right instanceof M(var others) && areEqual(values, others);
      case N _, AttributeValue.Bool _, AttributeValue.Null _ -> left.equals(right);
    };
  }

  private boolean areEqual(String left, String right) {
    if (left.length() != right.length()) {
      return false;
    }
    work.spendOnEquality(left.length());
    return left.equals(right);
  }

  private boolean areEqual(Bytes left, Bytes right) {
    if (left.length() != right.length()) {
      return false;
    }
    work.spendOnEquality(left.length());
    return left.equals(right);
  }

  private <T> boolean areEqual(
      Collection<T> left, Collection<T> right, BiPredicate<T, T> elementsAreEqual) {
    if (left.size() != right.size()) {
      return false;
    }
    var others = right.iterator();
    for (T element : left) {
      work.spendOnValues(1);
      if (!elementsAreEqual.test(element, others.next())) {
        return false;
      }
    }
    return true;
  }

  private boolean areEqual(List<AttributeValue> left, List<AttributeValue> right) {
    if (left.size() != right.size()) {
      return false;
    }
    for (int i = 0; i < left.size(); i++) {
      if (!areEqual(left.get(i), right.get(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean areEqual(Map<String, AttributeValue> left, Map<String, AttributeValue> right) {
    if (left.size() != right.size()) {
      return false;
    }
    var others = right.entrySet().iterator();
    for (Map.Entry<String, AttributeValue> entry : left.entrySet()) {
      Map.Entry<String, AttributeValue> next = others.next();
      // Decoded maps are in the order of their names; others may not be.
      AttributeValue other =
          areEqual(entry.getKey(), next.getKey()) ? next.getValue() : find(right, entry.getKey());
      if (other == null || !areEqual(entry.getValue(), other)) {
        return false;
      }
    }
    return true;
  }

  /** Clients can choose names of equal hashes, so that a look-up is a search in a tree. */
  private @Nullable AttributeValue find(Map<String, AttributeValue> values, String name) {
    work.spendOnLookUp(values.size(), 0);
    work.spendOnEquality(name.length());
    return values.get(name);
  }
}
