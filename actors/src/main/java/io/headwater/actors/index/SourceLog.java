package io.headwater.actors.index;

import io.headwater.actors.feed.ChangeFeed;
import io.headwater.actors.feed.ChangeFeed.Batch;
import io.headwater.actors.feed.ChangeFeed.Change;
import io.headwater.actors.feed.ChangeFeed.Position;
import io.headwater.actors.index.IndexChanges.EntryChange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A source's log as changes of an index's entries, read in whole commits. */
final class SourceLog {
  /** What one read holds of images; a commit that is larger is read by itself. */
  private static final int READ_BYTES = 1 << 20;

  private final ChangeFeed feed;
  private final String source;
  private final IndexChanges index;
  private final InstantSource clock;
  private final IndexSettings settings;

  SourceLog(FeedEnvironment environment, String source, IndexChanges index) {
    this.feed = environment.feed();
    this.source = source;
    this.index = index;
    this.clock = environment.clock();
    this.settings = environment.settings();
  }

  /**
   * What a read found.
   *
   * @param through the last commit read, all of it; the one before the first if there was none
   * @param reachedEnd whether it was the log's last one at the time
   * @param heldBack how long the index must not have the next commit yet; zero if it may
   */
  record Commits(List<EntryChange> changes, long through, boolean reachedEnd, Duration heldBack) {}

  /** The number of the last commit. */
  CompletionStage<Long> end() {
    return feed.lastCommit(source);
  }

  /** Reads what follows a commit. Fails if some of it is not there any more. */
  CompletionStage<Commits> readBehind(long commit) {
    return read(commit, settings.batchSize(), READ_BYTES);
  }

  private CompletionStage<Commits> read(long behind, int maxChanges, int maxBytes) {
    return feed.read(source, new Position(behind + 1, 0), maxChanges, maxBytes)
        .thenCompose(batch -> {
          if (batch.trimmedCommits() > 0) {
            throw new IllegalStateException(
                "%d commits of %s behind commit %d are missing"
                    .formatted(batch.trimmedCommits(), source, behind));
          }
          boolean firstIsCut = batch.next().commit() == behind + 1 && batch.next().index() > 0;
          return firstIsCut
              ? read(behind, doubled(maxChanges), doubled(maxBytes))
              : CompletableFuture.completedFuture(commits(batch));
        });
  }

  private static int doubled(int limit) {
    return (int) Math.min(2L * limit, Integer.MAX_VALUE);
  }

  private Commits commits(Batch batch) {
    long through = batch.next().commit() - 1;
    boolean reachedEnd = batch.reachedEnd();
    var heldBack = Duration.ZERO;
    var changes = new ArrayList<EntryChange>();
    for (Change change : batch.changes()) {
      heldBack = heldBack(change);
      if (heldBack.isPositive()) {
        through = change.position().commit() - 1;
        reachedEnd = false;
        break;
      }
      if (change.position().commit() <= through) {
        requireImage(change);
        index.addChange(change.position().commit(), change.oldImage(), change.newImage(), changes);
      }
    }
    return new Commits(changes, through, reachedEnd, heldBack);
  }

  /** All changes of a commit have the same time, so that none of it or all of it is held back. */
  private Duration heldBack(Change change) {
    if (settings.extraLag().isZero()) {
      return Duration.ZERO;
    }
    var shownAt = Instant.ofEpochMilli(change.committedAtMillis()).plus(settings.extraLag());
    return Duration.between(clock.instant(), shownAt);
  }

  /** A log keeps images from the commit on behind which an index begins. */
  private void requireImage(Change change) {
    boolean complete =
        switch (change.kind()) {
          case INSERT -> change.newImage() != null;
          case MODIFY -> change.newImage() != null && change.oldImage() != null;
          case REMOVE -> change.oldImage() != null;
        };
    if (!complete) {
      throw new IllegalStateException(
          "commit %d of %s has no images".formatted(change.position().commit(), source));
    }
  }
}
