package io.headwater.actors.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.MalformedBytesException;
import io.headwater.actors.model.AttributeValue.S;
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

class EncodedItemWriterTest {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).build();

  private static String fromBytes(EncodedItem item) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
      EncodedItemWriter.writeItem(item, generator);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static String fromTree(EncodedItem item) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
      AttributeValueWriter.writeItem(item.item(), generator);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void writeItem_everyType_isAsFromTheTree() throws IOException {
    EncodedItem item = EncodedItem.of(SampleItems.everyType());

    assertThat(fromBytes(item)).isEqualTo(fromTree(item));
  }

  @Test
  void writeItem_everyCharacterOfTheFirstPlane_isAsFromTheTree() throws IOException {
    var text = new StringBuilder();
    for (char c = 0; c < Character.MAX_VALUE; c++) {
      if (!Character.isSurrogate(c)) {
        text.append(c);
      }
    }
    EncodedItem item = EncodedItem.of(new Item(Map.of("\u0000\"\\\u007f", new S(text.toString()))));

    assertThat(fromBytes(item)).isEqualTo(fromTree(item));
  }

  @Test
  void writeItem_unknownTag_isMalformed() {
    byte[] bytes = {1, 0, 1, 1, 'a', 99};

    assertThatThrownBy(() -> fromBytes(EncodedItem.ofStored(bytes)))
        .isInstanceOf(MalformedBytesException.class)
        .hasMessage("a value with the tag 99");
  }

  @Property(tries = 500)
  void writeItem_anyItem_isAsFromTheTree(@ForAll("items") Item item) throws IOException {
    EncodedItem encoded = EncodedItem.of(item);

    assertThat(fromBytes(encoded)).isEqualTo(fromTree(encoded));
  }

  @Provide
  Arbitrary<Item> items() {
    return ModelArbitraries.items();
  }
}
