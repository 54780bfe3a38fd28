package io.headwater.api.operation.item;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.expression.Condition;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.partition.WriteResult;
import io.headwater.api.operation.CapacityUnits;
import io.headwater.api.operation.ConsumedCapacity;
import io.headwater.api.operation.ItemCollectionMetrics;
import io.headwater.api.operation.KeyRules;
import io.headwater.api.protocol.Answer;
import io.headwater.api.protocol.Structure;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a write of one item.
 *
 * @param attributes null: the member is left out
 * @param tableName the table as the request named it
 * @param collectionMetrics null: the member is left out
 */
record WriteAnswer(
    @Nullable Answer attributes,
    ConsumedCapacity.Detail capacityDetail,
    String tableName,
    CapacityUnits capacityUnits,
    @Nullable ItemCollectionMetrics collectionMetrics)
    implements Answer {

  /**
   * The answer to what the partition said.
   *
   * @throws DynamoDbException what it refused the write with
   */
  static Answer of(
      Structure request,
      TableDefinition table,
      ItemKey key,
      WriteResult result,
      Function<WriteResult.Done, @Nullable Answer> attributes) {
    return switch (result) {
      case WriteResult.Refused refused -> throw new DynamoDbException(refused.error());
      case WriteResult.Done done -> {
        var detail = ConsumedCapacity.detail(request);
        yield new WriteAnswer(
            attributes.apply(done),
            detail,
            request.requiredText("TableName"),
            detail == ConsumedCapacity.Detail.NONE
                ? CapacityUnits.NONE
                : ConsumedCapacity.writeUnits(table, done.before(), done.after()),
            ItemCollectionMetrics.wanted(request)
                ? ItemCollectionMetrics.of(table, key, done)
                : null);
      }
    };
  }

  static boolean returnsItemOnFailure(Structure request) {
    return "ALL_OLD".equals(request.text("ReturnValuesOnConditionCheckFailure"));
  }

  static void requireScalarKeys(@Nullable Condition condition, TableDefinition table) {
    if (condition != null) {
      KeyRules.requireScalarKeys(table, condition.paths());
    }
  }

  @Override
  public void writeTo(JsonGenerator generator) throws IOException {
    generator.writeStartObject();
    if (attributes != null) {
      generator.writeFieldName("Attributes");
      attributes.writeTo(generator);
    }
    ConsumedCapacity.writeMember(generator, capacityDetail, tableName, capacityUnits);
    if (collectionMetrics != null) {
      generator.writeFieldName("ItemCollectionMetrics");
      collectionMetrics.write(generator);
    }
    generator.writeEndObject();
  }
}
