package io.headwater.actors.expression;

import static io.headwater.actors.expression.ExpressionFixtures.placeholders;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.Item;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The limits on an expression, each just kept and just exceeded. */
class ExpressionLimitsTest {
  private static final String INVALID = "Invalid ConditionExpression: ";

  @Test
  void condition_of4096Bytes_isParsed() {
    String text = "a = " + "b".repeat(4092);

    assertThatCode(() -> parse(text)).doesNotThrowAnyException();
    assertThatThrownBy(() -> parse(text + "b"))
        .hasMessage(
            INVALID
                + "Expression size has exceeded the maximum allowed size; expression size: 4097");
  }

  @Test
  void condition_tooLongAndMalformed_isRefusedForItsUtf8Size() {
    assertThatThrownBy(() -> parse("é€\uD83D\uDE00".repeat(456)))
        .hasMessage(
            INVALID
                + "Expression size has exceeded the maximum allowed size; expression size: 4104");
  }

  @Test
  void condition_of300Operators_isParsed() {
    assertThatCode(() -> parse(joined(150, " AND "))).doesNotThrowAnyException();
    assertThatCode(() -> parse("NOT " + joined(150, " OR "))).doesNotThrowAnyException();
    assertThatThrownBy(() -> parse("NOT NOT " + joined(150, " OR "))).hasMessage(tooMany());
    assertThatThrownBy(() -> parse(joined(151, " AND "))).hasMessage(tooMany());
    assertThatThrownBy(() -> parse("NOT ".repeat(300) + "a = b")).hasMessage(tooMany());
  }

  @Test
  void condition_tooManyOperatorsAndAnotherFault_isRefusedForTheOther() {
    assertThatThrownBy(() -> parse(joined(151, " AND ") + " AND c = #nope"))
        .hasMessageContaining("attribute name: #nope");
    assertThatThrownBy(() -> parse(joined(151, " AND ") + " AND"))
        .hasMessageContaining("Syntax error");
  }

  @Test
  void update_moreThan300Operators_isRefused() {
    assertThatCode(() -> update(sums(300))).doesNotThrowAnyException();
    assertThatThrownBy(() -> update(sums(301)))
        .hasMessage(
            "Invalid UpdateExpression: The expression contains too many operators; operator count:"
                + " 301");
  }

  @Test
  void in_moreThan100Operands_isRefused() {
    assertThatCode(() -> parse("a IN (" + list(100) + ")")).doesNotThrowAnyException();
    assertThatThrownBy(() -> parse("a IN (" + list(101) + ")"))
        .hasMessage(
            INVALID
                + "The IN operator is provided with too many operands; number of operands: 101");
  }

  @Test
  void path_deeperThan32Elements_isRefused() {
    String deepest = String.join(".", Collections.nCopies(31, "a")) + "[0]";
    String reason = "The document path has too many nesting levels; nesting levels: 33";

    assertThatCode(() -> parse(deepest + " = b")).doesNotThrowAnyException();
    assertThatThrownBy(() -> parse(deepest + ".a = b")).hasMessage(INVALID + reason);
    assertThatThrownBy(() -> update("REMOVE " + deepest + ".a"))
        .hasMessage("Invalid UpdateExpression: " + reason);
    assertThatThrownBy(() -> ExpressionParser.projection(deepest + ".a", placeholders()))
        .hasMessage("Invalid ProjectionExpression: " + reason);
  }

  /** A parser that recursed as deep as a text tells it to would overflow the stack here. */
  @ParameterizedTest
  @MethodSource("deepTexts")
  void anyExpression_nestedAsDeepAsTextAllows_isRefusedOnASmallStack(String text) throws Exception {
    var failures = Collections.synchronizedList(new java.util.ArrayList<Throwable>());
    var thread =
        new Thread(null, () -> failures.addAll(failuresOf(text)), "small-stack", 512 * 1024);
    thread.start();
    thread.join();

    assertThat(failures).hasSize(4).allMatch(DynamoDbException.class::isInstance);
  }

  static List<String> deepTexts() {
    return List.of(
        "(".repeat(4096),
        "(".repeat(2000) + "a = b" + ")".repeat(2000),
        "SET a = " + "(".repeat(4000),
        "SET a = " + "(".repeat(1000) + "b" + ")".repeat(1000),
        "NOT ".repeat(1023) + "a",
        "NOT ".repeat(1022) + "a=b",
        "NOT(".repeat(819) + "a=b" + ")".repeat(0),
        "NOT(".repeat(800) + "a=b" + ")".repeat(800),
        "size(".repeat(819),
        "size(".repeat(600) + "a" + ")".repeat(600) + " = b",
        "SET a=" + "if_not_exists(b,".repeat(200) + "c" + ")".repeat(200) + " = d",
        "SET a=" + "list_append(".repeat(300),
        "a" + "[0]".repeat(1300) + "=",
        "a" + ".a".repeat(2000) + ",");
  }

  private static List<Throwable> failuresOf(String text) {
    return IntStream.range(0, 4)
        .mapToObj(kind -> org.assertj.core.api.Assertions.catchThrowable(() -> parse(kind, text)))
        .filter(java.util.Objects::nonNull)
        .toList();
  }

  private static void parse(int kind, String text) {
    switch (kind) {
      case 0 -> ExpressionParser.condition(text, placeholders());
      case 1 -> ExpressionParser.update(text, placeholders());
      case 2 -> ExpressionParser.projection(text, placeholders());
      default -> KeyCondition.of(ExpressionParser.keyCondition(text, placeholders()));
    }
  }

  @Test
  void condition_deepestLegal_isEvaluated() {
    String text = "(a=b OR ".repeat(149) + "a=b" + ")".repeat(149);

    assertThat(ConditionEvaluator.test(parse(text), Item.EMPTY)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"SET x = doc, true", "SET doc.y = doc, true"})
  void updater_legalNesting_isStored(String text, boolean stored) {
    Item after = Updater.apply(update(text), ExpressionFixtures.ITEM);

    assertThat(after.equals(ExpressionFixtures.ITEM)).isNotEqualTo(stored);
  }

  @Test
  void updater_nestingBeyond32Levels_isRefused() {
    String path = "a" + ".a".repeat(30);
    Item item = Item.EMPTY;
    for (String prefix = "a"; prefix.length() <= path.length(); prefix += ".a") {
      item = Updater.apply(update("SET " + prefix + " = :map"), item);
    }
    Item deepest = Updater.apply(update("SET " + path + ".b = :n"), item);

    assertThat(deepest).isNotEqualTo(item);
    assertThatThrownBy(() -> Updater.apply(update("SET " + path + ".b = :l"), deepest))
        .hasMessage(
            "Nesting Levels have exceeded supported limits: Attributes in the item have nested"
                + " levels beyond supported limit");
    assertThatThrownBy(() -> Updater.apply(update("SET b.b = a"), withMap(deepest)))
        .hasMessageStartingWith("Nesting Levels have exceeded supported limits");
  }

  private static Item withMap(Item item) {
    return Updater.apply(update("SET b = :map"), item);
  }

  private static Condition parse(String text) {
    return ExpressionParser.condition(text, placeholders());
  }

  private static Update update(String text) {
    return ExpressionParser.update(text, placeholders());
  }

  private static String tooMany() {
    return INVALID + "The expression contains too many operators; operator count: 301";
  }

  private static String joined(int comparisons, String operator) {
    return String.join(operator, Collections.nCopies(comparisons, "a=b"));
  }

  private static String list(int count) {
    return String.join(",", Collections.nCopies(count, ":n"));
  }

  private static String sums(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "a" + i + "=b+b")
        .collect(Collectors.joining(",", "SET ", ""));
  }
}
