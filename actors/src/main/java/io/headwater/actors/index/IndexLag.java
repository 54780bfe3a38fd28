package io.headwater.actors.index;

import io.headwater.actors.partition.CommitListener;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.Done;
import org.jspecify.annotations.Nullable;

/**
 * How far indexes are behind the logs of their tables' partitions, as this node's feeders and
 * partitions tell. Safe to use from any thread.
 *
 * <p>An index that is being built doesn't count: its table goes on while it is.
 */
public final class IndexLag implements CommitListener {
  private final long maxLagCommits;
  private final Map<String, Source> sources = new ConcurrentHashMap<>();

  public IndexLag(long maxLagCommits) {
    this.maxLagCommits = maxLagCommits;
  }

  private static final class Source {
    final Map<Integer, Fed> indexes = new ConcurrentHashMap<>();
    volatile long lastCommit;
  }

  @Override
  public void committed(String partitionId, long commitNr) {
    var source = sources.get(partitionId);
    if (source != null) {
      source.lastCommit = commitNr;
    }
  }

  /**
   * A feeder begins, in place of an earlier one for the same index and source.
   *
   * @param hurry asks it to feed at once what there is; called on any thread, must return at once
   */
  Fed begin(String sourceId, int indexNumber, Runnable hurry) {
    var fed = new Fed(hurry);
    sources.compute(
        sourceId,
        (_, present) -> {
          var source = present == null ? new Source() : present;
          source.indexes.put(indexNumber, fed);
          return source;
        });
    return fed;
  }

  /** A feeder has ended; who waits for it is told by a failure. */
  void end(String sourceId, int indexNumber, Fed fed) {
    sources.computeIfPresent(
        sourceId,
        (_, present) -> {
          present.indexes.remove(indexNumber, fed);
          return present.indexes.isEmpty() ? null : present;
        });
    fed.end();
  }

  /** Whether an index lacks so much of a partition's log that nothing should be written to it. */
  public boolean isTooLarge(String partitionId) {
    var source = sources.get(partitionId);
    if (source == null) {
      return false;
    }
    long mayLack = source.lastCommit - maxLagCommits;
    return source.indexes.values().stream()
        .anyMatch(fed -> fed.counts && fed.throughCommit < mayLack);
  }

  /** Whether an index is known to have all that a source has committed. */
  boolean isNone(String sourceId, int indexNumber) {
    var source = sources.get(sourceId);
    var fed = source == null ? null : source.indexes.get(indexNumber);
    return source != null && fed != null && fed.has(source.lastCommit);
  }

  /**
   * Has an index fed at once with all that a source has committed so far. Fails if its feeder ends;
   * null if there is none, for example while the database starts. Whoever waits no longer completes
   * what was returned.
   */
  @Nullable CompletableFuture<Done> catchUp(String sourceId, int indexNumber) {
    var source = sources.get(sourceId);
    var fed = source == null ? null : source.indexes.get(indexNumber);
    return source == null || fed == null ? null : fed.whenHas(source.lastCommit);
  }

  /** What one index has of one source, and who waits for more. */
  static final class Fed {
    private final Runnable hurry;
    private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();
    private volatile boolean counts;
    private volatile long throughCommit;

    /**
     * Whether the end of the log was reached once. Before that it may have commits that {@link
     * Source#lastCommit} does not know: those from before the start.
     */
    private volatile boolean reachedEnd;

    private volatile boolean ended;

    private Fed(Runnable hurry) {
      this.hurry = hurry;
    }

    private record Waiter(long commit, CompletableFuture<Done> done) {}

    /**
     * The index has all that the log has up to a commit.
     *
     * @param logEnded whether that was the log's last commit when it was read
     */
    void through(long commit, boolean logEnded) {
      throughCommit = commit;
      counts = true;
      reachedEnd |= logEnded;
      for (Waiter waiter : waiters) {
        if (has(waiter.commit())) {
          waiter.done().complete(Done.getInstance());
        }
      }
    }

    private void end() {
      ended = true;
      waiters.forEach(waiter -> waiter.done().completeExceptionally(new FeederEndedException()));
    }

    private boolean has(long commit) {
      return reachedEnd && throughCommit >= commit;
    }

    private CompletableFuture<Done> whenHas(long commit) {
      var waiter = new Waiter(commit, new CompletableFuture<>());
      waiters.add(waiter);
      var _ = waiter.done().whenComplete((_, _) -> waiters.remove(waiter));
      if (has(commit)) {
        waiter.done().complete(Done.getInstance());
      } else if (ended) {
        waiter.done().completeExceptionally(new FeederEndedException());
      } else {
        hurry.run();
      }
      return waiter.done();
    }
  }

  /** Nobody feeds the index at the moment. */
  private static final class FeederEndedException extends RuntimeException {
    FeederEndedException() {
      super("the index's feeder has ended", null, false, false);
    }
  }
}
