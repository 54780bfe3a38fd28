package io.headwater.api.operation.query;

import io.headwater.actors.expression.Condition;
import io.headwater.actors.expression.KeyCondition;
import io.headwater.actors.expression.Projection;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.Item;
import io.headwater.api.operation.ParameterRules;
import io.headwater.api.operation.RequestExpressions;
import io.headwater.api.operation.legacy.LegacyParameters;
import io.headwater.api.protocol.Structure;
import io.headwater.api.protocol.Wording;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a Query asks for, checked as far as it can be without the table. Key condition, filter and
 * projection are the same whether they were given as expressions or by legacy parameters.
 *
 * <p>Checks: parameters that don't go together, QueryFilter and ConditionalOperator,
 * AttributesToGet, the start key's values, that there is a key condition, placeholders, key
 * condition expression, filter, projection, unused placeholders, KeyConditions, Select, the count
 * of KeyConditions.
 */
record QueryParameters(
    KeyCondition keyCondition, @Nullable Item startKey, PageRequest pageRequest) {

  private static final List<String> EXPRESSIONS =
      List.of("ProjectionExpression", "FilterExpression", "KeyConditionExpression");
  private static final List<String> USING_VALUES =
      List.of("FilterExpression", "KeyConditionExpression");

  private static final ParameterRules RULES =
      new ParameterRules(
          List.of("AttributesToGet", "QueryFilter", "ConditionalOperator", "KeyConditions"),
          EXPRESSIONS,
          USING_VALUES);

  /** Without a key condition expression, KeyConditions may stand beside the other expressions. */
  private static final ParameterRules RULES_WITHOUT_KEY_EXPRESSION =
      new ParameterRules(
          List.of("AttributesToGet", "QueryFilter", "ConditionalOperator"),
          EXPRESSIONS,
          USING_VALUES);

  /**
   * The parameters of a request.
   *
   * @throws DynamoDbException a ValidationException
   */
  static QueryParameters of(Structure request) {
    ParameterRules rules =
        request.has("KeyConditionExpression") ? RULES : RULES_WITHOUT_KEY_EXPRESSION;
    rules.check(request, Wording.BARE);
    Condition legacyFilter = LegacyParameters.filter(request, "QueryFilter", Wording.BARE);
    Projection legacyProjection = LegacyParameters.projection(request);
    Item startKey = StartKeys.values(request, Wording.BARE);
    requireKeyCondition(request);
    var expressions = RequestExpressions.of(request, rules, Wording.BARE);
    expressions.readPlaceholders();
    Condition keyExpression = expressions.keyCondition();
    Condition filter = legacyFilter == null ? expressions.filter() : legacyFilter;
    Projection projection = legacyProjection == null ? expressions.projection() : legacyProjection;
    expressions.requireAllUsed();
    KeyCondition keyCondition =
        keyExpression == null
            ? LegacyParameters.keyCondition(request)
            : KeyCondition.of(keyExpression);
    var pageRequest =
        new PageRequest(request, filter, projection, Selection.of(request, Wording.ENVELOPED));
    if (keyCondition == null) {
      throw new IllegalStateException("a key condition that is there was not read");
    }
    keyCondition.requireLegacyCount(request.has("IndexName"));
    return new QueryParameters(keyCondition, startKey, pageRequest);
  }

  private static void requireKeyCondition(Structure request) {
    if (!request.has("KeyConditionExpression") && !request.has("KeyConditions")) {
      throw DynamoDbException.validation(
          "Either the KeyConditions or KeyConditionExpression parameter must be specified in the"
              + " request.");
    }
  }

  /** What messages call the filter. */
  String filterName() {
    return pageRequest.request().has("QueryFilter") ? "QueryFilter" : "Filter Expression";
  }
}
