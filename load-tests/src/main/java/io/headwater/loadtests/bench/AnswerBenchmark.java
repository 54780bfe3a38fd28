package io.headwater.loadtests.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.json.AttributeValueWriter;
import io.headwater.actors.json.EncodedItemWriter;
import io.headwater.actors.model.AttributeNames;
import io.headwater.actors.model.Item;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What a stored item costs on its way to a client: its JSON from a decoded tree or straight from
 * its bytes, and decoding all of it or only the two attributes that a filter names.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AnswerBenchmark {
  private static final JsonFactory JSON = new JsonFactory();
  private static final AttributeNames FILTERED =
      AttributeNames.of(List.of("attribute0", "attribute1"));

  /** Attributes besides the key. */
  @Param({"4", "20", "100"})
  public int attributeCount;

  private EncodedItem item = EncodedItem.of(Item.EMPTY);

  @Setup
  public void encode() {
    item = EncodedItem.of(BenchmarkItems.ofWidth(attributeCount));
  }

  @Benchmark
  public byte[] jsonFromTree() throws IOException {
    return json(generator -> AttributeValueWriter.writeItem(item.item(), generator));
  }

  @Benchmark
  public byte[] jsonFromBytes() throws IOException {
    return json(generator -> EncodedItemWriter.writeItem(item, generator));
  }

  @Benchmark
  public Item decodeWhole() {
    return item.item();
  }

  @Benchmark
  public Item decodePart() {
    return item.part(FILTERED);
  }

  private interface Content {
    void writeTo(JsonGenerator generator) throws IOException;
  }

  private static byte[] json(Content content) throws IOException {
    try (var bytes = new ByteArrayBuilder()) {
      try (JsonGenerator generator = JSON.createGenerator(bytes)) {
        content.writeTo(generator);
      }
      return bytes.toByteArray();
    }
  }
}
