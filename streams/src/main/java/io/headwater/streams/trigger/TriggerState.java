package io.headwater.streams.trigger;

import io.headwater.actors.feed.ChangeFeed.Position;
import io.headwater.streams.trigger.TriggerChange.MappingCreated;
import io.headwater.streams.trigger.TriggerChange.MappingDeleted;
import io.headwater.streams.trigger.TriggerChange.MappingUpdated;
import io.headwater.streams.trigger.TriggerChange.PositionsCommitted;
import io.headwater.streams.trigger.TriggerChange.PositionsRemoved;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All mappings and how far each has come. Mutable, and owned by one actor at a time. */
final class TriggerState {
  /** By the text of their ids, which is the order in which they are listed. */
  private final Map<String, EventSourceMapping> mappings = new TreeMap<>();

  private final Map<ShardKey, Position> positions = new HashMap<>();
  private long lastCommit;

  /** The number of the last commit that is in this state; 0 before the first. */
  long lastCommit() {
    return lastCommit;
  }

  void setLastCommit(long commitNr) {
    lastCommit = commitNr;
  }

  Collection<EventSourceMapping> mappings() {
    return Collections.unmodifiableCollection(mappings.values());
  }

  @Nullable EventSourceMapping mapping(UUID id) {
    return mappings.get(id.toString());
  }

  @Nullable Position position(ShardKey key) {
    return positions.get(key);
  }

  /** Another mapping of the same stream to the same function, or null. */
  @Nullable EventSourceMapping duplicateOf(EventSourceMapping wanted) {
    for (EventSourceMapping mapping : mappings.values()) {
      if (!mapping.id().equals(wanted.id())
          && mapping.hasSameSource(wanted)
          && mapping.functionName().equals(wanted.functionName())) {
        return mapping;
      }
    }
    return null;
  }

  /** The shards of which a mapping has a position, in the order of their ids. */
  List<String> shardsWithPosition(UUID mappingId) {
    return positions.keySet().stream()
        .filter(key -> key.mappingId().equals(mappingId))
        .map(ShardKey::shardId)
        .sorted()
        .toList();
  }

  void put(EventSourceMapping mapping) {
    mappings.put(mapping.id().toString(), mapping);
  }

  void put(ShardKey key, Position position) {
    positions.put(key, position);
  }

  private void removePositions(UUID mappingId, List<String> shardIds) {
    shardIds.forEach(shardId -> positions.remove(new ShardKey(mappingId, shardId)));
  }

  /** Applies a durable change; what its commit did to the rows, for what is in memory. */
  void apply(TriggerChange change) {
    lastCommit++;
    switch (change) {
      case MappingCreated(var mapping, var start) -> {
        put(mapping);
        start.forEach((shardId, position) -> put(new ShardKey(mapping.id(), shardId), position));
      }
      case MappingUpdated(var mapping) -> put(mapping);
      case MappingDeleted(var mappingId, var shardIds) -> {
        mappings.remove(mappingId.toString());
        removePositions(mappingId, shardIds);
      }
      case PositionsRemoved(var mappingId, var shardIds) -> removePositions(mappingId, shardIds);
      case PositionsCommitted(var committed) ->
          committed.forEach(shard -> put(shard.key(), shard.position()));
    }
  }
}
