package io.headwater.api.operation.table;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.api.operation.Call;
import io.headwater.api.operation.OperationHandler;
import io.headwater.api.protocol.Answer;
import io.headwater.api.protocol.Structure;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** DescribeLimits: DynamoDB's quotas of a new account (tables reference §17). */
public final class DescribeLimitsHandler implements OperationHandler {
  private static final int ACCOUNT_UNITS = 80_000;
  private static final int TABLE_UNITS = 40_000;

  @Override
  public CompletionStage<Answer> handle(Structure request, Call call) {
    return CompletableFuture.completedFuture(DescribeLimitsHandler::write);
  }

  private static void write(JsonGenerator generator) throws IOException {
    generator.writeStartObject();
    generator.writeNumberField("AccountMaxReadCapacityUnits", ACCOUNT_UNITS);
    generator.writeNumberField("AccountMaxWriteCapacityUnits", ACCOUNT_UNITS);
    generator.writeNumberField("TableMaxReadCapacityUnits", TABLE_UNITS);
    generator.writeNumberField("TableMaxWriteCapacityUnits", TABLE_UNITS);
    generator.writeEndObject();
  }
}
