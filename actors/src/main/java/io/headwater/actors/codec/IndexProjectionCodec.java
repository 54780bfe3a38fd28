package io.headwater.actors.codec;

import io.headwater.actors.model.IndexProjection;
import java.util.ArrayList;

/**
 * An index's projection as bytes, part of several formats.
 *
 * <pre>
 *   | type u8: 1 ALL, 2 KEYS_ONLY, 3 INCLUDE | if 3: count varint, name ... |
 *   name | length varint | UTF-8 |
 * </pre>
 */
final class IndexProjectionCodec {
  private static final int ALL = 1;
  private static final int KEYS_ONLY = 2;
  private static final int INCLUDE = 3;

  private IndexProjectionCodec() {}

  static void write(ByteWriter writer, IndexProjection projection) {
    switch (projection.type()) {
      case ALL -> writer.writeByte(ALL);
      case KEYS_ONLY -> writer.writeByte(KEYS_ONLY);
      case INCLUDE -> {
        writer.writeByte(INCLUDE).writeVarint(projection.nonKeyAttributes().size());
        projection.nonKeyAttributes().forEach(writer::writeString);
      }
    }
  }

  static IndexProjection read(ByteReader reader) {
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
