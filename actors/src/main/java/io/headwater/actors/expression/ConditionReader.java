package io.headwater.actors.expression;

import io.headwater.actors.expression.Condition.Comparator;
import io.headwater.actors.expression.Faults.Fault;
import io.headwater.actors.expression.Syntax.Call;
import io.headwater.actors.expression.Syntax.Operand;
import io.headwater.actors.expression.Syntax.Test;
import io.headwater.actors.expression.Tokens.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text of a condition, filter or key condition:
 *
 * <pre>
 *   or        = and { OR and }
 *   and       = not { AND not }
 *   not       = { NOT } primary
 *   primary   = operand comparator operand | operand BETWEEN operand AND operand
 *             | operand IN "(" operand { "," operand } ")" | call | "(" or ")"
 *   operand   = path | value reference | call | "(" operand ")"
 * </pre>
 *
 * What an opening parenthesis encloses, a condition or an operand, shows only behind it. So
 * everything up to {@link #test} reads either, and that method refuses an operand where it must be
 * a condition, at the token where the comparator is missing.
 */
final class ConditionReader extends SyntaxReader {
  private static final List<Fault> ORDER =
      List.of(
          Fault.UNKNOWN_FUNCTION, Fault.MISUSED_FUNCTION, Fault.RESERVED_WORD, Fault.LIST_INDEX);

  private ConditionReader(ExpressionKind kind, String text) {
    super(kind, text);
  }

  /** How the text reads, and how many operators it has. */
  record Result(Test test, int operators) {}

  static Result read(ExpressionKind kind, String text) {
    var reader = new ConditionReader(kind, text);
    Test test = reader.test(reader.or());
    reader.expect(Kind.END);
    reader.faults.requireNone(kind, ORDER);
    return new Result(test, reader.operators());
  }

  /** One method for OR and AND, because each level of parentheses costs as many stack frames. */
  private Syntax or() {
    Syntax first = not();
    if (peek() != Kind.AND && peek() != Kind.OR) {
      return first;
    }
    var alternatives = new ArrayList<Test>();
    var all = new ArrayList<Test>();
    all.add(test(first));
    while (peek() == Kind.AND || peek() == Kind.OR) {
      if (accept(Kind.OR)) {
        alternatives.add(joined(all));
        all.clear();
      } else {
        expect(Kind.AND);
      }
      countOperator();
      all.add(test(not()));
    }
    alternatives.add(joined(all));
    return alternatives.size() == 1
        ? alternatives.getFirst()
        : new Syntax.Or(List.copyOf(alternatives));
  }

  private static Test joined(List<Test> tests) {
    return tests.size() == 1 ? tests.getFirst() : new Syntax.And(List.copyOf(tests));
  }

  private Syntax not() {
    int negations = 0;
    while (accept(Kind.NOT)) {
      countOperator();
      negations++;
    }
    Syntax left = peek() == Kind.OPEN ? group(this::or) : bareOperand(this::operand);
    Syntax primary = comparison(left);
    if (negations > 0 && operators() > ExpressionParser.MAX_OPERATORS) {
      return test(primary); // Refused in the end; a tree so deep would overflow a small stack.
    }
    for (int i = 0; i < negations; i++) {
      primary = new Syntax.Not(test(primary));
    }
    return primary;
  }

  private Syntax comparison(Syntax left) {
    Comparator comparator = comparator(peek());
    if (comparator != null) {
      Operand first = operand(left);
      expect(peek());
      countOperator();
      return new Syntax.Compare(first, comparator, operand());
    }
    return switch (peek()) {
      case BETWEEN -> between(operand(left));
      case IN -> in(operand(left));
      default -> left;
    };
  }

  private static @Nullable Comparator comparator(Kind kind) {
    return switch (kind) {
      case EQ -> Comparator.EQ;
      case NE -> Comparator.NE;
      case LT -> Comparator.LT;
      case LE -> Comparator.LE;
      case GT -> Comparator.GT;
      case GE -> Comparator.GE;
      default -> null;
    };
  }

  private Test between(Operand operand) {
    expect(Kind.BETWEEN);
    countOperator();
    Operand lower = operand();
    expect(Kind.AND);
    return new Syntax.Between(operand, lower, operand());
  }

  private Test in(Operand operand) {
    expect(Kind.IN);
    countOperator();
    expect(Kind.OPEN);
    var candidates = new ArrayList<Operand>();
    do {
      candidates.add(operand());
    } while (accept(Kind.COMMA));
    expect(Kind.CLOSE);
    return new Syntax.In(operand, List.copyOf(candidates));
  }

  /** Takes what was read for a condition, or fails at the next token. */
  private Test test(Syntax syntax) {
    return switch (syntax) {
      case Test test -> test;
      case Call call -> {
        if (call.function().equals("size")) {
          addMisuse("size");
        }
        yield new Syntax.CallTest(call);
      }
      case Operand _ -> throw syntaxError();
    };
  }

  /** Takes what was read for an operand, or fails at the next token. */
  private Operand operand(Syntax syntax) {
    if (!(syntax instanceof Operand operand)) {
      throw syntaxError();
    }
    if (operand instanceof Call(var function, _) && !function.equals("size")) {
      addMisuse(function);
    }
    return operand;
  }

  private Operand operand() {
    return operand(parenthesizedOrBareOperand());
  }

  private Syntax parenthesizedOrBareOperand() {
    return peek() == Kind.OPEN
        ? group(this::parenthesizedOrBareOperand)
        : bareOperand(this::operand);
  }
}
