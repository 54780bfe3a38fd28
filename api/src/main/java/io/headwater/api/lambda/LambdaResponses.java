package io.headwater.api.lambda;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.actors.model.Bytes;
import io.headwater.actors.model.ResourceArns;
import io.headwater.api.http.PathResponse;
import io.headwater.api.protocol.Answer;
import io.headwater.api.protocol.JsonText;
import io.headwater.streams.trigger.MappingDescription;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Lambda API's answers as JSON. */
final class LambdaResponses {
  private static final String JSON = "application/json";
  private static final int FIRST_SERVER_ERROR = 500;
  private static final int MILLIS_DIGITS = 3;

  private final ResourceArns arns;

  LambdaResponses(ResourceArns arns) {
    this.arns = arns;
  }

  PathResponse mapping(int status, MappingDescription description) {
    return response(status, Map.of(), generator -> writeMapping(description, generator));
  }

  PathResponse mappings(List<MappingDescription> descriptions, @Nullable String nextMarker) {
    return response(
        200,
        Map.of(),
        generator -> {
          generator.writeStartObject();
          generator.writeArrayFieldStart("EventSourceMappings");
          for (MappingDescription description : descriptions) {
            writeMapping(description, generator);
          }
          generator.writeEndArray();
          if (nextMarker != null) {
            generator.writeStringField("NextMarker", nextMarker);
          }
          generator.writeEndObject();
        });
  }

  /** With the message under both spellings, because the service itself uses either. */
  static PathResponse error(int status, String type, String message) {
    return response(
        status,
        Map.of("x-amzn-ErrorType", type),
        generator -> {
          generator.writeStartObject();
          generator.writeStringField("Type", status < FIRST_SERVER_ERROR ? "User" : "Service");
          generator.writeStringField("Message", message);
          generator.writeStringField("message", message);
          generator.writeEndObject();
        });
  }

  private static PathResponse response(int status, Map<String, String> headers, Answer answer) {
    return new PathResponse(status, JSON, headers, Bytes.ofOwned(JsonText.write(answer)));
  }

  private void writeMapping(MappingDescription description, JsonGenerator generator)
      throws IOException {
    var mapping = description.mapping();
    generator.writeStartObject();
    generator.writeStringField("UUID", mapping.id().toString());
    generator.writeStringField("StartingPosition", mapping.startingPosition().name());
    generator.writeNumberField("BatchSize", mapping.batchSize());
    generator.writeStringField(
        "EventSourceArn", arns.stream(mapping.tableName(), mapping.streamLabel()));
    generator.writeStringField("FunctionArn", arns.function(mapping.functionName()));
    generator.writeNumberField(
        "LastModified", BigDecimal.valueOf(mapping.lastModifiedMillis(), MILLIS_DIGITS));
    generator.writeStringField("LastProcessingResult", description.lastResult().text());
    generator.writeStringField("State", description.state().wireName());
    generator.writeStringField("StateTransitionReason", "User action");
    generator.writeStringField(
        "EventSourceMappingArn", arns.eventSourceMapping(mapping.id().toString()));
    writeFixedMembers(generator);
    generator.writeEndObject();
  }

  /** What can't be chosen yet, as the service shows its defaults. */
  private static void writeFixedMembers(JsonGenerator generator) throws IOException {
    generator.writeNumberField("MaximumBatchingWindowInSeconds", 0);
    generator.writeNumberField("ParallelizationFactor", 1);
    generator.writeObjectFieldStart("DestinationConfig");
    generator.writeObjectFieldStart("OnFailure");
    generator.writeEndObject();
    generator.writeEndObject();
    generator.writeNumberField("MaximumRecordAgeInSeconds", -1);
    generator.writeBooleanField("BisectBatchOnFunctionError", false);
    generator.writeNumberField("MaximumRetryAttempts", -1);
    generator.writeNumberField("TumblingWindowInSeconds", 0);
    generator.writeArrayFieldStart("FunctionResponseTypes");
    generator.writeEndArray();
  }
}
