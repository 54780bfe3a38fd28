package io.headwater.api.operation.stream;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.actors.catalog.StreamDefinition;
import io.headwater.api.operation.Call;
import io.headwater.api.operation.OperationHandler;
import io.headwater.api.protocol.Answer;
import io.headwater.api.protocol.Structure;
import io.headwater.streams.shard.StreamReader;
import io.headwater.streams.shard.StreamReader.StreamPage;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** ListStreams: the streams of all tables or of one, disabled ones of the last day included. */
public final class ListStreamsHandler implements OperationHandler {
  private final StreamReader streams;

  public ListStreamsHandler(StreamReader streams) {
    this.streams = streams;
  }

  @Override
  public CompletionStage<Answer> handle(Structure request, Call call) {
    StreamPage page =
        streams.listStreams(
            request.text("TableName"),
            StreamLimits.of(request),
            request.text("ExclusiveStartStreamArn"));
    return CompletableFuture.completedFuture(generator -> write(generator, page));
  }

  private void write(JsonGenerator generator, StreamPage page) throws IOException {
    generator.writeStartObject();
    generator.writeArrayFieldStart("Streams");
    for (StreamDefinition stream : page.streams()) {
      generator.writeStartObject();
      generator.writeStringField("StreamArn", streams.arn(stream));
      generator.writeStringField("TableName", stream.tableName());
      generator.writeStringField("StreamLabel", stream.label());
      generator.writeEndObject();
    }
    generator.writeEndArray();
    if (page.lastEvaluatedStreamArn() != null) {
      generator.writeStringField("LastEvaluatedStreamArn", page.lastEvaluatedStreamArn());
    }
    generator.writeEndObject();
  }
}
