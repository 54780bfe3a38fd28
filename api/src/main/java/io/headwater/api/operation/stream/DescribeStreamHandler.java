package io.headwater.api.operation.stream;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.actors.catalog.StreamDefinition;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.api.operation.Call;
import io.headwater.api.operation.KeySchemaJson;
import io.headwater.api.operation.OperationHandler;
import io.headwater.api.protocol.Answer;
import io.headwater.api.protocol.Structure;
import io.headwater.streams.shard.StreamReader;
import io.headwater.streams.shard.StreamReader.Shard;
import io.headwater.streams.shard.StreamReader.StreamDescription;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** DescribeStream: a stream with a page of its shards. */
public final class DescribeStreamHandler implements OperationHandler {
  private static final int MILLIS_DIGITS = 3;

  private final StreamReader streams;

  public DescribeStreamHandler(StreamReader streams) {
    this.streams = streams;
  }

  @Override
  public CompletionStage<Answer> handle(Structure request, Call call) {
    StreamDescription description =
        streams.describeStream(
            request.requiredText("StreamArn"),
            StreamLimits.of(request),
            request.text("ExclusiveStartShardId"),
            childShardsOf(request.structure("ShardFilter")));
    return CompletableFuture.completedFuture(generator -> write(generator, description));
  }

  /** A filter by type needs the shard whose children are wanted, and the other way round. */
  private static @Nullable String childShardsOf(@Nullable Structure filter) {
    if (filter == null) {
      return null;
    }
    if (!filter.has("Type") || !filter.has("ShardId")) {
      throw DynamoDbException.validation(
          "Invalid Parameters: ShardFilter must specify both Type and ShardId");
    }
    return filter.requiredText("ShardId");
  }

  private static void write(JsonGenerator generator, StreamDescription description)
      throws IOException {
    StreamDefinition stream = description.stream();
    generator.writeStartObject();
    generator.writeObjectFieldStart("StreamDescription");
    generator.writeStringField("StreamArn", description.streamArn());
    generator.writeStringField("StreamLabel", stream.label());
    generator.writeStringField("StreamStatus", description.status().name());
    generator.writeStringField("StreamViewType", stream.viewType().name());
    generator.writeNumberField(
        "CreationRequestDateTime", BigDecimal.valueOf(stream.createdAtMillis(), MILLIS_DIGITS));
    generator.writeStringField("TableName", stream.tableName());
    generator.writeFieldName("KeySchema");
    KeySchemaJson.write(generator, stream.keySchema());
    generator.writeArrayFieldStart("Shards");
    for (Shard shard : description.shards()) {
      writeShard(generator, shard);
    }
    generator.writeEndArray();
    if (description.lastEvaluatedShardId() != null) {
      generator.writeStringField("LastEvaluatedShardId", description.lastEvaluatedShardId());
    }
    generator.writeEndObject();
    generator.writeEndObject();
  }

  private static void writeShard(JsonGenerator generator, Shard shard) throws IOException {
    generator.writeStartObject();
    generator.writeStringField("ShardId", shard.shardId());
    generator.writeObjectFieldStart("SequenceNumberRange");
    generator.writeStringField("StartingSequenceNumber", shard.startingSequenceNumber());
    if (shard.endingSequenceNumber() != null) {
      generator.writeStringField("EndingSequenceNumber", shard.endingSequenceNumber());
    }
    generator.writeEndObject();
    generator.writeEndObject();
  }
}
