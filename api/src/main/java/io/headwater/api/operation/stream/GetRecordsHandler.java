package io.headwater.api.operation.stream;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.json.AttributeValueWriter;
import io.headwater.api.operation.OperationHandler;
import io.headwater.api.protocol.Answer;
import io.headwater.api.protocol.Structure;
import io.headwater.streams.record.StreamRecord;
import io.headwater.streams.shard.StreamReader;
import io.headwater.streams.shard.StreamReader.RecordPage;
import java.io.IOException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** GetRecords: the records of a shard from an iterator on, and the iterator to go on with. */
public final class GetRecordsHandler implements OperationHandler {
  private static final String EVENT_VERSION = "1.1";

  private final StreamReader streams;
  private final String region;

  public GetRecordsHandler(StreamReader streams, String region) {
    this.streams = streams;
    this.region = region;
  }

  @Override
  public CompletionStage<Answer> handle(Structure request) {
    return streams
        .getRecords(request.requiredText("ShardIterator"), StreamLimits.of(request))
        .thenApply(page -> generator -> write(generator, page));
  }

  private void write(JsonGenerator generator, RecordPage page) throws IOException {
    generator.writeStartObject();
    generator.writeArrayFieldStart("Records");
    for (StreamRecord streamRecord : page.records()) {
      writeRecord(generator, streamRecord);
    }
    generator.writeEndArray();
    if (page.nextShardIterator() != null) {
      generator.writeStringField("NextShardIterator", page.nextShardIterator());
    }
    generator.writeEndObject();
  }

  private void writeRecord(JsonGenerator generator, StreamRecord streamRecord) throws IOException {
    generator.writeStartObject();
    generator.writeStringField("eventID", streamRecord.eventId());
    generator.writeStringField("eventName", streamRecord.eventName().name());
    generator.writeStringField("eventVersion", EVENT_VERSION);
    generator.writeStringField("eventSource", "aws:dynamodb");
    generator.writeStringField("awsRegion", region);
    generator.writeObjectFieldStart("dynamodb");
    generator.writeNumberField("ApproximateCreationDateTime", streamRecord.createdAtSeconds());
    generator.writeFieldName("Keys");
    AttributeValueWriter.writeItem(streamRecord.keys(), generator);
    writeImage(generator, "NewImage", streamRecord.newImage());
    writeImage(generator, "OldImage", streamRecord.oldImage());
    generator.writeStringField("SequenceNumber", streamRecord.sequenceNumber().format());
    generator.writeNumberField("SizeBytes", streamRecord.sizeBytes());
    generator.writeStringField("StreamViewType", streamRecord.viewType().name());
    generator.writeEndObject();
    generator.writeEndObject();
  }

  private static void writeImage(
      JsonGenerator generator, String member, @Nullable EncodedItem image) throws IOException {
    if (image != null) {
      generator.writeFieldName(member);
      AttributeValueWriter.writeItem(image.item(), generator);
    }
  }
}
