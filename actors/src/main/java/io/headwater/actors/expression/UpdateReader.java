package io.headwater.actors.expression;

import io.headwater.actors.expression.Faults.Fault;
import io.headwater.actors.expression.Syntax.Application;
import io.headwater.actors.expression.Syntax.Assignment;
import io.headwater.actors.expression.Syntax.Call;
import io.headwater.actors.expression.Syntax.Operand;
import io.headwater.actors.expression.Syntax.Path;
import io.headwater.actors.expression.Syntax.UpdateSections;
import io.headwater.actors.expression.Syntax.ValueReference;
import io.headwater.actors.expression.Tokens.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the text of an update expression:
 *
 * <pre>
 *   update  = section { section }
 *   section = SET path "=" value { "," path "=" value } | REMOVE path { "," path }
 *           | ADD path value-reference { "," … } | DELETE path value-reference { "," … }
 *   value   = operand [ ( "+" | "-" ) operand ]
 *   operand = path | value reference | call | "(" value ")"
 *   call    = function "(" operand { "," operand } ")"
 * </pre>
 */
final class UpdateReader extends SyntaxReader {
  private static final List<Fault> ORDER =
      List.of(
          Fault.RESERVED_WORD,
          Fault.UNKNOWN_FUNCTION,
          Fault.MISUSED_FUNCTION,
          Fault.LIST_INDEX,
          Fault.REPEATED_SECTION);

  private final Set<Kind> sections = EnumSet.noneOf(Kind.class);
  private final List<Assignment> sets = new ArrayList<>();
  private final List<Path> removes = new ArrayList<>();
  private final List<Application> applications = new ArrayList<>();

  private UpdateReader(String text) {
    super(ExpressionKind.UPDATE, text);
  }

  /** How the text reads, and how many operators and functions it has. */
  record Result(UpdateSections sections, int operators) {}

  static Result read(String text) {
    var reader = new UpdateReader(text);
    do {
      reader.section();
    } while (!reader.accept(Kind.END));
    reader.faults.requireNone(ExpressionKind.UPDATE, ORDER);
    var sections =
        new UpdateSections(
            List.copyOf(reader.sets),
            List.copyOf(reader.removes),
            List.copyOf(reader.applications));
    return new Result(sections, reader.operators());
  }

  private void section() {
    Kind section = peek();
    switch (section) {
      case SET -> actions(this::assignment);
      case REMOVE -> actions(() -> removes.add(path()));
      case ADD -> actions(() -> application(true));
      case DELETE -> actions(() -> application(false));
      default -> throw syntaxError();
    }
    if (!sections.add(section)) {
      faults.add(
          Fault.REPEATED_SECTION,
          "The \"" + section + "\" section can only be used once in an update expression;");
    }
  }

  private void actions(Runnable action) {
    expect(peek());
    do {
      action.run();
    } while (accept(Kind.COMMA));
  }

  private void assignment() {
    Path target = path();
    expect(Kind.EQ);
    sets.add(new Assignment(target, value()));
  }

  private void application(boolean isAdd) {
    Path target = path();
    applications.add(
        new Application(isAdd, target, new ValueReference(expect(Kind.VALUE_REFERENCE))));
  }

  private Operand value() {
    Operand left = operand();
    if (peek() != Kind.PLUS && peek() != Kind.MINUS) {
      return left;
    }
    String operator = expect(peek());
    countOperator();
    return new Syntax.Arithmetic(operator, inner(left), inner(operand()));
  }

  private Operand operand() {
    if (peek() != Kind.OPEN) {
      return bareOperand(this::argument);
    }
    return (Operand) group(this::value);
  }

  /** Of a call; a sum or difference is one only in parentheses. */
  private Operand argument() {
    return inner(operand());
  }

  /** Takes an operand of an operator or a function, which no list_append may be. */
  private Operand inner(Operand operand) {
    if (operand instanceof Call(var function, _) && function.equals("list_append")) {
      addMisuse(function);
    }
    return operand;
  }
}
