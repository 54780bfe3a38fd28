package io.headwater.actors.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.Item;
import io.headwater.actors.testing.ModelArbitraries;
import io.headwater.actors.testing.SampleItems;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class AttributeValueWriterTest {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).build();

  @Test
  void writeItem_everyType_isAsDynamoDbAnswersIt() throws IOException {
    String expected =
        """
        {"string":{"S":"stream \u00e9 \ud83c\udf0a"},"number":{"N":"-123.45"},\
        "binary":{"B":"AAH/"},"false":{"BOOL":false},"true":{"BOOL":true},"null":{"NULL":true},\
        "strings":{"SS":["","a","b"]},"numbers":{"NS":["-0.5","10"]},"binaries":{"BS":["/wA="]},\
        "list":{"L":[{"S":"x"},{"N":"1"},{"L":[]}]},\
        "map":{"M":{"inner":{"M":{"deep":{"NULL":true}}}}}}\
        """;

    assertThat(new String(written(SampleItems.everyType()), StandardCharsets.UTF_8))
        .isEqualTo(expected);
  }

  @Test
  void writeItem_greatNumber_isPlain() throws IOException {
    Item item = new Item(Map.of("n", SampleItems.number("1E+100")));

    assertThat(new String(written(item), StandardCharsets.UTF_8))
        .isEqualTo("{\"n\":{\"N\":\"1" + "0".repeat(100) + "\"}}");
  }

  @Property(tries = 300)
  void readItem_written_isTheItem(@ForAll("items") Item item) throws IOException {
    try (JsonParser parser = FACTORY.createParser(written(item))) {
      parser.nextToken();

      assertThat(AttributeValueReader.readItem(parser).checked()).isEqualTo(item);
    }
  }

  @Property(tries = 200)
  void readValue_written_isTheValue(@ForAll("values") AttributeValue value) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
      AttributeValueWriter.writeValue(value, generator);
    }
    try (JsonParser parser = FACTORY.createParser(bytes.toByteArray())) {
      parser.nextToken();

      assertThat(AttributeValueReader.readValue(parser).checked()).isEqualTo(value);
    }
  }

  @Provide
  Arbitrary<Item> items() {
    return ModelArbitraries.items();
  }

  @Provide
  Arbitrary<AttributeValue> values() {
    return ModelArbitraries.values();
  }

  private static byte[] written(Item item) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
      AttributeValueWriter.writeItem(item, generator);
    }
    return bytes.toByteArray();
  }
}
