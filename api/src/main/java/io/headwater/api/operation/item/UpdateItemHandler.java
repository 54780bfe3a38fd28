package io.headwater.api.operation.item;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.expression.Condition;
import io.headwater.actors.expression.DocumentPath;
import io.headwater.actors.expression.KeyPathChecks;
import io.headwater.actors.expression.Update;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * UpdateItem. Checks: parameters that don't go together, the key's values, placeholders, update
 * expression or AttributeUpdates, condition or Expected; then the table, the key against it, an
 * update of a key attribute, literals for the keys of its indexes, paths into key attributes. What
 * depends on the item is the partition's: condition, application, the keys of indexes, size.
 */
public final class UpdateItemHandler implements OperationHandler {
  private static final Wording WORDING = Wording.ENVELOPED;

  private static final ParameterRules RULES =
      new ParameterRules(
          List.of("AttributeUpdates", "Expected", "ConditionalOperator"),
          List.of("UpdateExpression", "ConditionExpression"),
          List.of("UpdateExpression", "ConditionExpression"));

  private final TableLookup tables;
  private final PartitionRouter router;

  public UpdateItemHandler(TableLookup tables, PartitionRouter router) {
    this.tables = tables;
    this.router = router;
  }

  @Override
  public CompletionStage<Answer> handle(Structure request, Call call) {
    RULES.check(request, WORDING);
    Item keyAttributes = ItemValues.checked(request.requiredItem("Key"), WORDING);
    var expressions = RequestExpressions.of(request, RULES, WORDING);
    expressions.readPlaceholders();
    Update update = expressions.update();
    Condition condition = expressions.condition();
    expressions.requireAllUsed();

    TableDefinition table = tables.forItems(request.requiredText("TableName"));
    var key = KeyRules.ofKey(table.keySchema(), keyAttributes);
    checkPaths(update, condition, table);
    var returnValues = ReturnValues.of(request);
    var write =
        new Write.UpdateItem(key, update, condition, WriteAnswer.returnsItemOnFailure(request));
    return router
        .write(table, write)
        .thenApply(result ->
            WriteAnswer.of(
                request, table, key, result, done -> returnValues.attributes(done, update)));
  }

  private static void checkPaths(
      @Nullable Update update, @Nullable Condition condition, TableDefinition table) {
    var paths = new ArrayList<DocumentPath>();
    if (update != null) {
      KeyPathChecks.requireNoKeysUpdated(update, table.keySchema());
      table.indexKeyRules().checkUpdate(update);
      paths.addAll(update.paths());
    }
    if (condition != null) {
      paths.addAll(condition.paths());
    }
    KeyRules.requireScalarKeys(table, paths);
  }
}
