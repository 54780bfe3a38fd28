package io.headwater.streams.trigger;

import io.headwater.actors.codec.ByteReader;
import io.headwater.actors.codec.ByteWriter;
import io.headwater.actors.codec.MalformedBytesException;
import io.headwater.actors.feed.ChangeFeed.Position;
import io.headwater.streams.trigger.EventSourceMapping.StartingPosition;
import io.headwater.streams.trigger.TriggerChange.MappingCreated;
import io.headwater.streams.trigger.TriggerChange.MappingDeleted;
import io.headwater.streams.trigger.TriggerChange.MappingUpdated;
import io.headwater.streams.trigger.TriggerChange.PositionsCommitted;
import io.headwater.streams.trigger.TriggerChange.PositionsRemoved;
import io.headwater.streams.trigger.TriggerChange.ShardPosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Trigger commits as bytes.
 *
 * <pre>
 *   commit    | version: u8 = 1 | commit number: u64 | kind: u8 | content |
 *   kind 1    mapping created     mapping, count: varint, count × (shard id, position)
 *   kind 2    mapping updated     mapping
 *   kind 3    mapping deleted     mapping id, count: varint, count × shard id
 *   kind 4    positions committed count: varint, count × (mapping id, shard id, position)
 *   kind 5    positions removed   mapping id, count: varint, count × shard id
 *   mapping   id, function name, table name, stream label, starting position: u8 (1 TRIM_HORIZON,
 *             2 LATEST), batch size: varint, enabled: u8 (0, 1), last modified ms: varint
 *   position  commit: varint, index: varint
 *   ids are two u64, numbers of fixed width are big-endian, texts are length: varint + UTF-8
 * </pre>
 */
final class TriggerCodec {
  private static final int VERSION = 1;
  private static final int CREATED = 1;
  private static final int UPDATED = 2;
  private static final int DELETED = 3;
  private static final int POSITIONS = 4;
  private static final int POSITIONS_REMOVED = 5;
  private static final int TRIM_HORIZON = 1;
  private static final int LATEST = 2;

  private TriggerCodec() {}

  static byte[] encode(TriggerCommit commit) {
    var writer = new ByteWriter().writeByte(VERSION).writeLong(commit.commitNr());
    switch (commit.change()) {
      case MappingCreated created -> writeCreated(created, writer.writeByte(CREATED));
      case MappingUpdated(var mapping) -> writeMapping(mapping, writer.writeByte(UPDATED));
      case MappingDeleted(var mappingId, var shardIds) ->
          writeShards(mappingId, shardIds, writer.writeByte(DELETED));
      case PositionsCommitted committed -> writePositions(committed, writer.writeByte(POSITIONS));
      case PositionsRemoved(var mappingId, var shardIds) ->
          writeShards(mappingId, shardIds, writer.writeByte(POSITIONS_REMOVED));
    }
    return writer.toByteArray();
  }

  static TriggerCommit decode(byte[] bytes) {
    var reader = new ByteReader(bytes);
    int version = reader.readByte();
    if (version != VERSION) {
      throw new MalformedBytesException("expected version 1 of a trigger commit, found " + version);
    }
    long commitNr = reader.readLong();
    int kind = reader.readByte();
    TriggerChange change =
        switch (kind) {
          case CREATED -> new MappingCreated(readMapping(reader), readStart(reader));
          case UPDATED -> new MappingUpdated(readMapping(reader));
          case DELETED -> new MappingDeleted(readId(reader), readShards(reader));
          case POSITIONS -> readPositions(reader);
          case POSITIONS_REMOVED -> new PositionsRemoved(readId(reader), readShards(reader));
          default -> throw new MalformedBytesException("unknown kind of trigger commit " + kind);
        };
    reader.expectEnd();
    return new TriggerCommit(commitNr, change);
  }

  static void writeMapping(EventSourceMapping mapping, ByteWriter writer) {
    writeId(mapping.id(), writer);
    writer
        .writeString(mapping.functionName())
        .writeString(mapping.tableName())
        .writeString(mapping.streamLabel())
        .writeByte(
            switch (mapping.startingPosition()) {
              case TRIM_HORIZON -> TRIM_HORIZON;
              case LATEST -> LATEST;
            })
        .writeVarint(mapping.batchSize())
        .writeByte(mapping.enabled() ? 1 : 0)
        .writeVarint(mapping.lastModifiedMillis());
  }

  static EventSourceMapping readMapping(ByteReader reader) {
    return new EventSourceMapping(
        readId(reader),
        reader.readString(),
        reader.readString(),
        reader.readString(),
        readStartingPosition(reader.readByte()),
        (int) reader.readVarint(),
        reader.readByte() == 1,
        reader.readVarint());
  }

  static void writePosition(Position position, ByteWriter writer) {
    writer.writeVarint(position.commit()).writeVarint(position.index());
  }

  static Position readPosition(ByteReader reader) {
    return new Position(reader.readVarint(), (int) reader.readVarint());
  }

  /** In the order of the shards' ids, so that equal events have equal bytes. */
  private static void writeCreated(MappingCreated created, ByteWriter writer) {
    writeMapping(created.mapping(), writer);
    writer.writeVarint(created.positions().size());
    new TreeMap<>(created.positions())
        .forEach((shardId, position) -> writePosition(position, writer.writeString(shardId)));
  }

  private static Map<String, Position> readStart(ByteReader reader) {
    int count = reader.readCount();
    var positions = new HashMap<String, Position>();
    for (int i = 0; i < count; i++) {
      positions.put(reader.readString(), readPosition(reader));
    }
    return positions;
  }

  private static void writeShards(UUID mappingId, List<String> shardIds, ByteWriter writer) {
    writeId(mappingId, writer);
    writer.writeVarint(shardIds.size());
    shardIds.forEach(writer::writeString);
  }

  private static List<String> readShards(ByteReader reader) {
    int count = reader.readCount();
    List<String> shardIds = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      shardIds.add(reader.readString());
    }
    return shardIds;
  }

  private static void writePositions(PositionsCommitted committed, ByteWriter writer) {
    writer.writeVarint(committed.positions().size());
    for (ShardPosition shard : committed.positions()) {
      writeId(shard.key().mappingId(), writer);
      writePosition(shard.position(), writer.writeString(shard.key().shardId()));
    }
  }

  private static PositionsCommitted readPositions(ByteReader reader) {
    int count = reader.readCount();
    List<ShardPosition> positions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      var key = new ShardKey(readId(reader), reader.readString());
      positions.add(new ShardPosition(key, readPosition(reader)));
    }
    return new PositionsCommitted(positions);
  }

  private static StartingPosition readStartingPosition(int code) {
    return switch (code) {
      case TRIM_HORIZON -> StartingPosition.TRIM_HORIZON;
      case LATEST -> StartingPosition.LATEST;
      default -> throw new MalformedBytesException("unknown starting position " + code);
    };
  }

  private static void writeId(UUID id, ByteWriter writer) {
    writer.writeLong(id.getMostSignificantBits()).writeLong(id.getLeastSignificantBits());
  }

  private static UUID readId(ByteReader reader) {
    return new UUID(reader.readLong(), reader.readLong());
  }
}
