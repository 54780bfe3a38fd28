package io.headwater.streams.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The JSON of a DynamodbEvent, the input of a function that handles stream records. */
public final class LambdaEventJson {
  private static final JsonFactory JSON = new JsonFactory();

  private LambdaEventJson() {}

  /** An event of records that all come from one stream. */
  public static byte[] toBytes(List<StreamRecord> records, String streamArn, String awsRegion) {
    var bytes = new ByteArrayBuilder();
    try (var generator = JSON.createGenerator(bytes)) {
      generator.writeStartObject();
      generator.writeArrayFieldStart("Records");
      for (StreamRecord streamRecord : records) {
        StreamRecordWriter.writeForLambda(streamRecord, awsRegion, streamArn, generator);
      }
      generator.writeEndArray();
      generator.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }
}
