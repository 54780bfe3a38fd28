package io.headwater.streams.record;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.json.AttributeValueWriter;
import io.headwater.actors.json.EncodedItemWriter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Stream records as JSON, as GetRecords answers them and as Lambda events hold them. */
public final class StreamRecordWriter {
  private StreamRecordWriter() {}

  /** A record of GetRecords. */
  public static void write(StreamRecord streamRecord, String awsRegion, JsonGenerator generator)
      throws IOException {
    generator.writeStartObject();
    writeMembers(streamRecord, awsRegion, generator);
    writeUserIdentity(streamRecord, "Type", "PrincipalId", generator);
    generator.writeEndObject();
  }

  /** A record of a Lambda event, which names the stream that it comes from. */
  static void writeForLambda(
      StreamRecord streamRecord, String awsRegion, String streamArn, JsonGenerator generator)
      throws IOException {
    generator.writeStartObject();
    writeMembers(streamRecord, awsRegion, generator);
    generator.writeStringField("eventSourceARN", streamArn);
    writeUserIdentity(streamRecord, "type", "principalId", generator);
    generator.writeEndObject();
  }

  /** The two APIs spell the members' names differently (triggers reference §12). */
  private static void writeUserIdentity(
      StreamRecord streamRecord, String typeName, String principalName, JsonGenerator generator)
      throws IOException {
    if (streamRecord.expired()) {
      generator.writeObjectFieldStart("userIdentity");
      generator.writeStringField(typeName, StreamRecord.EXPIRY_IDENTITY_TYPE);
      generator.writeStringField(principalName, StreamRecord.EXPIRY_PRINCIPAL_ID);
      generator.writeEndObject();
    }
  }

  private static void writeMembers(
      StreamRecord streamRecord, String awsRegion, JsonGenerator generator) throws IOException {
    generator.writeStringField("eventID", streamRecord.eventId());
    generator.writeStringField("eventName", streamRecord.eventName().name());
    generator.writeStringField("eventVersion", StreamRecord.EVENT_VERSION);
    generator.writeStringField("eventSource", StreamRecord.EVENT_SOURCE);
    generator.writeStringField("awsRegion", awsRegion);
    generator.writeObjectFieldStart("dynamodb");
    generator.writeNumberField("ApproximateCreationDateTime", streamRecord.createdAtSeconds());
    generator.writeFieldName("Keys");
    AttributeValueWriter.writeItem(streamRecord.keys(), generator);
    writeImage("NewImage", streamRecord.newImage(), generator);
    writeImage("OldImage", streamRecord.oldImage(), generator);
    generator.writeStringField("SequenceNumber", streamRecord.sequenceNumber().format());
    generator.writeNumberField("SizeBytes", streamRecord.sizeBytes());
    generator.writeStringField("StreamViewType", streamRecord.viewType().name());
    generator.writeEndObject();
  }

  private static void writeImage(
      String member, @Nullable EncodedItem image, JsonGenerator generator) throws IOException {
    if (image != null) {
      generator.writeFieldName(member);
      EncodedItemWriter.writeItem(image, generator);
    }
  }
}
