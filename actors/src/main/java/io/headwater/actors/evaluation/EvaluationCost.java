package io.headwater.actors.evaluation;

import io.headwater.actors.codec.ItemSize;
import io.headwater.actors.expression.Condition;
import io.headwater.actors.expression.Condition.Operand;
import io.headwater.actors.expression.Update;
import io.headwater.actors.expression.Update.Value;
import java.util.List;

/**
 * An estimate of the work of evaluating expressions on one item, in bytes looked at: each term of a
 * condition and each action of an update looks at the item and at its own operands.
 *
 * @param itemLooks how many terms and actions look at the item
 * @param operandBytes the size of all operands, and the least cost of an evaluation
 */
public record EvaluationCost(long itemLooks, long operandBytes) {
  public static final EvaluationCost NONE = new EvaluationCost(0, 0);

  /** The least cost of an evaluation; about 5 µs. */
  private static final int LEAST_BYTES = 512;

  /** Estimates the evaluation of a condition or a filter. */
  public static EvaluationCost of(Condition condition) {
    return ofTerms(condition).plus(0, LEAST_BYTES);
  }

  /** Estimates an update. An item is decoded once; each action copies part of it at the most. */
  public static EvaluationCost of(Update update) {
    int actions =
        update.sets().size()
            + update.removes().size()
            + update.adds().size()
            + update.deletes().size();
    long bytes = LEAST_BYTES;
    for (var set : update.sets()) {
      bytes += literalBytes(set.value());
    }
    for (var add : update.adds()) {
      bytes += ItemSize.of(add.value());
    }
    for (var delete : update.deletes()) {
      bytes += ItemSize.of(delete.elements());
    }
    return new EvaluationCost(1L + actions, bytes);
  }

  /** The sum of the estimates of two evaluations. */
  public EvaluationCost plus(EvaluationCost other) {
    return plus(other.itemLooks, other.operandBytes);
  }

  private EvaluationCost plus(long moreLooks, long moreBytes) {
    return new EvaluationCost(itemLooks + moreLooks, operandBytes + moreBytes);
  }

  /** The bytes looked at if the item has a size. */
  public long bytes(int itemBytes) {
    return itemLooks * itemBytes + operandBytes;
  }

  private static EvaluationCost ofTerms(Condition condition) {
    return switch (condition) {
      case Condition.And(var conditions) -> ofAll(conditions);
      case Condition.Or(var conditions) -> ofAll(conditions);
      case Condition.Not(var inner) -> ofTerms(inner);
      case Condition.Compare(var left, _, var right) -> ofTerm(left, right);
      case Condition.Between(var operand, var lower, var upper) -> ofTerm(operand, lower, upper);
      case Condition.In(var operand, var candidates) -> {
        var cost = ofTerm(operand);
        for (Operand candidate : candidates) {
          cost = cost.plus(ofTerm(candidate));
        }
        yield cost;
      }
      case Condition.AttributeExists _, Condition.AttributeNotExists _ -> ofTerm();
      case Condition.HasType(var operand, _) -> ofTerm(operand);
      case Condition.BeginsWith(var operand, var prefix) -> ofTerm(operand, prefix);
      case Condition.Contains(var container, var element) -> ofTerm(container, element);
    };
  }

  private static EvaluationCost ofAll(List<Condition> conditions) {
    var cost = NONE;
    for (Condition condition : conditions) {
      cost = cost.plus(ofTerms(condition));
    }
    return cost;
  }

  private static EvaluationCost ofTerm(Operand... operands) {
    long bytes = 0;
    for (Operand operand : operands) {
      bytes += literalBytes(operand);
    }
    return new EvaluationCost(1, bytes);
  }

  private static long literalBytes(Operand operand) {
    return switch (operand) {
      case Operand.Path _ -> 0;
      case Operand.Literal(var value) -> ItemSize.of(value);
      case Operand.Size(var inner) -> literalBytes(inner);
    };
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
