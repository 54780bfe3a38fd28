package io.headwater.api.operation.table;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.api.operation.Call;
import io.headwater.api.operation.OperationHandler;
import io.headwater.api.protocol.Answer;
import io.headwater.api.protocol.Structure;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * DescribeEndpoints: the host that the request came to, so that a client that looks for endpoints
 * stays with this server; without one, the region's at AWS.
 */
public final class DescribeEndpointsHandler implements OperationHandler {
  private static final int CACHE_PERIOD_MINUTES = 1_440;

  private final String awsHost;

  public DescribeEndpointsHandler(String region) {
    this.awsHost = "dynamodb." + region + ".amazonaws.com";
  }

  @Override
  public CompletionStage<Answer> handle(Structure request, Call call) {
    String host = call.host();
    String address = host == null || host.isEmpty() ? awsHost : host;
    return CompletableFuture.completedFuture(generator -> write(generator, address));
  }

  private static void write(JsonGenerator generator, String address) throws IOException {
    generator.writeStartObject();
    generator.writeArrayFieldStart("Endpoints");
    generator.writeStartObject();
    generator.writeStringField("Address", address);
    generator.writeNumberField("CachePeriodInMinutes", CACHE_PERIOD_MINUTES);
    generator.writeEndObject();
    generator.writeEndArray();
    generator.writeEndObject();
  }
}
