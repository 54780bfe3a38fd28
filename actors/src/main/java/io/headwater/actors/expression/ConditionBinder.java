package io.headwater.actors.expression;

import io.headwater.actors.expression.Condition.Operand;
import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.PrintedAttributeValue;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns the syntax of a condition into a {@link Condition} with one request's placeholders, and
 * checks what needs their values.
 *
 * <p>The conditions are checked one after the other in the order of the text; of one condition,
 * DynamoDB reports first an undefined placeholder, then the number of operands, operands that are
 * not distinct, and an operand's type.
 */
final class ConditionBinder {
  /** The most candidates that IN may have. */
  private static final int MAX_IN_OPERANDS = 100;

  private static final Set<AttributeType> ORDERED =
      EnumSet.of(AttributeType.S, AttributeType.N, AttributeType.B);
  private static final Set<AttributeType> PREFIXED = EnumSet.of(AttributeType.S, AttributeType.B);
  private static final Set<AttributeType> SIZED =
      EnumSet.complementOf(EnumSet.of(AttributeType.N, AttributeType.BOOL, AttributeType.NULL));

  private final Binding binding;

  ConditionBinder(Binding binding) {
    this.binding = binding;
  }

  Condition bind(Syntax.Test test) {
    return switch (test) {
      case Syntax.And(var tests) -> new Condition.And(bindAll(tests));
      case Syntax.Or(var tests) -> new Condition.Or(bindAll(tests));
      case Syntax.Not(var inner) -> new Condition.Not(bind(inner));
      case Syntax.Compare compare -> compare(compare);
      case Syntax.Between between -> between(between);
      case Syntax.In in -> in(in);
      case Syntax.CallTest(var call) -> call(call);
    };
  }

  private List<Condition> bindAll(List<Syntax.Test> tests) {
    var conditions = new ArrayList<Condition>(tests.size());
    for (Syntax.Test test : tests) {
      conditions.add(bind(test));
    }
    return conditions;
  }

  private Condition compare(Syntax.Compare compare) {
    var operands = operands(List.of(compare.left(), compare.right()));
    String sign = compare.comparator().sign();
    requireDistinct(sign, operands);
    if (compare.comparator().isOrdering()) {
      requireTypes(sign, operands, ORDERED);
    }
    return new Condition.Compare(operands.get(0), compare.comparator(), operands.get(1));
  }

  private Condition between(Syntax.Between between) {
    var operands = operands(List.of(between.operand(), between.lower(), between.upper()));
    requireDistinct("BETWEEN", operands);
    requireTypes("BETWEEN", operands, ORDERED);
    Operand lower = operands.get(1);
    Operand upper = operands.get(2);
    if (lower instanceof Operand.Literal(var low) && upper instanceof Operand.Literal(var high)) {
      requireRange(low, high);
    }
    return new Condition.Between(operands.get(0), lower, upper);
  }

  private void requireRange(AttributeValue lower, AttributeValue upper) {
    if (lower.type() != upper.type()) {
      throw binding.invalid(
          "The BETWEEN operator requires same data type for lower and upper bounds; "
              + bounds(lower, upper));
    }
    if (ConditionEvaluator.compareOrdered(lower, upper) > 0) {
      throw binding.invalid(
          "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; "
              + bounds(lower, upper));
    }
  }

  private static String bounds(AttributeValue lower, AttributeValue upper) {
    return "lower bound operand: "
        + PrintedAttributeValue.of(lower)
        + ", upper bound operand: "
        + PrintedAttributeValue.of(upper);
  }

  private Condition in(Syntax.In in) {
    var syntax = new ArrayList<Syntax.Operand>();
    syntax.add(in.operand());
    syntax.addAll(in.candidates());
    var operands = operands(syntax);
    int candidates = in.candidates().size();
    if (candidates > MAX_IN_OPERANDS) {
      throw binding.invalid(
          "The IN operator is provided with too many operands; number of operands: " + candidates);
    }
    requireDistinct("IN", operands);
    return new Condition.In(operands.getFirst(), operands.subList(1, operands.size()));
  }

  private Condition call(Syntax.Call call) {
    String function = call.function();
    var operands = operands(call.arguments());
    return switch (function) {
      case "attribute_exists" -> new Condition.AttributeExists(onlyPath(call, operands));
      case "attribute_not_exists" -> new Condition.AttributeNotExists(onlyPath(call, operands));
      case "attribute_type" -> {
        requireTwoDistinct(call, operands);
        yield new Condition.HasType(operands.get(0), namedType(operands.get(1)));
      }
      case "begins_with" -> {
        requireTwoDistinct(call, operands);
        requireTypes(function, operands, PREFIXED);
        yield new Condition.BeginsWith(operands.get(0), operands.get(1));
      }
      case "contains" -> {
        requireTwoDistinct(call, operands);
        yield new Condition.Contains(operands.get(0), operands.get(1));
      }
      default -> throw new IllegalStateException("the reader let pass the function " + function);
    };
  }

  private DocumentPath onlyPath(Syntax.Call call, List<Operand> operands) {
    binding.requireOperandCount(call, 1);
    if (operands.getFirst() instanceof Operand.Path(var path)) {
      return path;
    }
    throw binding.pathRequired(call.function());
  }

  private void requireTwoDistinct(Syntax.Call call, List<Operand> operands) {
    binding.requireOperandCount(call, 2);
    requireDistinct(call.function(), operands);
  }

  private AttributeType namedType(Operand operand) {
    if (operand instanceof Operand.Literal(S(var name))) {
      for (AttributeType type : AttributeType.values()) {
        if (type.name().equals(name)) {
          return type;
        }
      }
      throw binding.invalid(
          "Invalid attribute type name found; type: "
              + name
              + ", valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}");
    }
    AttributeType type = staticType(operand);
    throw binding.wrongOperandType(
        "attribute_type", type == null ? "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}" : type.name());
  }

  /** Binds all operands of one condition; an undefined placeholder goes before other faults. */
  private List<Operand> operands(List<Syntax.Operand> operands) {
    operands.forEach(this::requireDefined);
    return operands.stream().map(this::operand).toList();
  }

  private void requireDefined(Syntax.Operand operand) {
    switch (operand) {
      case Syntax.Path path -> binding.path(path);
      case Syntax.ValueReference value -> binding.value(value);
      case Syntax.Call call -> call.arguments().forEach(this::requireDefined);
      case Syntax.Arithmetic arithmetic -> throw misplaced(arithmetic);
    }
  }

  private Operand operand(Syntax.Operand operand) {
    return switch (operand) {
      case Syntax.Path path -> new Operand.Path(binding.path(path));
      case Syntax.ValueReference value -> new Operand.Literal(binding.value(value));
      case Syntax.Call call -> size(call);
      case Syntax.Arithmetic arithmetic -> throw misplaced(arithmetic);
    };
  }

  private Operand size(Syntax.Call call) {
    binding.requireOperandCount(call, 1);
    Operand operand = operand(call.arguments().getFirst());
    requireTypes(call.function(), List.of(operand), SIZED);
    return new Operand.Size(operand);
  }

  private static IllegalStateException misplaced(Syntax.Arithmetic arithmetic) {
    return new IllegalStateException(
        "the reader let pass arithmetic in a condition: " + arithmetic);
  }

  private void requireDistinct(String operator, List<Operand> operands) {
    if (operands.getFirst() instanceof Operand.Path(var first)
        && operands.subList(1, operands.size()).contains(operands.getFirst())) {
      throw binding.notDistinct(operator, first);
    }
  }

  private void requireTypes(String operator, List<Operand> operands, Set<AttributeType> allowed) {
    for (Operand operand : operands) {
      AttributeType type = staticType(operand);
      if (type != null && !allowed.contains(type)) {
        throw binding.wrongOperandType(operator, type);
      }
    }
  }

  /** The type that an operand has in any item; null: the item decides. */
  private static @Nullable AttributeType staticType(Operand operand) {
    return switch (operand) {
      case Operand.Path _ -> null;
      case Operand.Literal(var value) -> value.type();
      case Operand.Size _ -> AttributeType.N;
    };
  }
}
