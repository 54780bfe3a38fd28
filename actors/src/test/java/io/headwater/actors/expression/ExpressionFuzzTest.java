package io.headwater.actors.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.actors.testing.ExpressionFuzz;
import org.junit.jupiter.api.Test;

/** The short form; {@code load-tests/run fuzz-expressions} is the long one. */
class ExpressionFuzzTest {
  private static final long SEED = 20_120_810;
  private static final int TEXTS = 5_000;

  @Test
  void anyText_asEveryExpression_hasAResultOrIsRefused() {
    ExpressionFuzz.Report report = new ExpressionFuzz(SEED).run(TEXTS);

    // Neither side would be tested if the texts were all well-formed or all not.
    assertThat(report.results()).isGreaterThan(TEXTS / 4);
    assertThat(report.refusals())
        .containsKeys(
            "Syntax error",
            "The expression has redundant parentheses",
            "Invalid function name",
            "Attribute name is a reserved keyword",
            "An expression attribute value used in expression is not defined",
            "Incorrect operand type for operator or function",
            "The expression contains too many operators",
            "Expression size has exceeded the maximum allowed size",
            "Two document paths overlap with each other",
            "The document path provided in the update expression is invalid for update");
  }
}
