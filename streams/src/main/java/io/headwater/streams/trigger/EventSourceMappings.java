package io.headwater.streams.trigger;

import io.headwater.streams.trigger.EventSourceMapping.StartingPosition;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The calls that create, show, change and delete event source mappings. Stages fail with {@link
 * TriggerException}.
 */
public interface EventSourceMappings {

  /** A mapping to create; its range of batch sizes is checked before. */
  record NewMapping(
      String functionNameOrArn,
      String eventSourceArn,
      StartingPosition startingPosition,
      int batchSize,
      boolean enabled) {}

  /**
   * Creates a mapping. LATEST is resolved before it answers, so that no later write is missed.
   * Answers the state CREATING; the mapping is at work by then.
   */
  CompletionStage<MappingDescription> create(NewMapping wanted);

  CompletionStage<MappingDescription> get(UUID mappingId);

  /**
   * All mappings, or those of a stream, of a function, or of both, in the order of their ids. A
   * name that nobody has yields none.
   */
  CompletionStage<List<MappingDescription>> list(
      @Nullable String functionNameOrArn, @Nullable String eventSourceArn);

  /** Changes a mapping; answers how it was when the change began. */
  CompletionStage<MappingDescription> update(UUID mappingId, MappingUpdate update);

  /** Deletes a mapping and its positions; a call under way comes to its end. */
  CompletionStage<MappingDescription> delete(UUID mappingId);
}
