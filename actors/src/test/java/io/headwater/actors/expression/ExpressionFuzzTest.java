package io.headwater.actors.expression;

import static io.headwater.actors.expression.ExpressionFixtures.ITEM;
import static io.headwater.actors.expression.ExpressionFixtures.placeholders;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.KeySchema.KeyAttribute;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random and damaged expressions: whatever the text, it has a result or is refused with a
 * ValidationException. {@code -Dheadwater.fuzz.tries=1000000} makes the long form.
 */
class ExpressionFuzzTest {
  private static final int TRIES = Integer.getInteger("headwater.fuzz.tries", 5_000);
  private static final long SEED = Long.getLong("headwater.fuzz.seed", 20_120_810L);

  private static final List<String> WELL_FORMED =
      List.of(
          "num = :n AND (str <> :s OR NOT attribute_exists(doc.y[1]))",
          "size(seq) BETWEEN :n AND :m OR num IN (:n, :m, #a)",
          "contains(strs, :s) AND begins_with(str, :t) AND attribute_type(#dot, :typeN)",
          "SET num = num + :n, #a = if_not_exists(b, :l), seq = list_append(seq, :l) REMOVE doc.x",
          "ADD nums :ns, doc.x :n DELETE strs :ss REMOVE seq[0], seq[3][0] SET c = (num - (:n))",
          "num, doc.x, doc.y[1], seq[2], seq[0], #dot",
          "num = :n AND str BETWEEN :s AND :t",
          "pk = :s AND :n < sk");

  private static final List<String> TOKENS =
      List.of(
          "AND",
          "or",
          "NOT",
          "in",
          "BETWEEN",
          "SET",
          "remove",
          "ADD",
          "DELETE",
          "(",
          ")",
          "[",
          "]",
          ".",
          ",",
          "=",
          "<>",
          "<",
          "<=",
          ">",
          ">=",
          "+",
          "-",
          " ",
          "  ",
          "\n",
          "num",
          "seq",
          "doc",
          "select",
          "#a",
          "#",
          "#zz",
          ":n",
          ":s",
          ":l",
          ":ss",
          ":",
          ":zz",
          "0",
          "1",
          "007",
          "99999999999",
          "size(",
          "attribute_exists(",
          "attribute_type(",
          "begins_with(",
          "contains(",
          "if_not_exists(",
          "list_append(",
          "foo(",
          "_",
          "!",
          "\"",
          "\u00E9",
          "\u0000",
          "\uD83D\uDE00",
          "\uD83D",
          "\uDE00");

  private static final KeySchema SCHEMA =
      new KeySchema(
          new KeyAttribute("num", AttributeType.N), new KeyAttribute("str", AttributeType.S));

  private int results;
  private int refusals;

  @Test
  void anyText_asEveryExpression_hasAResultOrIsRefused() {
    var random = new Random(SEED);
    for (int i = 0; i < TRIES; i++) {
      String text = random.nextInt(4) == 0 ? soup(random) : damaged(random);
      run(
          text,
          () -> ConditionEvaluator.test(ExpressionParser.condition(text, placeholders()), ITEM));
      run(text, () -> ExpressionParser.filter(text, placeholders()).paths());
      run(text, () -> ExpressionParser.keyCondition(text, placeholders()).bind(SCHEMA));
      run(text, () -> update(ExpressionParser.update(text, placeholders())));
      run(text, () -> Projector.project(ExpressionParser.projection(text, placeholders()), ITEM));
    }

    // Neither side would be tested if the texts were all well-formed or all not.
    assertThat(results).isGreaterThan(TRIES / 10);
    assertThat(refusals).isGreaterThan(TRIES);
  }

  private static void update(Update update) {
    var after = Updater.apply(update, ITEM);
    Updater.updatedOld(update, ITEM);
    Updater.updatedNew(update, after);
  }

  private void run(String text, Runnable use) {
    try {
      use.run();
      results++;
    } catch (DynamoDbException refused) {
      assertThat(refused.getMessage()).isNotEmpty();
      refusals++;
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError("seed " + SEED + ", text: " + text, e);
    }
  }

  private static String damaged(Random random) {
    var text = new StringBuilder(WELL_FORMED.get(random.nextInt(WELL_FORMED.size())));
    for (int i = random.nextInt(4); i > 0; i--) {
      int start = random.nextInt(text.length() + 1);
      int end = Math.min(text.length(), start + random.nextInt(6));
      switch (random.nextInt(3)) {
        case 0 -> text.delete(start, end);
        case 1 -> text.insert(start, TOKENS.get(random.nextInt(TOKENS.size())));
        default -> text.insert(random.nextInt(text.length() + 1), text.substring(start, end));
      }
    }
    return text.toString();
  }

  private static String soup(Random random) {
    var text = new StringBuilder();
    for (int i = random.nextInt(random.nextInt(10) == 0 ? 900 : 12); i >= 0; i--) {
      text.append(TOKENS.get(random.nextInt(TOKENS.size())));
      text.append(random.nextBoolean() ? " " : "");
    }
    return text.toString();
  }
}
