package io.headwater.actors.expression;

/**
 * Text to tree. Every fault of an expression that shows without a table or an item is found here
 * and thrown as the ValidationException that DynamoDB answers.
 *
 * <p>Two stages: a reader finds the form of the text, which needs nothing else and is refused
 * first; a binder replaces the placeholders and checks operands. A request's expressions are parsed
 * in DynamoDB's order (update, condition, key condition, filter, projection) with one {@link
 * Placeholders}, which is asked afterwards whether all were used.
 */
public final class ExpressionParser {
  /** The most operators and functions in one expression. */
  public static final int MAX_OPERATORS = 300;

  private ExpressionParser() {}

  /** A ConditionExpression. */
  public static Condition condition(String text, Placeholders placeholders) {
    return condition(ExpressionKind.CONDITION, text, placeholders);
  }

  /** A FilterExpression. */
  public static Condition filter(String text, Placeholders placeholders) {
    return condition(ExpressionKind.FILTER, text, placeholders);
  }

  /** A KeyConditionExpression, not yet seen against a key schema. */
  public static KeyCondition keyCondition(String text, Placeholders placeholders) {
    return KeyConditionReader.read(condition(ExpressionKind.KEY_CONDITION, text, placeholders));
  }

  /** An UpdateExpression. */
  public static Update update(String text, Placeholders placeholders) {
    var read = UpdateReader.read(text);
    var binding = new Binding(ExpressionKind.UPDATE, placeholders);
    Update update = new UpdateBinder(binding).bind(read.sections());
    binding.requireOperators(read.operators());
    return update;
  }

  /** A ProjectionExpression. */
  public static Projection projection(String text, Placeholders placeholders) {
    var read = ProjectionReader.read(text);
    var binding = new Binding(ExpressionKind.PROJECTION, placeholders);
    var paths = read.stream().map(binding::path).toList();
    binding.requireSeparate(paths);
    return new Projection(paths);
  }

  private static Condition condition(ExpressionKind kind, String text, Placeholders placeholders) {
    var read = ConditionReader.read(kind, text);
    var binding = new Binding(kind, placeholders);
    Condition condition = new ConditionBinder(binding).bind(read.test());
    binding.requireOperators(read.operators());
    return condition;
  }
}
