package io.headwater.streams.trigger;

import io.headwater.actors.codec.ByteReader;
import io.headwater.actors.codec.ByteWriter;
import io.headwater.actors.codec.MalformedBytesException;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.feed.ChangeFeed.Position;
import io.headwater.persistence.store.KeyRange;
import io.headwater.persistence.store.RowChange;
import io.headwater.streams.trigger.TriggerChange.MappingCreated;
import io.headwater.streams.trigger.TriggerChange.MappingDeleted;
import io.headwater.streams.trigger.TriggerChange.MappingUpdated;
import io.headwater.streams.trigger.TriggerChange.PositionsCommitted;
import io.headwater.streams.trigger.TriggerChange.PositionsRemoved;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The rows that say what is: mappings, positions, and the number of the log's last commit. Keys are
 * {@link RowKeys#trigger}'s, with a mapping's UUID as the trigger id.
 *
 * <pre>
 *   | uuid |                 mapping    | version: u8 = 1 | mapping as in {@link TriggerCodec} |
 *   | uuid | 00 | shard id | position   | version: u8 = 1 | commit: varint | index: varint    |
 *   | last-commit |          log's end  | version: u8 = 1 | commit number: u64                |
 * </pre>
 */
final class TriggerRows {
  private static final int VERSION = 1;

  /** No UUID, so no mapping's row. */
  private static final String LAST_COMMIT = "last-commit";

  /** The prefix that all trigger rows have. */
  private static final int PREFIX_BYTES = 1;

  private static final char END_OF_NAME = '\0';

  private TriggerRows() {}

  /** The rows that {@link #read} wants, all of them. */
  static KeyRange range() {
    return RowKeys.triggers();
  }

  static List<RowChange> rowChanges(TriggerCommit commit) {
    var changes = new ArrayList<RowChange>();
    switch (commit.change()) {
      case MappingCreated(var mapping, var positions) -> {
        changes.add(mappingRow(mapping));
        positions.forEach((shardId, position) ->
            changes.add(positionRow(new ShardKey(mapping.id(), shardId), position)));
      }
      case MappingUpdated(var mapping) -> changes.add(mappingRow(mapping));
      case MappingDeleted(var mappingId, var shardIds) -> {
        changes.add(RowChange.remove(RowKeys.trigger(mappingId.toString())));
        addRemovals(mappingId, shardIds, changes);
      }
      case PositionsRemoved(var mappingId, var shardIds) ->
          addRemovals(mappingId, shardIds, changes);
      case PositionsCommitted(var positions) ->
          positions.forEach(shard -> changes.add(positionRow(shard.key(), shard.position())));
    }
    changes.add(
        RowChange.put(
            RowKeys.trigger(LAST_COMMIT), value().writeLong(commit.commitNr()).toByteArray()));
    return changes;
  }

  private static void addRemovals(UUID mappingId, List<String> shardIds, List<RowChange> changes) {
    shardIds.forEach(
        shardId -> changes.add(RowChange.remove(positionKey(new ShardKey(mappingId, shardId)))));
  }

  /** Adds what a row says to a state that is being read. */
  static void read(byte[] key, byte[] value, TriggerState state) {
    var reader = new ByteReader(value);
    int version = reader.readByte();
    if (version != VERSION) {
      throw new MalformedBytesException("expected version 1 of a trigger row, found " + version);
    }
    String name = new String(key, PREFIX_BYTES, key.length - PREFIX_BYTES, StandardCharsets.UTF_8);
    int endOfId = name.indexOf(END_OF_NAME);
    if (name.equals(LAST_COMMIT)) {
      state.setLastCommit(reader.readLong());
    } else if (endOfId < 0) {
      state.put(TriggerCodec.readMapping(reader));
    } else {
      state.put(
          new ShardKey(UUID.fromString(name.substring(0, endOfId)), name.substring(endOfId + 1)),
          TriggerCodec.readPosition(reader));
    }
    reader.expectEnd();
  }

  private static RowChange mappingRow(EventSourceMapping mapping) {
    var value = value();
    TriggerCodec.writeMapping(mapping, value);
    return RowChange.put(RowKeys.trigger(mapping.id().toString()), value.toByteArray());
  }

  private static RowChange positionRow(ShardKey key, Position position) {
    var value = value();
    TriggerCodec.writePosition(position, value);
    return RowChange.put(positionKey(key), value.toByteArray());
  }

  private static byte[] positionKey(ShardKey key) {
    return RowKeys.triggerPosition(key.mappingId().toString(), key.shardId());
  }

  private static ByteWriter value() {
    return new ByteWriter().writeByte(VERSION);
  }
}
