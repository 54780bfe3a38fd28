package io.headwater.api.operation.item;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.ItemLimits;
import io.headwater.actors.expression.Condition;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.Item;
import io.headwater.actors.partition.Write;
import io.headwater.actors.routing.PartitionRouter;
import io.headwater.api.operation.Call;
import io.headwater.api.operation.KeyRules;
import io.headwater.api.operation.OperationHandler;
import io.headwater.api.operation.ParameterRules;
import io.headwater.api.operation.RequestExpressions;
import io.headwater.api.operation.TableLookup;
import io.headwater.api.protocol.Answer;
import io.headwater.api.protocol.ItemValues;
import io.headwater.api.protocol.Structure;
import io.headwater.api.protocol.Wording;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * PutItem. Checks: the item's values, parameters that don't go together, ReturnValues, the item's
 * size, placeholders, condition or Expected; then the table, the key against it, and the keys of
 * its indexes.
 */
public final class PutItemHandler implements OperationHandler {
  private static final Wording WORDING = Wording.ENVELOPED;

  private static final ParameterRules RULES =
      new ParameterRules(
          List.of("Expected", "ConditionalOperator"),
          List.of("ConditionExpression"),
          List.of("ConditionExpression"));

  private final TableLookup tables;
  private final PartitionRouter router;

  public PutItemHandler(TableLookup tables, PartitionRouter router) {
    this.tables = tables;
    this.router = router;
  }

  @Override
  public CompletionStage<Answer> handle(Structure request, Call call) {
    Item item = ItemValues.checked(request.requiredItem("Item"), WORDING);
    RULES.check(request, WORDING);
    ReturnValues returnValues = ReturnValues.ofReplacing(request, WORDING);
    EncodedItem encoded = EncodedItem.of(item);
    if (encoded.itemSizeBytes() > ItemLimits.MAX_ITEM_SIZE_BYTES) {
      throw DynamoDbException.validation("Item size has exceeded the maximum allowed size");
    }
    var expressions = RequestExpressions.of(request, RULES, WORDING);
    expressions.readPlaceholders();
    Condition condition = expressions.condition();
    expressions.requireAllUsed();

    TableDefinition table = tables.forItems(request.requiredText("TableName"));
    var key = KeyRules.ofPut(table.keySchema(), item);
    table.indexKeyRules().checkPut(item, encoded.itemSizeBytes());
    WriteAnswer.requireScalarKeys(condition, table);
    var write = new Write.Put(key, encoded, condition, WriteAnswer.returnsItemOnFailure(request));
    return router
        .write(table, write)
        .thenApply(result -> WriteAnswer.of(request, table, key, result, returnValues::attributes));
  }
}
