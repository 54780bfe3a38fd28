package io.headwater.persistence.journal;

import io.headwater.persistence.store.RowChange;
import java.util.List;

/** Events for the journal's tests. */
final class TestEvents {
  private TestEvents() {}

  /** What {@link TestSerializer} serializes. */
  sealed interface Serializable {}

  /** Any event. */
  record Named(String name) implements Serializable {}

  /** An event with its effect on rows. */
  record WithRows(String name, List<RowChange> rowChanges) implements Serializable, EventWithRows {}

  /** An event that the serializer throws for. */
  record Unserializable(String name) implements Serializable {}
}
