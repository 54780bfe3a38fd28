package io.headwater.streams.trigger;

import org.jspecify.annotations.Nullable;

/** What to change of a mapping; null keeps what is. Positions are kept in any case. */
public record MappingUpdate(
    @Nullable String functionName, @Nullable Integer batchSize, @Nullable Boolean enabled) {

  EventSourceMapping applyTo(EventSourceMapping mapping, long nowMillis) {
    return new EventSourceMapping(
        mapping.id(),
        functionName == null ? mapping.functionName() : functionName,
        mapping.tableName(),
        mapping.streamLabel(),
        mapping.startingPosition(),
        batchSize == null ? mapping.batchSize() : batchSize,
        enabled == null ? mapping.enabled() : enabled,
        nowMillis);
  }
}
