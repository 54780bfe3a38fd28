package io.headwater.actors.codec;

import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.KeySchema.KeyAttribute;

/**
 * A key schema as bytes, part of several formats.
 *
 * <pre>
 *   | number of attributes u8, 1 or 2 | attribute ... |
 *   attribute | type u8: 1 S, 2 N, 3 B | name: length varint, UTF-8 |
 * </pre>
 */
public final class KeySchemaCodec {
  private KeySchemaCodec() {}

  public static void write(ByteWriter writer, KeySchema schema) {
    var sortKey = schema.sortKey();
    writer.writeByte(sortKey == null ? 1 : 2);
    writeAttribute(writer, schema.partitionKey());
    if (sortKey != null) {
      writeAttribute(writer, sortKey);
    }
  }

  public static KeySchema read(ByteReader reader) {
    int count = reader.readByte();
    if (count != 1 && count != 2) {
      throw new MalformedBytesException("a key schema of " + count + " attributes");
    }
    var partitionKey = readAttribute(reader);
    return new KeySchema(partitionKey, count == 2 ? readAttribute(reader) : null);
  }

  static void writeAttribute(ByteWriter writer, KeyAttribute attribute) {
    writer.writeByte(
        switch (attribute.type()) {
          case S -> 1;
          case N -> 2;
          case B -> 3;
          case BOOL, NULL, SS, NS, BS, L, M ->
              throw new IllegalArgumentException("no key type: " + attribute.type());
        });
    writer.writeString(attribute.name());
  }

  static KeyAttribute readAttribute(ByteReader reader) {
    int number = reader.readByte();
    var type =
        switch (number) {
          case 1 -> AttributeType.S;
          case 2 -> AttributeType.N;
          case 3 -> AttributeType.B;
          default -> throw new MalformedBytesException("unknown key type " + number);
        };
    return new KeyAttribute(reader.readString(), type);
  }
}
