package io.headwater.actors.codec;

import io.headwater.actors.model.GlobalSecondaryIndex;
import io.headwater.actors.model.IndexKeySchema;
import io.headwater.actors.model.KeySchema.KeyAttribute;
import java.util.ArrayList;
import java.util.List;

/**
 * A global secondary index as bytes, part of several formats.
 *
 * <pre>
 *   | name: length varint, UTF-8 | key | projection, see {@link IndexProjectionCodec} |
 *   key | hash attribute count u8 | attribute ... | range attribute count u8 | attribute ... |
 * </pre>
 *
 * An attribute is as {@link KeySchemaCodec} has it.
 */
public final class GlobalSecondaryIndexCodec {
  private GlobalSecondaryIndexCodec() {}

  public static void write(ByteWriter writer, GlobalSecondaryIndex index) {
    writer.writeString(index.name());
    writeAttributes(writer, index.keySchema().hash());
    writeAttributes(writer, index.keySchema().range());
    IndexProjectionCodec.write(writer, index.projection());
  }

  public static GlobalSecondaryIndex read(ByteReader reader) {
    String name = reader.readString();
    var hash = readAttributes(reader);
    if (hash.isEmpty()) {
      throw new MalformedBytesException("an index without a hash attribute");
    }
    var keySchema = new IndexKeySchema(hash, readAttributes(reader));
    return new GlobalSecondaryIndex(name, keySchema, IndexProjectionCodec.read(reader));
  }

  private static void writeAttributes(ByteWriter writer, List<KeyAttribute> attributes) {
    writer.writeByte(attributes.size());
    attributes.forEach(attribute -> KeySchemaCodec.writeAttribute(writer, attribute));
  }

  private static List<KeyAttribute> readAttributes(ByteReader reader) {
    int count = reader.readByte();
    if (count > IndexKeySchema.MAX_PER_PART) {
      throw new MalformedBytesException("a key part of " + count + " attributes");
    }
    var attributes = new ArrayList<KeyAttribute>(count);
    for (int i = 0; i < count; i++) {
      attributes.add(KeySchemaCodec.readAttribute(reader));
    }
    return attributes;
  }
}
