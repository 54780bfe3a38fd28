package io.headwater.actors.partition;

import io.headwater.actors.codec.ByteReader;
import io.headwater.actors.codec.ByteWriter;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.GlobalSecondaryIndexCodec;
import io.headwater.actors.codec.KeySchemaCodec;
import io.headwater.actors.codec.LocalSecondaryIndexCodec;
import io.headwater.actors.codec.MalformedBytesException;
import io.headwater.actors.model.GlobalSecondaryIndex;
import io.headwater.actors.model.LocalSecondaryIndex;
import io.headwater.actors.model.StreamViewType;
import io.headwater.actors.model.TimeToLive;
import io.headwater.actors.partition.CommitRecord.ItemChange;
import io.headwater.actors.partition.CommitRecord.ItemsChanged;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a partition's commits and of its definition.
 *
 * <pre>
 *   commit      | version u8 = 3 | kind u8 | commit time i64 (epoch milliseconds) | body |
 *   kind 1      opened: the definition
 *   kind 2      items changed: | count varint | change ... |
 *   kind 3      closed: no body
 *   kind 4      redefined: the definition
 *
 *   change      | flags u8 | keys | new image, if flag 1 | old image, if flag 2 |
 *   flags       1 has a new image, 2 has an old image, 4 the item existed before, 8 it was removed,
 *               16 by the service, as its time to live was over
 *   keys, image | length varint | item, see ItemCodec |
 *
 *   definition  | table id u128 | hash seed i64 | key schema | stream view type u8, 0 none |
 *               | local secondary indexes, not in version 1 |
 *               | from version 3 on: definition version varint | global index count varint |
 *               | global index, see {@link GlobalSecondaryIndexCodec} ... |
 *               | time to live's attribute name, empty for none | its generation varint, if any |
 * </pre>
 *
 * A definition has the version of the commit or state row that it stands in.
 */
final class PartitionCodec {
  /** Version 1 has no indexes, version 2 none but local ones. */
  static final int VERSION = 3;

  private static final int OPENED = 1;
  private static final int ITEMS_CHANGED = 2;
  private static final int CLOSED = 3;
  private static final int REDEFINED = 4;

  private static final int HAS_NEW_IMAGE = 1;
  private static final int HAS_OLD_IMAGE = 2;
  private static final int EXISTED_BEFORE = 4;
  private static final int REMOVED = 8;
  private static final int EXPIRED = 16;

  private PartitionCodec() {}

  static byte[] encode(CommitRecord commit) {
    var writer = new ByteWriter(1024);
    writer.writeByte(VERSION).writeByte(kindOf(commit)).writeLong(commit.committedAtMillis());
    switch (commit) {
      case CommitRecord.Opened opened -> writeDefinition(writer, opened.definition());
      case ItemsChanged changed -> writeChanges(writer, changed.changes());
      case CommitRecord.Closed _ -> {}
      case CommitRecord.Redefined redefined -> writeDefinition(writer, redefined.definition());
    }
    return writer.toByteArray();
  }

  static CommitRecord decode(byte[] bytes) {
    var reader = new ByteReader(bytes);
    int version = readVersion(reader, "commit");
    int kind = reader.readByte();
    long millis = reader.readLong();
    CommitRecord commit =
        switch (kind) {
          case OPENED -> new CommitRecord.Opened(millis, readDefinition(reader, version));
          case ITEMS_CHANGED -> new ItemsChanged(millis, readChanges(reader));
          case CLOSED -> new CommitRecord.Closed(millis);
          case REDEFINED -> new CommitRecord.Redefined(millis, readDefinition(reader, version));
          default -> throw new MalformedBytesException("commit of unknown kind " + kind);
        };
    reader.expectEnd();
    return commit;
  }

  /** {@link CommitRecord#committedAtMillis()}, which stands before all that can be large. */
  static long decodeTime(byte[] bytes) {
    var reader = new ByteReader(bytes);
    readVersion(reader, "commit");
    reader.readByte();
    return reader.readLong();
  }

  private static int kindOf(CommitRecord commit) {
    return switch (commit) {
      case CommitRecord.Opened _ -> OPENED;
      case ItemsChanged _ -> ITEMS_CHANGED;
      case CommitRecord.Closed _ -> CLOSED;
      case CommitRecord.Redefined _ -> REDEFINED;
    };
  }

  private static void writeChanges(ByteWriter writer, List<ItemChange> changes) {
    writer.writeVarint(changes.size());
    for (ItemChange change : changes) {
      var newImage = change.newImage();
      var oldImage = change.oldImage();
      writer.writeByte(
          (newImage == null ? 0 : HAS_NEW_IMAGE)
              | (oldImage == null ? 0 : HAS_OLD_IMAGE)
              | (change.existedBefore() ? EXISTED_BEFORE : 0)
              | (change.removed() ? REMOVED : 0)
              | (change.expired() ? EXPIRED : 0));
      writer.writeBytes(change.keys().bytes());
      if (newImage != null) {
        writer.writeBytes(newImage.bytes());
      }
      if (oldImage != null) {
        writer.writeBytes(oldImage.bytes());
      }
    }
  }

  private static List<ItemChange> readChanges(ByteReader reader) {
    int count = reader.readCount();
    var changes = new ArrayList<ItemChange>(count);
    for (int i = 0; i < count; i++) {
      int flags = reader.readByte();
      changes.add(
          new ItemChange(
              EncodedItem.ofStored(reader.readBytes()),
              readImage(reader, flags, HAS_NEW_IMAGE),
              readImage(reader, flags, HAS_OLD_IMAGE),
              (flags & EXISTED_BEFORE) != 0,
              (flags & REMOVED) != 0,
              (flags & EXPIRED) != 0));
    }
    return changes;
  }

  private static @Nullable EncodedItem readImage(ByteReader reader, int flags, int flag) {
    return (flags & flag) == 0 ? null : EncodedItem.ofStored(reader.readBytes());
  }

  static void writeDefinition(ByteWriter writer, PartitionDefinition definition) {
    writer.writeLong(definition.id().getMostSignificantBits());
    writer.writeLong(definition.id().getLeastSignificantBits());
    writer.writeLong(definition.hashSeed());
    KeySchemaCodec.write(writer, definition.keySchema());
    writer.writeByte(numberOf(definition.streamViewType()));
    LocalSecondaryIndexCodec.write(writer, definition.localSecondaryIndexes());
    writer.writeVarint(definition.version());
    writer.writeVarint(definition.globalSecondaryIndexes().size());
    definition
        .globalSecondaryIndexes()
        .forEach(index -> GlobalSecondaryIndexCodec.write(writer, index));
    var timeToLive = definition.timeToLive();
    writer.writeString(timeToLive == null ? "" : timeToLive.attributeName());
    if (timeToLive != null) {
      writer.writeVarint(timeToLive.generation());
    }
  }

  static PartitionDefinition readDefinition(ByteReader reader, int version) {
    var id = new UUID(reader.readLong(), reader.readLong());
    long hashSeed = reader.readLong();
    var keySchema = KeySchemaCodec.read(reader);
    var viewType = viewTypeOf(reader.readByte());
    List<LocalSecondaryIndex> indexes =
        version == 1 ? List.of() : LocalSecondaryIndexCodec.read(reader, keySchema);
    if (version <= 2) {
      return PartitionDefinition.first(id, hashSeed, keySchema, indexes, viewType);
    }
    return new PartitionDefinition(
        id,
        hashSeed,
        keySchema,
        indexes,
        viewType,
        reader.readVarint(),
        readGlobalIndexes(reader),
        readTimeToLive(reader));
  }

  private static List<GlobalSecondaryIndex> readGlobalIndexes(ByteReader reader) {
    int count = reader.readCount();
    var indexes = new ArrayList<GlobalSecondaryIndex>(count);
    for (int i = 0; i < count; i++) {
      indexes.add(GlobalSecondaryIndexCodec.read(reader));
    }
    return indexes;
  }

  private static @Nullable TimeToLive readTimeToLive(ByteReader reader) {
    String attributeName = reader.readString();
    return attributeName.isEmpty() ? null : new TimeToLive(attributeName, reader.readVarint());
  }

  static int readVersion(ByteReader reader, String what) {
    int version = reader.readByte();
    if (version < 1 || version > VERSION) {
      throw new MalformedBytesException(what + " of unknown version " + version);
    }
    return version;
  }

  // Not the ordinals: a constant that moves must not change what is on disk.
  private static int numberOf(@Nullable StreamViewType viewType) {
    return switch (viewType) {
      case null -> 0;
      case KEYS_ONLY -> 1;
      case NEW_IMAGE -> 2;
      case OLD_IMAGE -> 3;
      case NEW_AND_OLD_IMAGES -> 4;
    };
  }

  private static @Nullable StreamViewType viewTypeOf(int number) {
    return switch (number) {
      case 0 -> null;
      case 1 -> StreamViewType.KEYS_ONLY;
      case 2 -> StreamViewType.NEW_IMAGE;
      case 3 -> StreamViewType.OLD_IMAGE;
      case 4 -> StreamViewType.NEW_AND_OLD_IMAGES;
      default -> throw new MalformedBytesException("unknown stream view type " + number);
    };
  }
}
