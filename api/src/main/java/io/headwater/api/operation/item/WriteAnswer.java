package io.headwater.api.operation.item;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.actors.expression.Condition;
import io.headwater.actors.expression.KeyPathChecks;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.partition.WriteResult;
import io.headwater.api.operation.ConsumedCapacity;
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
 */
record WriteAnswer(
    @Nullable Answer attributes,
    ConsumedCapacity.Detail capacityDetail,
    String tableName,
    double capacityUnits)
    implements Answer {

  /**
   * The answer to what the partition said.
   *
   * @throws DynamoDbException what it refused the write with
   */
  static Answer of(
      Structure request,
      WriteResult result,
      Function<WriteResult.Done, @Nullable Answer> attributes) {
    return switch (result) {
      case WriteResult.Refused refused -> throw new DynamoDbException(refused.error());
      case WriteResult.Done done ->
          new WriteAnswer(
              attributes.apply(done),
              ConsumedCapacity.detail(request),
              request.requiredText("TableName"),
              ConsumedCapacity.writeUnits(done.before(), done.after()));
    };
  }

  static boolean returnsItemOnFailure(Structure request) {
    return "ALL_OLD".equals(request.text("ReturnValuesOnConditionCheckFailure"));
  }

  static void requireScalarKeys(@Nullable Condition condition, KeySchema keySchema) {
    if (condition != null) {
      KeyPathChecks.requireScalarKeys(condition.paths(), keySchema);
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
    generator.writeEndObject();
  }
}
