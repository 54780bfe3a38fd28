package io.headwater.actors.expression;

import io.headwater.actors.model.AttributeNames;
import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.AttributeValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What an item must be like: a condition or filter expression with its placeholders replaced, and
 * what the legacy parameters translate to. Immutable.
 *
 * <p>Its depth is bounded, because an expression has at most {@link ExpressionParser#MAX_OPERATORS}
 * operators. {@link ConditionEvaluator} says what each node means.
 */
public sealed interface Condition {

  /** All of two or more. */
  record And(List<Condition> conditions) implements Condition {
    public And {
      conditions = List.copyOf(conditions);
    }
  }

  /** At least one of two or more. */
  record Or(List<Condition> conditions) implements Condition {
    public Or {
      conditions = List.copyOf(conditions);
    }
  }

  record Not(Condition condition) implements Condition {}

  record Compare(Operand left, Comparator comparator, Operand right) implements Condition {}

  /** Both ends inclusive. */
  record Between(Operand operand, Operand lower, Operand upper) implements Condition {}

  record In(Operand operand, List<Operand> candidates) implements Condition {
    public In {
      candidates = List.copyOf(candidates);
    }
  }

  /** A value of DynamoDB's NULL type exists like any other. */
  record AttributeExists(DocumentPath path) implements Condition {}

  record AttributeNotExists(DocumentPath path) implements Condition {}

  record HasType(Operand operand, AttributeType type) implements Condition {}

  record BeginsWith(Operand operand, Operand prefix) implements Condition {}

  record Contains(Operand container, Operand element) implements Condition {}

  /** The six comparators, by their signs in an expression. */
  enum Comparator {
    EQ("="),
    NE("<>"),
    LT("<"),
    LE("<="),
    GT(">"),
    GE(">=");

    private final String sign;

    Comparator(String sign) {
      this.sign = sign;
    }

    public String sign() {
      return sign;
    }

    /** Whether it asks for an order, which only S, N and B have. */
    public boolean isOrdering() {
      return this != EQ && this != NE;
    }

    /** The comparator that says the same with the operands exchanged. */
    public Comparator mirrored() {
      return switch (this) {
        case EQ -> EQ;
        case NE -> NE;
        case LT -> GT;
        case LE -> GE;
        case GT -> LT;
        case GE -> LE;
      };
    }
  }

  /** What a condition compares. */
  sealed interface Operand {
    record Path(DocumentPath path) implements Operand {}

    record Literal(AttributeValue value) implements Operand {}

    /** The size of a value, a number. */
    record Size(Operand operand) implements Operand {}
  }

  /** Every path that the condition reads, in the order of the text; one may come twice. */
  default List<DocumentPath> paths() {
    var paths = new ArrayList<DocumentPath>();
    collectPaths(this, paths::add);
    return paths;
  }

  /** The top-level attributes that the condition looks at. */
  default AttributeNames attributeNames() {
    return AttributeNames.of(paths().stream().map(DocumentPath::attributeName).toList());
  }

  private static void collectPaths(Condition condition, Consumer<DocumentPath> paths) {
    switch (condition) {
      case And(var conditions) -> collectPaths(conditions, paths);
      case Or(var conditions) -> collectPaths(conditions, paths);
      case Not(var inner) -> collectPaths(inner, paths);
      case Compare(var left, _, var right) -> {
        collectPaths(left, paths);
        collectPaths(right, paths);
      }
      case Between(var operand, var lower, var upper) -> {
        collectPaths(operand, paths);
        collectPaths(lower, paths);
        collectPaths(upper, paths);
      }
      case In(var operand, var candidates) -> {
        collectPaths(operand, paths);
        candidates.forEach(candidate -> collectPaths(candidate, paths));
      }
      case AttributeExists(var path) -> paths.accept(path);
      case AttributeNotExists(var path) -> paths.accept(path);
      case HasType(var operand, _) -> collectPaths(operand, paths);
      case BeginsWith(var operand, var prefix) -> {
        collectPaths(operand, paths);
        collectPaths(prefix, paths);
      }
      case Contains(var container, var element) -> {
        collectPaths(container, paths);
        collectPaths(element, paths);
      }
    }
  }

  private static void collectPaths(List<Condition> conditions, Consumer<DocumentPath> paths) {
    for (Condition condition : conditions) {
      collectPaths(condition, paths);
    }
  }

  private static void collectPaths(Operand operand, Consumer<DocumentPath> paths) {
    switch (operand) {
      case Operand.Path(var path) -> paths.accept(path);
      case Operand.Literal _ -> {}
      case Operand.Size(var inner) -> collectPaths(inner, paths);
    }
  }
}
