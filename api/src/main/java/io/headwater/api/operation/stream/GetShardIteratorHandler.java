package io.headwater.api.operation.stream;

import io.headwater.api.operation.Call;
import io.headwater.api.operation.OperationHandler;
import io.headwater.api.protocol.Answer;
import io.headwater.api.protocol.Structure;
import io.headwater.streams.shard.StreamReader;
import io.headwater.streams.shard.StreamReader.ShardIteratorType;
import java.util.concurrent.CompletionStage;

/** GetShardIterator: a place in a shard, good for 15 minutes. */
public final class GetShardIteratorHandler implements OperationHandler {
  private final StreamReader streams;

  public GetShardIteratorHandler(StreamReader streams) {
    this.streams = streams;
  }

  @Override
  public CompletionStage<Answer> handle(Structure request, Call call) {
    return streams
        .shardIterator(
            request.requiredText("StreamArn"),
            request.requiredText("ShardId"),
            ShardIteratorType.valueOf(request.requiredText("ShardIteratorType")),
            request.text("SequenceNumber"))
        .thenApply(iterator ->
            generator -> {
              generator.writeStartObject();
              generator.writeStringField("ShardIterator", iterator);
              generator.writeEndObject();
            });
  }
}
