package io.headwater.loadtests.bench;

import io.headwater.actors.expression.Condition;
import io.headwater.actors.expression.ConditionEvaluator;
import io.headwater.actors.expression.ExpressionParser;
import io.headwater.actors.expression.Placeholders;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.Item;
import java.math.BigDecimal;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What a condition of three terms costs: reading its text for the first time, reading it again with
 * other values, and testing an item with it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ConditionBenchmark {
  private static final String TEXT =
      "attribute_exists(pk) AND attribute1 > :least AND begins_with(attribute0, :prefix)";

  /** Too many to be all remembered; they differ by the spaces at their ends. */
  private static final int NEW_TEXTS = 2_000;

  private static final Map<String, AttributeValue> VALUES =
      Map.of(":least", new AttributeValue.N(BigDecimal.ZERO), ":prefix", new AttributeValue.S(""));

  private final Item item = BenchmarkItems.ofWidth(20);
  private final Condition condition = read(TEXT);

  /** Spaces at the end of the next new text. */
  private int nextText;

  @Benchmark
  public Condition parseNew() {
    nextText = (nextText + 1) % NEW_TEXTS;
    return read(TEXT + " ".repeat(nextText));
  }

  @Benchmark
  public Condition parseAgain() {
    return read(TEXT);
  }

  @Benchmark
  public boolean test() {
    return ConditionEvaluator.test(condition, item);
  }

  private static Condition read(String text) {
    return ExpressionParser.condition(text, new Placeholders(null, VALUES));
  }
}
