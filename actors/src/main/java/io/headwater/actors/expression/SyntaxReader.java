package io.headwater.actors.expression;

import io.headwater.actors.expression.Faults.Fault;
import io.headwater.actors.expression.Syntax.Call;
import io.headwater.actors.expression.Syntax.Operand;
import io.headwater.actors.expression.Syntax.Path;
import io.headwater.actors.expression.Syntax.Step;
import io.headwater.actors.expression.Syntax.ValueReference;
import io.headwater.actors.expression.Tokens.Kind;
import io.headwater.actors.model.DynamoDbException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What the grammars share: tokens one after the other, paths, operands and calls.
 *
 * <p>Reading is recursive, so nesting is counted. A text that is nested deeper than it may have
 * operators is wrong in any case, and is refused before the stack is at risk.
 */
class SyntaxReader {
  /** UTF-8 bytes of an expression's text. */
  static final int MAX_TEXT_BYTES = 4096;

  /** Above the operators that an expression may have: each level needs one not to be redundant. */
  private static final int MAX_NESTING = ExpressionParser.MAX_OPERATORS + 10;

  private static final String REDUNDANT_PARENTHESES = "The expression has redundant parentheses;";

  private static final Set<String> CONDITION_FUNCTIONS =
      Set.of(
          "attribute_exists",
          "attribute_not_exists",
          "attribute_type",
          "begins_with",
          "contains",
          "size");

  private static final Set<String> UPDATE_FUNCTIONS = Set.of("if_not_exists", "list_append");

  final ExpressionKind kind;
  final Faults faults = new Faults();
  private final Tokens tokens;
  private int position;
  private int nesting;

  /** Comparators, logical and arithmetic operators and functions read so far. */
  private int operators;

  /** The parentheses that were closed last, as positions of their tokens. */
  private int lastOpened = -1;

  private int lastClosed = -1;

  SyntaxReader(ExpressionKind kind, String text) {
    this.kind = kind;
    requireSize(text);
    this.tokens = Tokens.of(text);
  }

  private void requireSize(String text) {
    if (text.isEmpty()) {
      throw kind.invalid("The expression can not be empty;");
    }
    long sizeBytes = Utf8Length.of(text);
    if (sizeBytes > MAX_TEXT_BYTES) {
      throw kind.invalid(
          "Expression size has exceeded the maximum allowed size; expression size: " + sizeBytes);
    }
  }

  final int operators() {
    return operators;
  }

  final void countOperator() {
    operators++;
  }

  final Kind peek() {
    return tokens.get(position).kind();
  }

  final boolean accept(Kind wanted) {
    if (peek() != wanted) {
      return false;
    }
    position++;
    return true;
  }

  /** The text of the next token, which must be of the kind. */
  final String expect(Kind wanted) {
    if (peek() != wanted) {
      throw syntaxError();
    }
    return tokens.text(position++);
  }

  /** That the next token has no place here. */
  final DynamoDbException syntaxError() {
    return kind.invalid(
        "Syntax error; token: \""
            + tokens.text(position)
            + "\", near: \""
            + tokens.near(position)
            + "\"");
  }

  final Path path() {
    var steps = new ArrayList<Step>();
    steps.add(nameStep());
    return pathFrom(steps);
  }

  /** The rest of a path of which some steps were read. */
  private Path pathFrom(List<Step> steps) {
    while (true) {
      if (accept(Kind.DOT)) {
        steps.add(nameStep());
      } else if (accept(Kind.OPEN_BRACKET)) {
        steps.add(indexStep(expect(Kind.INDEX)));
        expect(Kind.CLOSE_BRACKET);
      } else {
        return new Path(steps);
      }
    }
  }

  private Step nameStep() {
    if (peek() == Kind.NAME_REFERENCE) {
      return new Step.NameReference(expect(Kind.NAME_REFERENCE));
    }
    String name = expect(Kind.IDENTIFIER);
    if (ReservedWords.contains(name)) {
      faults.add(
          Fault.RESERVED_WORD, "Attribute name is a reserved keyword; reserved keyword: " + name);
    }
    return new Step.Name(name);
  }

  private Step indexStep(String digits) {
    // Ten digits at most fit an int, and a long holds them all.
    if (digits.length() > 10 || Long.parseLong(digits) > Integer.MAX_VALUE) {
      faults.add(
          Fault.LIST_INDEX,
          "List index is not within the allowable range; index: [" + digits + "]");
      return new Step.Index(0);
    }
    return new Step.Index(Integer.parseInt(digits));
  }

  /**
   * A path, a value reference or a call, without parentheses around it.
   *
   * @param argument reads one argument of a call
   */
  final Operand bareOperand(Supplier<Operand> argument) {
    return switch (peek()) {
      case VALUE_REFERENCE -> new ValueReference(expect(Kind.VALUE_REFERENCE));
      case IDENTIFIER -> callFollows() ? call(argument) : path();
      default -> path();
    };
  }

  private boolean callFollows() {
    return tokens.get(position + 1).kind() == Kind.OPEN;
  }

  private Operand call(Supplier<Operand> argument) {
    String function = expect(Kind.IDENTIFIER);
    countOperator();
    requireKnown(function);
    enter();
    expect(Kind.OPEN);
    var arguments = new ArrayList<Operand>();
    do {
      arguments.add(argument.get());
    } while (accept(Kind.COMMA));
    expect(Kind.CLOSE);
    leave();
    return new Call(function, arguments);
  }

  private void requireKnown(String function) {
    boolean update = kind == ExpressionKind.UPDATE;
    if ((update ? UPDATE_FUNCTIONS : CONDITION_FUNCTIONS).contains(function)) {
      return;
    }
    if ((update ? CONDITION_FUNCTIONS : UPDATE_FUNCTIONS).contains(function)) {
      String where = update ? "an update" : "a condition";
      faults.add(
          Fault.MISUSED_FUNCTION,
          "The function is not allowed in " + where + " expression; function: " + function);
    } else {
      faults.add(Fault.UNKNOWN_FUNCTION, "Invalid function name; function: " + function);
    }
  }

  final void addMisuse(String function) {
    faults.add(
        Fault.MISUSED_FUNCTION,
        "The function is not allowed to be used this way in an expression; function: " + function);
  }

  /** Something in parentheses. After a path in parentheses its further steps may follow. */
  final Syntax group(Supplier<? extends Syntax> content) {
    int opened = position;
    enter();
    expect(Kind.OPEN);
    Syntax inner = content.get();
    boolean redundant = lastOpened == opened + 1 && lastClosed == position - 1;
    lastOpened = opened;
    lastClosed = position;
    expect(Kind.CLOSE);
    if (redundant) {
      throw kind.invalid(REDUNDANT_PARENTHESES); // Even if a syntax error follows.
    }
    leave();
    boolean goesOn = peek() == Kind.DOT || peek() == Kind.OPEN_BRACKET;
    return goesOn && inner instanceof Path(var steps) ? pathFrom(new ArrayList<>(steps)) : inner;
  }

  private void enter() {
    if (++nesting > MAX_NESTING) {
      throw nestedTooDeeply();
    }
  }

  private void leave() {
    nesting--;
  }

  private DynamoDbException nestedTooDeeply() {
    int open = 0;
    for (int i = 0; i < tokens.count(); i++) {
      Kind token = tokens.get(i).kind();
      open += token == Kind.OPEN ? 1 : token == Kind.CLOSE ? -1 : 0;
    }
    if (open > 0) {
      position = tokens.count() - 1;
      return syntaxError();
    }
    return kind.invalid(REDUNDANT_PARENTHESES);
  }
}
