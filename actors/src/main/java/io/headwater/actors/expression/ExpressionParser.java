package io.headwater.actors.expression;

import java.util.List;

/**
 * Text to tree. Every fault of an expression that shows without a table or an item is found here
 * and thrown as the ValidationException that DynamoDB answers.
 *
 * <p>Two stages: a reader finds the form of the text, which needs nothing else, is refused first
 * and otherwise remembered ({@link SyntaxCache}); a binder replaces the placeholders and checks
 * operands. A request's expressions are parsed in DynamoDB's order (update, condition, key
 * condition, filter, projection) with one {@link Placeholders}, which is asked afterwards whether
 * all were used.
 */
public final class ExpressionParser {
  /** The most operators and functions in one expression. */
  public static final int MAX_OPERATORS = 300;

  private static final SyntaxCache<ConditionReader.Result> CONDITIONS =
      new SyntaxCache<>(text -> ConditionReader.read(ExpressionKind.CONDITION, text));
  private static final SyntaxCache<ConditionReader.Result> FILTERS =
      new SyntaxCache<>(text -> ConditionReader.read(ExpressionKind.FILTER, text));
  private static final SyntaxCache<ConditionReader.Result> KEY_CONDITIONS =
      new SyntaxCache<>(text -> ConditionReader.read(ExpressionKind.KEY_CONDITION, text));
  private static final SyntaxCache<UpdateReader.Result> UPDATES =
      new SyntaxCache<>(UpdateReader::read);
  private static final SyntaxCache<List<Syntax.Path>> PROJECTIONS =
      new SyntaxCache<>(ProjectionReader::read);

  private ExpressionParser() {}

  /** A ConditionExpression. */
  public static Condition condition(String text, Placeholders placeholders) {
    return condition(ExpressionKind.CONDITION, CONDITIONS.get(text), placeholders);
  }

  /** A FilterExpression. */
  public static Condition filter(String text, Placeholders placeholders) {
    return condition(ExpressionKind.FILTER, FILTERS.get(text), placeholders);
  }

  /**
   * A KeyConditionExpression. Whether it is one that keys can be asked, {@link KeyCondition#of}
   * says, after it is known that all placeholders are used.
   */
  public static Condition keyCondition(String text, Placeholders placeholders) {
    return condition(ExpressionKind.KEY_CONDITION, KEY_CONDITIONS.get(text), placeholders);
  }

  /** An UpdateExpression. */
  public static Update update(String text, Placeholders placeholders) {
    var read = UPDATES.get(text);
    var binding = new Binding(ExpressionKind.UPDATE, placeholders);
    Update update = new UpdateBinder(binding).bind(read.sections());
    binding.requireOperators(read.operators());
    return update;
  }

  /** A ProjectionExpression. */
  public static Projection projection(String text, Placeholders placeholders) {
    var read = PROJECTIONS.get(text);
    var binding = new Binding(ExpressionKind.PROJECTION, placeholders);
    var paths = read.stream().map(binding::path).toList();
    binding.requireSeparate(paths);
    return new Projection(paths);
  }

  private static Condition condition(
      ExpressionKind kind, ConditionReader.Result read, Placeholders placeholders) {
    var binding = new Binding(kind, placeholders);
    Condition condition = new ConditionBinder(binding).bind(read.test());
    binding.requireOperators(read.operators());
    return condition;
  }
}
