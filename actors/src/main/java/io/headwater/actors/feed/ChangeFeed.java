package io.headwater.actors.feed;

import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.model.Item;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A partition's log read back, in order, from any position. */
public interface ChangeFeed {
  /**
   * Reads up to {@code maxChanges} changes that stand at {@code from} or later, and ends early once
   * their images exceed {@code maxBytes} (the first change always fits).
   */
  CompletionStage<Batch> read(String partitionId, Position from, int maxChanges, int maxBytes);

  /** The number of the partition's last durable commit; 0 before the first. */
  CompletionStage<Long> lastCommit(String partitionId);

  /**
   * The number of the last commit that can have changes for the partition's stream: the last
   * durable one, or the one before the commit that ended the stream. 0 before the first.
   */
  CompletionStage<Long> lastStreamCommit(String partitionId);

  /** The number of the oldest commit kept. */
  CompletionStage<Long> oldestCommit(String partitionId);

  /**
   * Runs the listener each time the partition may have commits that were not there before. It is
   * called on a partition's thread: it must return at once. The hint may be superfluous, and one
   * that was lost comes about a minute late; after a restart nothing is hinted, so listeners look
   * by themselves when they begin.
   */
  Subscription onCommit(String partitionId, Runnable listener);

  /** Ends a listening. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  /** Change {@code index} of commit {@code commit}; the change there need not exist yet. */
  record Position(long commit, int index) implements Comparable<Position> {
    @Override
    public int compareTo(Position other) {
      int byCommit = Long.compare(commit, other.commit);
      return byCommit != 0 ? byCommit : Integer.compare(index, other.index);
    }
  }

  /**
   * What one read found.
   *
   * @param next where to go on; behind the last change looked at
   * @param reachedEnd whether nothing durable stood behind the last change at the time of reading
   * @param trimmedCommits how many commits from the wanted position on were not there any more, so
   *     that the changes begin with the oldest commit kept; 0 if nothing is missing
   * @param streamEnd the first commit read that ended a stream of the partition: it disabled the
   *     stream or closed the partition, and has no changes; null if none was read
   */
  record Batch(
      List<Change> changes,
      Position next,
      boolean reachedEnd,
      long trimmedCommits,
      @Nullable Long streamEnd) {}

  /**
   * One item changed.
   *
   * @param keys the key attributes
   * @param newImage null for a removal, and where the table has neither a stream nor a global
   *     secondary index
   * @param oldImage null for an insert, and where no stream, index or trigger needs it
   * @param committedAtMillis never runs backwards along a log
   * @param expired whether it is a removal because the item's time to live was over
   */
  record Change(
      Position position,
      Kind kind,
      Item keys,
      @Nullable EncodedItem newImage,
      @Nullable EncodedItem oldImage,
      long committedAtMillis,
      boolean expired) {}

  /** What happened to the item, named as in stream records. */
  enum Kind {
    INSERT,
    MODIFY,
    REMOVE
  }
}
