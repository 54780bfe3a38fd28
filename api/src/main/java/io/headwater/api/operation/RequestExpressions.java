package io.headwater.api.operation;

import io.headwater.actors.expression.Condition;
import io.headwater.actors.expression.ExpressionParser;
import io.headwater.actors.expression.Placeholders;
import io.headwater.actors.expression.Projection;
import io.headwater.actors.expression.Update;
import io.headwater.actors.json.ReadItem;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.api.operation.legacy.LegacyParameters;
import io.headwater.api.protocol.ItemValues;
import io.headwater.api.protocol.Structure;
import io.headwater.api.protocol.Wording;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The expressions of one request with their placeholders. Calls in the order of DynamoDB's checks:
 * {@link #readPlaceholders}, the expressions (update, condition, key condition, filter,
 * projection), {@link #requireAllUsed}. All throw a ValidationException for what is wrong.
 *
 * <p>An update, a condition and a projection may be given by legacy parameters instead. So may a
 * key condition and a filter, but at another point of a Query or Scan, which is theirs to choose.
 *
 * <p>Not safe for use by several threads; a request is parsed by one.
 */
public final class RequestExpressions {
  private static final String VALUES = "ExpressionAttributeValues";

  private final Structure request;
  private final boolean takesValues;
  private final Wording wording;
  private Placeholders placeholders = Placeholders.none();

  private RequestExpressions(Structure request, boolean takesValues, Wording wording) {
    this.request = request;
    this.takesValues = takesValues;
    this.wording = wording;
  }

  /** For a request whose parameters were found to go together. */
  public static RequestExpressions of(Structure request, ParameterRules rules, Wording wording) {
    return new RequestExpressions(request, !rules.usingValues().isEmpty(), wording);
  }

  /** Checks the placeholders themselves: the names, the values' keys, the values. */
  public void readPlaceholders() {
    var names = request.textMap("ExpressionAttributeNames");
    ReadItem values = takesValues ? request.item(VALUES) : null;
    if (names == null && values == null) {
      return;
    }
    placeholders =
        new Placeholders(names, values == null ? null : values.attributes().attributes());
    try {
      placeholders.checkNames();
      checkValueKeys(values);
    } catch (DynamoDbException e) {
      throw wording.worded(e);
    }
    if (values != null) {
      ItemValues.requireExpressionValues(values, wording);
    }
  }

  /** A map of which only faulty values came in is not an empty one. */
  private void checkValueKeys(@Nullable ReadItem values) {
    if (values == null) {
      return;
    }
    if (values.fault() == null || !values.attributes().attributes().isEmpty()) {
      placeholders.checkValues();
    }
    if (values.fault() != null) {
      Placeholders.checkValueKey(values.fault().attributeName());
    }
  }

  /** UpdateExpression or AttributeUpdates. */
  public @Nullable Update update() {
    Update update = parse("UpdateExpression", ExpressionParser::update);
    return update == null ? LegacyParameters.update(request) : update;
  }

  /** ConditionExpression or Expected. */
  public @Nullable Condition condition() {
    Condition condition = parse("ConditionExpression", ExpressionParser::condition);
    if (condition != null) {
      return condition;
    }
    try {
      return LegacyParameters.condition(request);
    } catch (DynamoDbException e) {
      throw wording.worded(e);
    }
  }

  /** KeyConditionExpression. */
  public @Nullable Condition keyCondition() {
    return parse("KeyConditionExpression", ExpressionParser::keyCondition);
  }

  /** FilterExpression. */
  public @Nullable Condition filter() {
    return parse("FilterExpression", ExpressionParser::filter);
  }

  /** ProjectionExpression or AttributesToGet. */
  public @Nullable Projection projection() {
    Projection projection = parse("ProjectionExpression", ExpressionParser::projection);
    return projection == null ? LegacyParameters.projection(request) : projection;
  }

  /** Checks that each placeholder was used by an expression. */
  public void requireAllUsed() {
    try {
      placeholders.requireAllUsed();
    } catch (DynamoDbException e) {
      throw wording.worded(e);
    }
  }

  private <T> @Nullable T parse(String member, BiFunction<String, Placeholders, T> parser) {
    String text = request.text(member);
    if (text == null) {
      return null;
    }
    try {
      return parser.apply(text, placeholders);
    } catch (DynamoDbException e) {
      throw wording.worded(e);
    }
  }
}
