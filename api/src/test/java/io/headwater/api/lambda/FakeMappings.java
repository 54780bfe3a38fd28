package io.headwater.api.lambda;

import io.headwater.streams.trigger.EventSourceMapping;
import io.headwater.streams.trigger.EventSourceMapping.StartingPosition;
import io.headwater.streams.trigger.EventSourceMappings;
import io.headwater.streams.trigger.MappingDescription;
import io.headwater.streams.trigger.MappingDescription.LastResult;
import io.headwater.streams.trigger.MappingDescription.State;
import io.headwater.streams.trigger.MappingUpdate;
import io.headwater.streams.trigger.TriggerError;
import io.headwater.streams.trigger.TriggerException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Remembers what it was asked, and answers one mapping or what the test has it answer. */
final class FakeMappings implements EventSourceMappings {
  static final UUID ID = UUID.fromString("14e0db71-5d35-4eb5-b481-8945cf9d10c2");

  /** All requests, in order: a NewMapping, a MappingUpdate, or a text. */
  final List<Object> requests = new ArrayList<>();

  private List<MappingDescription> all = List.of();
  private @Nullable RuntimeException failure;

  static MappingDescription description(UUID id, State state) {
    return new MappingDescription(
        new EventSourceMapping(
            id,
            "audit",
            "orders",
            "2026-01-01T00:00:00.000",
            StartingPosition.LATEST,
            100,
            true,
            1_700_000_000_987L),
        state,
        LastResult.NONE);
  }

  void failWith(RuntimeException exception) {
    failure = exception;
  }

  void list(List<MappingDescription> mappings) {
    all = mappings;
  }

  @Override
  public CompletionStage<MappingDescription> create(NewMapping wanted) {
    return answer(wanted, State.CREATING);
  }

  @Override
  public CompletionStage<MappingDescription> get(UUID mappingId) {
    return answer("get " + mappingId, State.ENABLED);
  }

  @Override
  public CompletionStage<List<MappingDescription>> list(
      @Nullable String functionNameOrArn, @Nullable String eventSourceArn) {
    requests.add("list " + functionNameOrArn + " " + eventSourceArn);
    return CompletableFuture.completedFuture(all);
  }

  @Override
  public CompletionStage<MappingDescription> update(UUID mappingId, MappingUpdate update) {
    return answer(update, State.UPDATING);
  }

  @Override
  public CompletionStage<MappingDescription> delete(UUID mappingId) {
    return answer("delete " + mappingId, State.DELETING);
  }

  private CompletionStage<MappingDescription> answer(Object request, State state) {
    requests.add(request);
    return failure == null
        ? CompletableFuture.completedFuture(description(ID, state))
        : CompletableFuture.<MappingDescription>failedFuture(failure).thenApply(same -> same);
  }

  static TriggerException refusal(TriggerError.Code code, String message) {
    return new TriggerException(new TriggerError(code, message));
  }
}
