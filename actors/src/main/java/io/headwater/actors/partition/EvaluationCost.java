package io.headwater.actors.partition;

import io.headwater.actors.codec.ItemSize;
import io.headwater.actors.expression.Condition;
import io.headwater.actors.expression.Condition.Operand;
import io.headwater.actors.expression.Update;
import io.headwater.actors.expression.Update.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An estimate of the work of evaluating a write's expressions, in bytes looked at: each term of a
 * condition and each action of an update looks at the item and at its own operands.
 */
final class EvaluationCost {
  /** The least cost of a write with an expression; about 5 µs. */
  private static final int LEAST_BYTES = 512;

  private EvaluationCost() {}

  /**
   * Estimates a write; 0 for one without expressions.
   *
   * @param itemBytes the size of the item before it
   */
  static long of(Write write, int itemBytes) {
    var condition = write.condition();
    Update update = write instanceof Write.UpdateItem updating ? updating.update() : null;
    if (condition == null && !(write instanceof Write.UpdateItem)) {
      return 0;
    }
    return LEAST_BYTES
        + (condition == null ? 0 : ofCondition(condition, itemBytes))
        + ofUpdate(update, itemBytes);
  }

  private static long ofCondition(Condition condition, int itemBytes) {
    return switch (condition) {
      case Condition.And(var conditions) -> ofConditions(conditions, itemBytes);
      case Condition.Or(var conditions) -> ofConditions(conditions, itemBytes);
      case Condition.Not(var inner) -> ofCondition(inner, itemBytes);
      case Condition.Compare(var left, _, var right) ->
          itemBytes + literalBytes(left) + literalBytes(right);
      case Condition.Between(var operand, var lower, var upper) ->
          itemBytes + literalBytes(operand) + literalBytes(lower) + literalBytes(upper);
      case Condition.In(var operand, var candidates) -> {
        long bytes = itemBytes + literalBytes(operand);
        for (Operand candidate : candidates) {
          bytes += itemBytes + literalBytes(candidate);
        }
        yield bytes;
      }
      case Condition.AttributeExists _, Condition.AttributeNotExists _ -> itemBytes;
      case Condition.HasType(var operand, _) -> itemBytes + literalBytes(operand);
      case Condition.BeginsWith(var operand, var prefix) ->
          itemBytes + literalBytes(operand) + literalBytes(prefix);
      case Condition.Contains(var container, var element) ->
          itemBytes + literalBytes(container) + literalBytes(element);
    };
  }

  private static long ofConditions(List<Condition> conditions, int itemBytes) {
    long bytes = 0;
    for (Condition condition : conditions) {
      bytes += ofCondition(condition, itemBytes);
    }
    return bytes;
  }

  private static long literalBytes(Operand operand) {
    return switch (operand) {
      case Operand.Path _ -> 0;
      case Operand.Literal(var value) -> ItemSize.of(value);
      case Operand.Size(var inner) -> literalBytes(inner);
    };
  }

  /** An item is decoded and encoded once; each action copies part of it at the most. */
  private static long ofUpdate(@Nullable Update update, int itemBytes) {
    if (update == null) {
      return itemBytes;
    }
    int actions =
        update.sets().size()
            + update.removes().size()
            + update.adds().size()
            + update.deletes().size();
    long bytes = (1L + actions) * itemBytes;
    for (var set : update.sets()) {
      bytes += literalBytes(set.value());
    }
    for (var add : update.adds()) {
      bytes += ItemSize.of(add.value());
    }
    for (var delete : update.deletes()) {
      bytes += ItemSize.of(delete.elements());
    }
    return bytes;
  }

  private static long literalBytes(Value value) {
    return switch (value) {
      case Value.Path _ -> 0;
      case Value.Literal(var literal) -> ItemSize.of(literal);
      case Value.IfNotExists(_, var otherwise) -> literalBytes(otherwise);
      case Value.ListAppend(var first, var second) -> literalBytes(first) + literalBytes(second);
      case Value.Plus(var left, var right) -> literalBytes(left) + literalBytes(right);
      case Value.Minus(var left, var right) -> literalBytes(left) + literalBytes(right);
    };
  }
}
