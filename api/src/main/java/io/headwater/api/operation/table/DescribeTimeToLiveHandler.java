package io.headwater.api.operation.table;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.actors.catalog.TableTimeToLive;
import io.headwater.actors.catalog.TableTimeToLive.Status;
import io.headwater.api.operation.Call;
import io.headwater.api.operation.OperationHandler;
import io.headwater.api.operation.TableLookup;
import io.headwater.api.protocol.Answer;
import io.headwater.api.protocol.Structure;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** DescribeTimeToLive. Checks: the table exists, in whatever status. */
public final class DescribeTimeToLiveHandler implements OperationHandler {
  private final TableLookup tables;

  public DescribeTimeToLiveHandler(TableLookup tables) {
    this.tables = tables;
  }

  @Override
  public CompletionStage<Answer> handle(Structure request, Call call) {
    var timeToLive = tables.forDescription(request.requiredText("TableName")).timeToLive();
    return CompletableFuture.completedFuture(generator -> write(generator, timeToLive));
  }

  private static void write(JsonGenerator generator, @Nullable TableTimeToLive timeToLive)
      throws IOException {
    generator.writeStartObject();
    generator.writeObjectFieldStart("TimeToLiveDescription");
    if (timeToLive == null || timeToLive.status() == Status.DISABLED) {
      generator.writeStringField("TimeToLiveStatus", Status.DISABLED.name());
    } else {
      generator.writeStringField("TimeToLiveStatus", timeToLive.status().name());
      generator.writeStringField("AttributeName", timeToLive.timeToLive().attributeName());
    }
    generator.writeEndObject();
    generator.writeEndObject();
  }
}
