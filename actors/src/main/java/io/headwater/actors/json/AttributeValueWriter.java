package io.headwater.actors.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.B;
import io.headwater.actors.model.AttributeValue.BS;
import io.headwater.actors.model.AttributeValue.Bool;
import io.headwater.actors.model.AttributeValue.L;
import io.headwater.actors.model.AttributeValue.M;
import io.headwater.actors.model.AttributeValue.N;
import io.headwater.actors.model.AttributeValue.NS;
import io.headwater.actors.model.AttributeValue.Null;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.AttributeValue.SS;
import io.headwater.actors.model.Bytes;
import io.headwater.actors.model.Item;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;

/**
 * Writes attribute values as DynamoDB answers them: numbers in plain decimal, sets in their order,
 * binaries in Base64.
 */
public final class AttributeValueWriter {
  private AttributeValueWriter() {}

  /** An object with a member for each attribute, in the item's order. */
  public static void writeItem(Item item, JsonGenerator generator) throws IOException {
    writeEntries(item.attributes(), generator);
  }

  /** An object with one member, which is named by the type. */
  public static void writeValue(AttributeValue value, JsonGenerator generator) throws IOException {
    generator.writeStartObject();
    generator.writeFieldName(value.type().name());
    switch (value) {
      case S(String text) -> generator.writeString(text);
      case N number -> generator.writeString(number.toPlainString());
      case B(Bytes bytes) -> generator.writeString(bytes.toBase64());
      case Bool(boolean truth) -> generator.writeBoolean(truth);
      case Null _ -> generator.writeBoolean(true);
      case SS set -> writeStrings(set, generator);
      case NS set -> writeNumbers(set, generator);
      case BS set -> writeBinaries(set, generator);
      case L list -> writeList(list, generator);
      case M(Map<String, AttributeValue> entries) -> writeEntries(entries, generator);
    }
    generator.writeEndObject();
  }

  private static void writeEntries(Map<String, AttributeValue> entries, JsonGenerator generator)
      throws IOException {
    generator.writeStartObject();
    for (Map.Entry<String, AttributeValue> entry : entries.entrySet()) {
      generator.writeFieldName(entry.getKey());
      writeValue(entry.getValue(), generator);
    }
    generator.writeEndObject();
  }

  private static void writeList(L list, JsonGenerator generator) throws IOException {
    generator.writeStartArray();
    for (AttributeValue element : list.values()) {
      writeValue(element, generator);
    }
    generator.writeEndArray();
  }

  private static void writeStrings(SS set, JsonGenerator generator) throws IOException {
    generator.writeStartArray();
    for (String element : set.values()) {
      generator.writeString(element);
    }
    generator.writeEndArray();
  }

  private static void writeNumbers(NS set, JsonGenerator generator) throws IOException {
    generator.writeStartArray();
    for (BigDecimal element : set.values()) {
      generator.writeString(element.toPlainString());
    }
    generator.writeEndArray();
  }

  private static void writeBinaries(BS set, JsonGenerator generator) throws IOException {
    generator.writeStartArray();
    for (Bytes element : set.values()) {
      generator.writeString(element.toBase64());
    }
    generator.writeEndArray();
  }
}
