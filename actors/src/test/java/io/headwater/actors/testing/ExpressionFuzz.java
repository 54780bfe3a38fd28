package io.headwater.actors.testing;

import io.headwater.actors.expression.Condition;
import io.headwater.actors.expression.ConditionEvaluator;
import io.headwater.actors.expression.ExpressionParser;
import io.headwater.actors.expression.KeyCondition;
import io.headwater.actors.expression.KeyPathChecks;
import io.headwater.actors.expression.Placeholders;
import io.headwater.actors.expression.Projector;
import io.headwater.actors.expression.Update;
import io.headwater.actors.expression.Updater;
import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ErrorCode;
import io.headwater.actors.model.IndexKeySchema;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.KeySchema.KeyAttribute;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Random and damaged expressions, each read as all five kinds and, where one is legal, evaluated
 * against a random item. The outcome must be a result or a ValidationException, on a stack half a
 * thread's own, and in bounded time. What is accepted must keep the limits.
 *
 * <p>Each text is made of the seed and its number alone, so that a finding can be repeated.
 */
public final class ExpressionFuzz {
  private static final int STACK_BYTES = 512 * 1024;
  private static final int MAX_TEXT_BYTES = 4096;
  private static final int ITEMS = 200;

  /** No text takes a millisecond; what takes so long would be a way to stop a server. */
  private static final Duration MAX_TIME = Duration.ofSeconds(5);

  private static final KeySchema SCHEMA =
      new KeySchema(new KeyAttribute("a", AttributeType.S), new KeyAttribute("b", AttributeType.N));
  private static final IndexKeySchema KEY = IndexKeySchema.of(SCHEMA);

  private final long seed;
  private final FuzzItems items;
  private final List<Item> pool = new ArrayList<>();
  private final Map<String, Integer> refusals = new TreeMap<>();
  private long results;
  private Duration slowest = Duration.ZERO;
  private String slowestText = "";

  public ExpressionFuzz(long seed) {
    this.seed = seed;
    this.items = new FuzzItems(new Random(seed));
    for (int i = 0; i < ITEMS; i++) {
      pool.add(items.item());
    }
  }

  /**
   * What came of it.
   *
   * @param results how many readings had a result
   * @param refusals how many were refused, by the beginning of the message
   */
  public record Report(
      long results, Map<String, Integer> refusals, Duration slowest, String slowestText) {}

  /**
   * Tries a number of texts.
   *
   * @throws AssertionError at the first whose outcome may not be, with the text
   */
  public Report run(int count) {
    var failure = new ArrayList<Throwable>();
    var thread = new Thread(null, () -> runAll(count), "small stack", STACK_BYTES);
    thread.setUncaughtExceptionHandler((_, thrown) -> failure.add(thrown));
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    if (!failure.isEmpty()) {
      throw new AssertionError("seed " + seed, failure.getFirst());
    }
    return new Report(results, Map.copyOf(refusals), slowest, slowestText);
  }

  private void runAll(int count) {
    for (int i = 0; i < count; i++) {
      var random = new Random(seed * 1_000_003 + i);
      String text = new FuzzExpressions(random).text();
      long start = System.nanoTime();
      Item item = pool.get(random.nextInt(pool.size()));
      evaluate(text, item);
      Duration time = Duration.ofNanos(System.nanoTime() - start);
      if (time.compareTo(slowest) > 0) {
        slowest = time;
        slowestText = text;
      }
      if (time.compareTo(MAX_TIME) > 0) {
        throw new AssertionError("took " + time + ": " + text);
      }
    }
  }

  private void evaluate(String text, Item item) {
    use(
        text,
        () -> {
          Condition condition = ExpressionParser.condition(text, placeholders());
          ConditionEvaluator.test(condition, item);
          ConditionEvaluator.test(condition, Item.EMPTY);
        });
    use(
        text,
        () -> {
          Condition filter = ExpressionParser.filter(text, placeholders());
          KeyPathChecks.requireScalarKeys(filter.paths(), SCHEMA, List.of(), List.of());
          KeyPathChecks.requireNoKeysInFilter(filter, "Filter Expression", KEY);
        });
    use(text, () -> KeyCondition.of(ExpressionParser.keyCondition(text, placeholders())).bind(KEY));
    use(text, () -> update(ExpressionParser.update(text, placeholders()), item));
    use(text, () -> Projector.project(ExpressionParser.projection(text, placeholders()), item));
  }

  private static void update(Update update, Item item) {
    Item after = Updater.apply(update, item);
    Updater.targetParts(update, item);
    Updater.targetParts(update, after);
    if (!Updater.apply(update, item).equals(after)) {
      throw new AssertionError("an update has two outcomes");
    }
  }

  private Placeholders placeholders() {
    return new Placeholders(FuzzExpressions.NAMES, FuzzExpressions.VALUES);
  }

  private void use(String text, Runnable reading) {
    try {
      reading.run();
    } catch (DynamoDbException refused) {
      requireModelled(text, refused);
      refusals.merge(kindOf(refused.getMessage()), 1, Integer::sum);
      return;
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      throw new AssertionError("text: " + text, e);
    }
    if (text.getBytes(StandardCharsets.UTF_8).length > MAX_TEXT_BYTES) {
      throw new AssertionError("accepted, but too long: " + text);
    }
    results++;
  }

  private static void requireModelled(String text, DynamoDbException refused) {
    if (refused.error().code() != ErrorCode.VALIDATION || refused.error().message().isEmpty()) {
      throw new AssertionError("text: " + text, refused);
    }
  }

  /** The message without the parameter's name before and the particulars behind. */
  private static String kindOf(@Nullable String message) {
    String kind = String.valueOf(message).replaceFirst("^Invalid \\w+Expression: ", "");
    int end = kind.indexOf(';');
    return end < 0 ? kind.replaceFirst(": .*$", "") : kind.substring(0, end);
  }
}
