package io.headwater.streams.trigger;

import io.headwater.actors.feed.ChangeFeed.Position;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A change of what is known of triggers. Never changed once released, only added to. */
sealed interface TriggerChange {

  /**
   * A stream is read from now on.
   *
   * @param positions by shard id, where reading begins; a shard without one is read from its start
   */
  record MappingCreated(EventSourceMapping mapping, Map<String, Position> positions)
      implements TriggerChange {
    public MappingCreated {
      positions = Map.copyOf(positions);
    }
  }

  record MappingUpdated(EventSourceMapping mapping) implements TriggerChange {}

  /**
   * A stream is read no longer, and its positions are forgotten.
   *
   * @param shardIds those that have a position
   */
  record MappingDeleted(UUID mappingId, List<String> shardIds) implements TriggerChange {
    public MappingDeleted {
      shardIds = List.copyOf(shardIds);
    }
  }

  /** Everything before these places was handled. */
  record PositionsCommitted(List<ShardPosition> positions) implements TriggerChange {
    public PositionsCommitted {
      positions = List.copyOf(positions);
    }
  }

  /**
   * The positions of a mapping whose stream no longer exists are removed; the mapping stays.
   *
   * @param shardIds those that have a position
   */
  record PositionsRemoved(UUID mappingId, List<String> shardIds) implements TriggerChange {
    public PositionsRemoved {
      shardIds = List.copyOf(shardIds);
    }
  }

  /** Where a mapping goes on in a shard. */
  record ShardPosition(ShardKey key, Position position) {}
}
