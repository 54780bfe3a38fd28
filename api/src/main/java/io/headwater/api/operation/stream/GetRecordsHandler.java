package io.headwater.api.operation.stream;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.api.operation.Call;
import io.headwater.api.operation.OperationHandler;
import io.headwater.api.protocol.Answer;
import io.headwater.api.protocol.Structure;
import io.headwater.streams.record.StreamRecord;
import io.headwater.streams.record.StreamRecordWriter;
import io.headwater.streams.shard.StreamReader;
import io.headwater.streams.shard.StreamReader.RecordPage;
import java.io.IOException;
import java.util.concurrent.CompletionStage;

/** GetRecords: the records of a shard from an iterator on, and the iterator to go on with. */
public final class GetRecordsHandler implements OperationHandler {
  private final StreamReader streams;
  private final String region;

  public GetRecordsHandler(StreamReader streams, String region) {
    this.streams = streams;
    this.region = region;
  }

  @Override
  public boolean onlyReads() {
    return true;
  }

  @Override
  public CompletionStage<Answer> handle(Structure request, Call call) {
    return streams
        .getRecords(request.requiredText("ShardIterator"), StreamLimits.of(request))
        .thenApply(page -> generator -> write(generator, page));
  }

  private void write(JsonGenerator generator, RecordPage page) throws IOException {
    generator.writeStartObject();
    generator.writeArrayFieldStart("Records");
    for (StreamRecord streamRecord : page.records()) {
      StreamRecordWriter.write(streamRecord, region, generator);
    }
    generator.writeEndArray();
    if (page.nextShardIterator() != null) {
      generator.writeStringField("NextShardIterator", page.nextShardIterator());
    }
    generator.writeEndObject();
  }
}
