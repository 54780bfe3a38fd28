package io.headwater.actors.index;

import io.headwater.actors.index.IndexPartition.Reply;
import io.headwater.actors.index.SourceLog.Commits;
import io.headwater.actors.index.SourceScan.Slice;
import org.jspecify.annotations.Nullable;

/** What an {@link IndexFeeder} is told, by its source, by index partitions, and by itself. */
sealed interface FeederCommand {
  enum Hint implements FeederCommand {
    INSTANCE
  }

  enum Hurry implements FeederCommand {
    INSTANCE
  }

  enum TellAll implements FeederCommand {
    INSTANCE
  }

  /** Enough time has passed for commits to gather, or since the last ones were fed. */
  enum Gathered implements FeederCommand {
    INSTANCE
  }

  enum Retry implements FeederCommand {
    INSTANCE
  }

  record Answered(Reply reply) implements FeederCommand {}

  enum AnswerOverdue implements FeederCommand {
    INSTANCE
  }

  record SliceRead(@Nullable Slice slice, @Nullable Throwable failure) implements FeederCommand {}

  record EndRead(@Nullable Long commit, @Nullable Throwable failure) implements FeederCommand {}

  record CommitsRead(@Nullable Commits commits, @Nullable Throwable failure)
      implements FeederCommand {}
}
