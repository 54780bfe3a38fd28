package io.headwater.api.operation.item;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.expression.Condition;
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
 * DeleteItem. Checks: parameters that don't go together, the key's values, ReturnValues,
 * placeholders, condition or Expected; then the table, and the key against it.
 */
public final class DeleteItemHandler implements OperationHandler {
  private static final Wording WORDING = Wording.ENVELOPED;

  private static final ParameterRules RULES =
      new ParameterRules(
          List.of("Expected", "ConditionalOperator"),
          List.of("ConditionExpression"),
          List.of("ConditionExpression"));

  private final TableLookup tables;
  private final PartitionRouter router;

  public DeleteItemHandler(TableLookup tables, PartitionRouter router) {
    this.tables = tables;
    this.router = router;
  }

  @Override
  public CompletionStage<Answer> handle(Structure request, Call call) {
    RULES.check(request, WORDING);
    Item keyAttributes = ItemValues.checked(request.requiredItem("Key"), WORDING);
    ReturnValues returnValues = ReturnValues.ofReplacing(request, WORDING);
    var expressions = RequestExpressions.of(request, RULES, WORDING);
    expressions.readPlaceholders();
    Condition condition = expressions.condition();
    expressions.requireAllUsed();

    TableDefinition table = tables.forItems(request.requiredText("TableName"));
    var key = KeyRules.ofKey(table.keySchema(), keyAttributes);
    WriteAnswer.requireScalarKeys(condition, table);
    var write = new Write.Delete(key, condition, WriteAnswer.returnsItemOnFailure(request));
    return router
        .write(table, write)
        .thenApply(result -> WriteAnswer.of(request, table, key, result, returnValues::attributes));
  }
}
