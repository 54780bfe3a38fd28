package io.headwater.actors.expression;

import io.headwater.actors.expression.Condition.Comparator;
import java.util.List;

/**
 * An expression as its text alone tells it, placeholders still in place. Immutable and independent
 * of any request, so that it can be kept by text.
 */
sealed interface Syntax {

  /** What stands for a value. */
  sealed interface Operand extends Syntax {}

  record Path(List<Step> steps) implements Operand {
    public Path {
      steps = List.copyOf(steps);
    }
  }

  /** A placeholder for a value, with its colon. */
  record ValueReference(String reference) implements Operand {}

  /** A call stands for a value or for a condition, which its place decides and not its form. */
  record Call(String function, List<Operand> arguments) implements Operand {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /** A sum or a difference; the operator is {@code +} or {@code -}. */
  record Arithmetic(String operator, Operand left, Operand right) implements Operand {}

  /** What holds or does not. */
  sealed interface Test extends Syntax {}

  record And(List<Test> tests) implements Test {}

  record Or(List<Test> tests) implements Test {}

  record Not(Test test) implements Test {}

  record Compare(Operand left, Comparator comparator, Operand right) implements Test {}

  record Between(Operand operand, Operand lower, Operand upper) implements Test {}

  record In(Operand operand, List<Operand> candidates) implements Test {}

  record CallTest(Call call) implements Test {}

  /** The sections of an update, each action in the order of the text. */
  record UpdateSections(
      List<Assignment> sets, List<Path> removes, List<Application> applications) {}

  record Assignment(Path target, Operand value) {}

  /** An action of ADD or DELETE, in the order of the text over both sections. */
  record Application(boolean isAdd, Path target, ValueReference value) {}

  /** One element of a path. */
  sealed interface Step {
    record Name(String name) implements Step {}

    /** A placeholder for a name, with its number sign. */
    record NameReference(String reference) implements Step {}

    record Index(int index) implements Step {}
  }
}
