package io.headwater.api.operation.item;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.expression.Projection;
import io.headwater.actors.model.Item;
import io.headwater.actors.table.TableReader;
import io.headwater.api.operation.Call;
import io.headwater.api.operation.CapacityUnits;
import io.headwater.api.operation.ConsumedCapacity;
import io.headwater.api.operation.KeyRules;
import io.headwater.api.operation.OperationHandler;
import io.headwater.api.operation.ParameterRules;
import io.headwater.api.operation.Projections;
import io.headwater.api.operation.RequestExpressions;
import io.headwater.api.operation.TableLookup;
import io.headwater.api.protocol.Answer;
import io.headwater.api.protocol.ItemValues;
import io.headwater.api.protocol.Structure;
import io.headwater.api.protocol.Wording;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * GetItem. Checks: parameters that don't go together, the key's values, placeholders, projection or
 * AttributesToGet; then the table, the key against it, paths into key attributes. ConsistentRead
 * changes only what is charged: every read sees every acknowledged write.
 */
public final class GetItemHandler implements OperationHandler {
  private static final Wording WORDING = Wording.BARE;

  private static final ParameterRules RULES =
      new ParameterRules(List.of("AttributesToGet"), List.of("ProjectionExpression"), List.of());

  private final TableLookup tables;
  private final TableReader reader;

  public GetItemHandler(TableLookup tables, TableReader reader) {
    this.tables = tables;
    this.reader = reader;
  }

  @Override
  public boolean onlyReads() {
    return true;
  }

  @Override
  public CompletionStage<Answer> handle(Structure request, Call call) {
    RULES.check(request, WORDING);
    Item keyAttributes = ItemValues.checked(request.requiredItem("Key"), WORDING);
    var expressions = RequestExpressions.of(request, RULES, WORDING);
    expressions.readPlaceholders();
    Projection projection = expressions.projection();
    expressions.requireAllUsed();

    TableDefinition table = tables.forItems(request.requiredText("TableName"));
    var key = KeyRules.ofKey(table.keySchema(), keyAttributes);
    if (projection != null) {
      KeyRules.requireScalarKeys(table, projection.paths());
    }
    return reader
        .get(table, key)
        .thenApply(item -> generator -> write(generator, request, item, projection));
  }

  private static void write(
      JsonGenerator generator,
      Structure request,
      @Nullable EncodedItem item,
      @Nullable Projection projection)
      throws IOException {
    generator.writeStartObject();
    if (item != null) {
      generator.writeFieldName("Item");
      Projections.write(projection, item, generator);
    }
    ConsumedCapacity.writeMember(
        generator,
        ConsumedCapacity.detail(request),
        request.requiredText("TableName"),
        CapacityUnits.ofTable(
            ConsumedCapacity.readUnits(
                item == null ? 0 : item.itemSizeBytes(), request.flag("ConsistentRead"))));
    generator.writeEndObject();
  }
}
