package io.headwater.api.operation.table;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.catalog.TableTimeToLive;
import io.headwater.actors.catalog.TableTimeToLive.Status;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.api.operation.Call;
import io.headwater.api.operation.OperationHandler;
import io.headwater.api.operation.TableLookup;
import io.headwater.api.protocol.Answer;
import io.headwater.api.protocol.Structure;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * DescribeTimeToLive. Checks: the table exists and is neither CREATING nor DELETING. Shows ENABLED
 * or DISABLED as soon as UpdateTimeToLive returns, while items are still being indexed by their
 * time.
 */
public final class DescribeTimeToLiveHandler implements OperationHandler {
  private final TableLookup tables;

  public DescribeTimeToLiveHandler(TableLookup tables) {
    this.tables = tables;
  }

  @Override
  public CompletionStage<Answer> handle(Structure request, Call call) {
    TableDefinition table = tables.forDescription(request.requiredText("TableName"));
    if (!table.servesItems()) {
      throw DynamoDbException.validation(
          "Cannot describe time to live while table is in %1$s state: Current table state is %1$s"
              .formatted(table.status()));
    }
    TableTimeToLive timeToLive = table.timeToLive();
    return CompletableFuture.completedFuture(generator -> write(generator, timeToLive));
  }

  private static void write(JsonGenerator generator, @Nullable TableTimeToLive timeToLive)
      throws IOException {
    generator.writeStartObject();
    generator.writeObjectFieldStart("TimeToLiveDescription");
    if (timeToLive == null || !timeToLive.isFiled()) {
      generator.writeStringField("TimeToLiveStatus", Status.DISABLED.name());
    } else {
      generator.writeStringField("TimeToLiveStatus", Status.ENABLED.name());
      generator.writeStringField("AttributeName", timeToLive.timeToLive().attributeName());
    }
    generator.writeEndObject();
    generator.writeEndObject();
  }
}
