package io.headwater.actors.expression;

import static io.headwater.actors.expression.ExpressionFixtures.placeholders;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the actions of an update count against the limit of an item's size (data-model §6). */
class UpdateSizeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SET a = :n                            | 22
          SET a = :n, b = :n                    | 41
          SET a[3] = :n                         | 23
          SET a.b = :n                          | 22
          SET a = b + :n                        | 72
          SET a = b - :n                        | 72
          SET a = if_not_exists(b, :n)          | 22
          ADD a :n                              | 22
          REMOVE a                              | 5
          REMOVE a, b[1]                        | 7
          SET a = :n REMOVE b ADD c :n          | 43
          """)
  void countedSizeBytes_actions_countByTheirKind(String text, int expected) {
    Update update = ExpressionParser.update(text, placeholders());

    assertThat(update.countedSizeBytes()).isEqualTo(expected);
  }
}
