package io.headwater.actors.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.actors.codec.ByteReader;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.MalformedBytesException;
import io.headwater.actors.codec.NumberCodec;
import io.headwater.actors.codec.ValueTag;
import java.io.IOException;

/**
 * Writes a stored item as {@link AttributeValueWriter} would write it decoded, byte for byte, but
 * straight from its encoding: texts stay UTF-8, and no value becomes an object but a number.
 *
 * <p>It needs a generator that writes UTF-8 bytes.
 */
public final class EncodedItemWriter {
  private final ByteReader reader;
  private final JsonGenerator generator;

  private EncodedItemWriter(ByteReader reader, JsonGenerator generator) {
    this.reader = reader;
    this.generator = generator;
  }

  public static void writeItem(EncodedItem item, JsonGenerator generator) throws IOException {
    new EncodedItemWriter(item.body(), generator).writeEntries();
  }

  private void writeEntries() throws IOException {
    int count = reader.readCount();
    generator.writeStartObject();
    for (int i = 0; i < count; i++) {
      generator.writeFieldName(reader.readString());
      writeValue();
    }
    generator.writeEndObject();
  }

  private void writeValue() throws IOException {
    int tag = reader.readByte();
    generator.writeStartObject();
    switch (tag) {
      case ValueTag.STRING -> {
        generator.writeFieldName("S");
        writeText();
      }
      case ValueTag.NUMBER -> {
        generator.writeFieldName("N");
        writeNumber();
      }
      case ValueTag.BINARY -> {
        generator.writeFieldName("B");
        writeBinary();
      }
      case ValueTag.FALSE -> generator.writeBooleanField("BOOL", false);
      case ValueTag.TRUE -> generator.writeBooleanField("BOOL", true);
      case ValueTag.NULL -> generator.writeBooleanField("NULL", true);
      case ValueTag.STRING_SET -> writeElements("SS", this::writeText);
      case ValueTag.NUMBER_SET -> writeElements("NS", this::writeNumber);
      case ValueTag.BINARY_SET -> writeElements("BS", this::writeBinary);
      case ValueTag.LIST -> writeElements("L", this::writeValue);
      case ValueTag.MAP -> {
        generator.writeFieldName("M");
        writeEntries();
      }
      default -> throw new MalformedBytesException("a value with the tag " + tag);
    }
    generator.writeEndObject();
  }

  @FunctionalInterface
  private interface Element {
    void write() throws IOException;
  }

  private void writeElements(String type, Element element) throws IOException {
    int count = reader.readCount();
    generator.writeArrayFieldStart(type);
    for (int i = 0; i < count; i++) {
      element.write();
    }
    generator.writeEndArray();
  }

  private void writeText() throws IOException {
    reader.readInPlace(generator::writeUTF8String);
  }

  private void writeBinary() throws IOException {
    reader.readInPlace(generator::writeBinary);
  }

  private void writeNumber() throws IOException {
    generator.writeString(NumberCodec.read(reader).toPlainString());
  }
}
