package io.headwater.actors.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.expression.ExpressionParser;
import io.headwater.actors.expression.Placeholders;
import io.headwater.actors.expression.Update;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.L;
import io.headwater.actors.model.AttributeValue.N;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.AttributeValue.SS;
import io.headwater.actors.model.Item;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpdateSizeTest {
  private static final Item ITEM =
      new Item(Map.of("id", new S("key"), "strs", SS.of(List.of("a", "b", "ccc"))));

  /** :n counts 2 bytes, :l 6, :s 5. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SET a = :n                            | 25
          SET song = :n                         | 28
          SET a = :n, b = :n                    | 47
          SET a[3] = :n                         | 30
          SET a[12] = :n                        | 31
          SET a.bc = :n                         | 31
          SET a = b                             | 39
          SET a = b.c[3]                        | 69
          SET a = b + :n                        | 75
          SET a = b - :n                        | 78
          SET a = if_not_exists(b, :n)          | 80
          SET a = list_append(b, :l)            | 82
          SET a = list_append(:l, :l)           | 72
          ADD a :n                              | 25
          ADD a :s                              | 28
          ADD strs :s                            | 28
          DELETE strs :s                         | 8
          REMOVE a                              | 5
          REMOVE a, b[1]                        | 12
          SET a = :n REMOVE b ADD c :n          | 49
          """)
  void of_actions_countClausesAndOperands(String text, long expected) {
    assertThat(UpdateSize.of(update(text, "x"), ITEM)).isEqualTo(expected);
  }

  @Test
  void exceedsLimit_atTheLimit_isAnItemsSize() {
    assertThat(UpdateSize.exceedsLimit(update("SET a = :t", "x".repeat(409_577)), null)).isFalse();
    assertThat(UpdateSize.exceedsLimit(update("SET a = :t", "x".repeat(409_578)), null)).isTrue();
    assertThat(
            UpdateSize.exceedsLimit(
                update("SET a = :t", "x".repeat(409_578)), EncodedItem.of(ITEM)))
        .isTrue();
  }

  @Test
  void exceedsLimit_membersThatTheSetHas_areFree() {
    String member = "x".repeat(300_000);
    var stored = new Item(Map.of("strs", SS.of(List.of(member))));
    var update =
        ExpressionParser.update(
            "ADD strs :s",
            new Placeholders(null, Map.of(":s", SS.of(List.of(member, "y".repeat(200_000))))));

    assertThat(UpdateSize.exceedsLimit(update, EncodedItem.of(stored))).isFalse();
    assertThat(UpdateSize.exceedsLimit(update, null)).isTrue();
  }

  private static Update update(String expression, String text) {
    Map<String, AttributeValue> values =
        Map.of(
            ":n", new N(BigDecimal.ONE),
            ":l", new L(List.of(new N(BigDecimal.ONE))),
            ":s", SS.of(List.of("ccc", "dd", "")),
            ":t", new S(text));
    return ExpressionParser.update(expression, new Placeholders(null, values));
  }
}
