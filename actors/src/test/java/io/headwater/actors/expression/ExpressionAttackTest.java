package io.headwater.actors.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ErrorCode;
import io.headwater.actors.testing.ExpressionAttacks;
import io.headwater.actors.testing.ExpressionAttacks.Attack;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Attacks end by a result or a refusal, within the budget. The short form; {@code load-tests/run
 * fuzz-expressions} measures the time that they take.
 */
class ExpressionAttackTest {
  private static final String TOO_LARGE =
      "Item size to update has exceeded the maximum allowed size";
  private static final String TOO_MUCH_WORK =
      "The evaluation of the request's expressions exceeds the computation that one request may"
          + " use";

  /** What is refused of the known attacks; the others have a result. */
  private static final Map<String, String> REFUSALS =
      Map.of(
          "equality of lists by IN", TOO_MUCH_WORK,
          "contains in a list", TOO_MUCH_WORK,
          "SET to a list appended to itself", TOO_LARGE,
          "SET to copies of a list", TOO_LARGE,
          "SET to copies of a text", TOO_LARGE,
          "ADD of a large set", TOO_LARGE,
          "sums of distant exponents",
              "Number overflow. Attempting to store a number with magnitude larger than supported"
                  + " range");

  static List<Attack> known() {
    return ExpressionAttacks.known();
  }

  @ParameterizedTest
  @MethodSource
  void known(Attack attack) {
    assertThat(outcome(attack)).isEqualTo(REFUSALS.getOrDefault(attack.name(), "served"));
  }

  @Test
  void random_anyOperatorAndValues_isServedOrEndsAtTheBudget() {
    for (int i = 0; i < 80; i++) {
      Attack attack = ExpressionAttacks.random(new Random(i));

      assertThat(outcome(attack)).as(attack.name()).isIn("served", TOO_MUCH_WORK);
    }
  }

  private static String outcome(Attack attack) {
    var work = new WorkBudget();
    try {
      attack.run().accept(work);
      assertThat(work.units()).isLessThanOrEqualTo(WorkBudget.MAX_UNITS);
      return "served";
    } catch (DynamoDbException refused) {
      String message = refused.error().message();
      boolean isWork = message.equals(TOO_MUCH_WORK);
      assertThat(refused.error().code())
          .isEqualTo(isWork ? ErrorCode.INTERNAL : ErrorCode.VALIDATION);
      return message;
    }
  }
}
