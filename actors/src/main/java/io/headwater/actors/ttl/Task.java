package io.headwater.actors.ttl;

import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Work at one table, done slice by slice; a task is what is left of it. */
interface Task {
  Key key();

  /** Does a slice. The stage fails if that slice came to nothing. */
  CompletionStage<Step> step();

  /** Which work it is; there is one task of it at a time. */
  record Key(UUID tableId, long generation, Kind kind) {}

  /** What is done to a table. */
  enum Kind {
    /** Removes the items whose time has come. */
    EXPIRE,
    /** Files the items that were there before. */
    FILE,
    /** Clears away what earlier times to live have left. */
    CLEAR
  }

  /**
   * What a slice came to.
   *
   * @param rest what is left, null if nothing is
   * @param failures how many of its writes came to nothing
   * @param cause of one of them
   * @param readMillis how long it took to find what there was to do
   */
  record Step(@Nullable Task rest, int failures, @Nullable Throwable cause, long readMillis) {
    static Step of(@Nullable Task rest) {
      return new Step(rest, 0, null, 0);
    }
  }
}
