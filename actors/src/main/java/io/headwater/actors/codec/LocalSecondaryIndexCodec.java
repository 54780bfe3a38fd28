package io.headwater.actors.codec;

import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.LocalSecondaryIndex;
import java.util.ArrayList;
import java.util.List;

/**
 * A table's local secondary indexes as bytes, part of several formats. Their order is that of their
 * numbers in row keys.
 *
 * <pre>
 *   | count varint | index ... |
 *   index | name: length varint, UTF-8 | sort key, an attribute as {@link KeySchemaCodec} has it |
 *         | projection, see {@link IndexProjectionCodec} |
 * </pre>
 */
public final class LocalSecondaryIndexCodec {
  private LocalSecondaryIndexCodec() {}

  public static void write(ByteWriter writer, List<LocalSecondaryIndex> indexes) {
    writer.writeVarint(indexes.size());
    for (LocalSecondaryIndex index : indexes) {
      writer.writeString(index.name());
      KeySchemaCodec.writeAttribute(writer, index.sortKey());
      IndexProjectionCodec.write(writer, index.projection());
    }
  }

  /** Reads the indexes of a table with that key schema. */
  public static List<LocalSecondaryIndex> read(ByteReader reader, KeySchema tableKey) {
    int count = reader.readCount();
    var indexes = new ArrayList<LocalSecondaryIndex>(count);
    for (int i = 0; i < count; i++) {
      String name = reader.readString();
      var keySchema = new KeySchema(tableKey.partitionKey(), KeySchemaCodec.readAttribute(reader));
      indexes.add(new LocalSecondaryIndex(name, keySchema, IndexProjectionCodec.read(reader)));
    }
    return List.copyOf(indexes);
  }
}
