package io.headwater.api.operation.query;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.expression.Condition;
import io.headwater.actors.expression.KeyCondition;
import io.headwater.actors.expression.KeyCondition.BoundKeyCondition;
import io.headwater.actors.expression.KeyPathChecks;
import io.headwater.actors.expression.Projection;
import io.headwater.actors.json.ReadItem;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.table.TableReader;
import io.headwater.actors.table.TableReader.QueryRange;
import io.headwater.api.operation.ItemValues;
import io.headwater.api.operation.OperationHandler;
import io.headwater.api.operation.ParameterRules;
import io.headwater.api.operation.RequestExpressions;
import io.headwater.api.operation.TableLookup;
import io.headwater.api.operation.Wording;
import io.headwater.api.protocol.Answer;
import io.headwater.api.protocol.Structure;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Query. Checks: parameters that don't go together, the start key's values, that there is a key
 * condition, placeholders, key condition, filter, projection, unused placeholders, Select, the
 * count of key conditions; then the table, the index, the start key's attributes, the key condition
 * against the key schema, the start key's types and place, paths into keys, keys in the filter.
 */
public final class QueryHandler implements OperationHandler {
  private static final List<String> EXPRESSIONS =
      List.of("ProjectionExpression", "FilterExpression", "KeyConditionExpression");
  private static final List<String> USING_VALUES =
      List.of("FilterExpression", "KeyConditionExpression");

  private static final ParameterRules RULES =
      new ParameterRules(
          List.of("AttributesToGet", "QueryFilter", "ConditionalOperator", "KeyConditions"),
          List.of(),
          EXPRESSIONS,
          USING_VALUES);

  /** Without a key condition expression, KeyConditions may stand beside the other expressions. */
  private static final ParameterRules RULES_WITHOUT_KEY_EXPRESSION =
      new ParameterRules(
          List.of("AttributesToGet", "QueryFilter", "ConditionalOperator"),
          List.of("KeyConditions"),
          EXPRESSIONS,
          USING_VALUES);

  private final TableLookup tables;
  private final TableReader reader;

  public QueryHandler(TableLookup tables, TableReader reader) {
    this.tables = tables;
    this.reader = reader;
  }

  @Override
  public CompletionStage<Answer> handle(Structure request) {
    ParameterRules rules =
        request.has("KeyConditionExpression") ? RULES : RULES_WITHOUT_KEY_EXPRESSION;
    rules.check(request, Wording.BARE);
    ReadItem start = request.item("ExclusiveStartKey");
    Item startKey = start == null ? null : ItemValues.checkedStartKey(start);
    if (!request.has("KeyConditionExpression")) {
      throw DynamoDbException.validation(
          "Either the KeyConditions or KeyConditionExpression parameter must be specified in the"
              + " request.");
    }
    var expressions = RequestExpressions.of(request, rules, Wording.BARE);
    expressions.readPlaceholders();
    KeyCondition keyCondition = expressions.keyCondition();
    Condition filter = expressions.filter();
    Projection projection = expressions.projection();
    expressions.requireAllUsed();
    var pageRequest =
        new PageRequest(request, filter, projection, Selection.of(request, Wording.ENVELOPED));
    if (keyCondition == null) {
      throw new IllegalStateException("a key condition expression that is there was not parsed");
    }
    keyCondition.requireOneOrTwo();

    TableDefinition table = tables.forItems(request.requiredText("TableName"));
    KeySchema keySchema = table.keySchema();
    IndexRule.requireNone(request);
    StartKeys.requireAttributeCount(startKey, keySchema);
    BoundKeyCondition bound = keyCondition.bind(keySchema);
    ItemKey exclusiveStart =
        startKey == null ? null : StartKeys.ofQuery(startKey, keySchema, bound);
    checkPaths(filter, projection, keySchema);
    boolean forward = !request.has("ScanIndexForward") || request.flag("ScanIndexForward");
    var range = new QueryRange(bound.partitionKey(), bound.sortKey(), forward, exclusiveStart);
    return reader
        .query(table, range, pageRequest.limits())
        .thenApply(page -> new PageAnswer(pageRequest, keySchema, page));
  }

  private static void checkPaths(
      @Nullable Condition filter, @Nullable Projection projection, KeySchema keySchema) {
    if (projection != null) {
      KeyPathChecks.requireScalarKeys(projection.paths(), keySchema);
    }
    if (filter != null) {
      KeyPathChecks.requireNoKeysInFilter(filter, keySchema);
    }
  }
}
