package io.headwater.streams.trigger;

import java.util.UUID;

/** A shard as one mapping reads it: what a position is kept of. */
record ShardKey(UUID mappingId, String shardId) {}
