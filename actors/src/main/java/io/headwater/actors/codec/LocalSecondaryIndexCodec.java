package io.headwater.actors.codec;

import io.headwater.actors.model.IndexProjection;
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
 *   index      | name | sort key, an attribute as {@link KeySchemaCodec} has it | projection |
 *   projection | type u8: 1 ALL, 2 KEYS_ONLY, 3 INCLUDE | if 3: count varint, name ... |
 *   name       | length varint | UTF-8 |
 * </pre>
 */
public final class LocalSecondaryIndexCodec {
  private static final int ALL = 1;
  private static final int KEYS_ONLY = 2;
  private static final int INCLUDE = 3;

  private LocalSecondaryIndexCodec() {}

  public static void write(ByteWriter writer, List<LocalSecondaryIndex> indexes) {
    writer.writeVarint(indexes.size());
    for (LocalSecondaryIndex index : indexes) {
      writer.writeString(index.name());
      KeySchemaCodec.writeAttribute(writer, index.sortKey());
      writeProjection(writer, index.projection());
    }
  }

  /** Reads the indexes of a table with that key schema. */
  public static List<LocalSecondaryIndex> read(ByteReader reader, KeySchema tableKey) {
    int count = reader.readCount();
    var indexes = new ArrayList<LocalSecondaryIndex>(count);
    for (int i = 0; i < count; i++) {
      String name = reader.readString();
      var keySchema = new KeySchema(tableKey.partitionKey(), KeySchemaCodec.readAttribute(reader));
      indexes.add(new LocalSecondaryIndex(name, keySchema, readProjection(reader)));
    }
    return List.copyOf(indexes);
  }

  private static void writeProjection(ByteWriter writer, IndexProjection projection) {
    switch (projection.type()) {
      case ALL -> writer.writeByte(ALL);
      case KEYS_ONLY -> writer.writeByte(KEYS_ONLY);
      case INCLUDE -> {
        writer.writeByte(INCLUDE).writeVarint(projection.nonKeyAttributes().size());
        projection.nonKeyAttributes().forEach(writer::writeString);
      }
    }
  }

  private static IndexProjection readProjection(ByteReader reader) {
    int type = reader.readByte();
    return switch (type) {
      case ALL -> IndexProjection.ALL;
      case KEYS_ONLY -> IndexProjection.KEYS_ONLY;
      case INCLUDE -> readIncluded(reader);
      default -> throw new MalformedBytesException("unknown projection type " + type);
    };
  }

  private static IndexProjection readIncluded(ByteReader reader) {
    int count = reader.readCount();
    if (count == 0) {
      throw new MalformedBytesException("a projection that includes nothing");
    }
    var names = new ArrayList<String>(count);
    for (int i = 0; i < count; i++) {
      names.add(reader.readString());
    }
    return IndexProjection.include(names);
  }
}
