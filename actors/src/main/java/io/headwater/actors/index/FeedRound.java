package io.headwater.actors.index;

import io.headwater.actors.index.IndexPartition.StandsAt;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The answers that a feeder waits for: those to what it sent last. */
final class FeedRound {
  /** The position that each index partition is to have taken; null: any. */
  private final Map<String, @Nullable SourcePosition> awaited = new HashMap<>();

  private long nr;

  /** What an answer is to the round. */
  enum Answer {
    /** To an earlier round, or not the first. */
    LATE,
    /** The index partition does not stand where it was sent to. */
    ELSEWHERE,
    EXPECTED
  }

  long nr() {
    return nr;
  }

  void begin() {
    nr++;
    awaited.clear();
  }

  void expect(String indexPartitionId, @Nullable SourcePosition position) {
    awaited.put(indexPartitionId, position);
  }

  Answer take(StandsAt standing) {
    if (standing.round() != nr || !awaited.containsKey(standing.indexPartitionId())) {
      return Answer.LATE;
    }
    var expected = awaited.remove(standing.indexPartitionId());
    return expected == null || expected.equals(standing.position())
        ? Answer.EXPECTED
        : Answer.ELSEWHERE;
  }

  /** Waits for no answer any more. */
  void end() {
    awaited.clear();
  }

  boolean isOver() {
    return awaited.isEmpty();
  }

  /** Who has not answered yet. */
  Set<String> missing() {
    return Set.copyOf(awaited.keySet());
  }
}
