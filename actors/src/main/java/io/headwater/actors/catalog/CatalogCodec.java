package io.headwater.actors.catalog;

import io.headwater.actors.catalog.StreamDefinition.StreamShard;
import io.headwater.actors.codec.ByteReader;
import io.headwater.actors.codec.ByteWriter;
import io.headwater.actors.codec.KeySchemaCodec;
import io.headwater.actors.codec.MalformedBytesException;
import io.headwater.actors.model.StreamViewType;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of the catalog's rows and commits. Strings are UTF-8 behind their length as a varint.
 *
 * <pre>
 *   table row   see {@link TableCodec}
 *   stream row  | version u8 = 1 | table name | label | view type u8 | key schema |
 *               | created i64 | disabled i64, -1 while it is enabled | shard count varint | shard ... |
 *   shard       | shard id | partition id | first commit varint | last commit varint, 0 while open |
 *
 *   commit      | version u8 = 1 | change count varint | change ... |
 *   change      | kind u8 | 1 table row | 2 name, id | 3 id | 4 stream row | 5 table name, label |
 *               |         | 6 id, index number varint | 7 id, index number varint |
 *
 *   view type 1 KEYS_ONLY, 2 NEW_IMAGE, 3 OLD_IMAGE, 4 NEW_AND_OLD_IMAGES
 * </pre>
 */
final class CatalogCodec {
  private static final int VERSION = 1;

  private static final long ENABLED = -1;

  private static final int TABLE_PUT = 1;
  private static final int TABLE_REMOVED = 2;
  private static final int TABLE_PURGED = 3;
  private static final int STREAM_PUT = 4;
  private static final int STREAM_REMOVED = 5;
  private static final int INDEX_REMOVED = 6;
  private static final int INDEX_PURGED = 7;

  // By position, first is 1: what is on disk must not change when a constant moves in its enum.
  private static final List<StreamViewType> VIEW_TYPES =
      List.of(
          StreamViewType.KEYS_ONLY,
          StreamViewType.NEW_IMAGE,
          StreamViewType.OLD_IMAGE,
          StreamViewType.NEW_AND_OLD_IMAGES);

  private CatalogCodec() {}

  static byte[] encodeStream(StreamDefinition stream) {
    var writer = new ByteWriter();
    writeStream(writer, stream);
    return writer.toByteArray();
  }

  static StreamDefinition decodeStream(byte[] bytes) {
    var reader = new ByteReader(bytes);
    var stream = readStream(reader);
    reader.expectEnd();
    return stream;
  }

  static byte[] encodeChanges(List<CatalogChange> changes) {
    var writer = new ByteWriter();
    writer.writeByte(VERSION).writeVarint(changes.size());
    for (CatalogChange change : changes) {
      writeChange(writer, change);
    }
    return writer.toByteArray();
  }

  static List<CatalogChange> decodeChanges(byte[] bytes) {
    var reader = new ByteReader(bytes);
    expectVersion(reader, "catalog commit");
    int count = reader.readCount();
    var changes = new ArrayList<CatalogChange>(count);
    for (int i = 0; i < count; i++) {
      changes.add(readChange(reader));
    }
    reader.expectEnd();
    return changes;
  }

  private static void writeChange(ByteWriter writer, CatalogChange change) {
    switch (change) {
      case CatalogChange.TablePut(var table) ->
          TableCodec.write(writer.writeByte(TABLE_PUT), table);
      case CatalogChange.TableRemoved(var name, var id) ->
          writeId(writer.writeByte(TABLE_REMOVED).writeString(name), id);
      case CatalogChange.TablePurged(var id) -> writeId(writer.writeByte(TABLE_PURGED), id);
      case CatalogChange.IndexRemoved(var id, int number) ->
          writeIndex(writer.writeByte(INDEX_REMOVED), id, number);
      case CatalogChange.IndexPurged(var id, int number) ->
          writeIndex(writer.writeByte(INDEX_PURGED), id, number);
      case CatalogChange.StreamPut(var stream) -> writeStream(writer.writeByte(STREAM_PUT), stream);
      case CatalogChange.StreamRemoved(var tableName, var label) ->
          writer.writeByte(STREAM_REMOVED).writeString(tableName).writeString(label);
    }
  }

  private static CatalogChange readChange(ByteReader reader) {
    int kind = reader.readByte();
    return switch (kind) {
      case TABLE_PUT -> new CatalogChange.TablePut(TableCodec.read(reader));
      case TABLE_REMOVED -> new CatalogChange.TableRemoved(reader.readString(), readId(reader));
      case TABLE_PURGED -> new CatalogChange.TablePurged(readId(reader));
      case INDEX_REMOVED -> new CatalogChange.IndexRemoved(readId(reader), reader.readCount());
      case INDEX_PURGED -> new CatalogChange.IndexPurged(readId(reader), reader.readCount());
      case STREAM_PUT -> new CatalogChange.StreamPut(readStream(reader));
      case STREAM_REMOVED ->
          new CatalogChange.StreamRemoved(reader.readString(), reader.readString());
      default -> throw new MalformedBytesException("catalog change of unknown kind " + kind);
    };
  }

  private static void writeIndex(ByteWriter writer, UUID tableId, int number) {
    writeId(writer, tableId);
    writer.writeVarint(number);
  }

  static void writeStream(ByteWriter writer, StreamDefinition stream) {
    writer.writeByte(VERSION).writeString(stream.tableName()).writeString(stream.label());
    writer.writeByte(numberOf(VIEW_TYPES, stream.viewType()));
    KeySchemaCodec.write(writer, stream.keySchema());
    writer.writeLong(stream.createdAtMillis());
    Long disabledAtMillis = stream.disabledAtMillis();
    writer.writeLong(disabledAtMillis == null ? ENABLED : disabledAtMillis);
    writer.writeVarint(stream.shards().size());
    for (StreamShard shard : stream.shards()) {
      writer.writeString(shard.shardId()).writeString(shard.partitionId());
      Long lastCommit = shard.lastCommit();
      writer.writeVarint(shard.firstCommit()).writeVarint(lastCommit == null ? 0 : lastCommit);
    }
  }

  static StreamDefinition readStream(ByteReader reader) {
    expectVersion(reader, "stream");
    return new StreamDefinition(
        reader.readString(),
        reader.readString(),
        constantOf(VIEW_TYPES, reader.readByte()),
        KeySchemaCodec.read(reader),
        reader.readLong(),
        readDisabled(reader),
        readShards(reader));
  }

  private static @Nullable Long readDisabled(ByteReader reader) {
    long millis = reader.readLong();
    return millis == ENABLED ? null : millis;
  }

  private static List<StreamShard> readShards(ByteReader reader) {
    int count = reader.readCount();
    var shards = new ArrayList<StreamShard>(count);
    for (int i = 0; i < count; i++) {
      String shardId = reader.readString();
      String partitionId = reader.readString();
      long firstCommit = reader.readVarint();
      long lastCommit = reader.readVarint();
      shards.add(
          new StreamShard(shardId, partitionId, firstCommit, lastCommit == 0 ? null : lastCommit));
    }
    return shards;
  }

  static void writeId(ByteWriter writer, UUID id) {
    writer.writeLong(id.getMostSignificantBits()).writeLong(id.getLeastSignificantBits());
  }

  static UUID readId(ByteReader reader) {
    return new UUID(reader.readLong(), reader.readLong());
  }

  static <T> int numberOf(List<T> constants, T constant) {
    return constants.indexOf(constant) + 1;
  }

  static <T> T constantOf(List<T> constants, int number) {
    if (number < 1 || number > constants.size()) {
      throw new MalformedBytesException("unknown constant " + number + " of " + constants);
    }
    return constants.get(number - 1);
  }

  private static void expectVersion(ByteReader reader, String what) {
    readVersion(reader, VERSION, what);
  }

  static int readVersion(ByteReader reader, int newest, String what) {
    int version = reader.readByte();
    if (version < 1 || version > newest) {
      throw new MalformedBytesException(what + " of unknown version " + version);
    }
    return version;
  }
}
