package io.headwater.actors.index;

import io.headwater.actors.partition.CommitListener;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

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
    final Map<Integer, Long> fedThrough = new ConcurrentHashMap<>();
    volatile long lastCommit;
  }

  @Override
  public void committed(String partitionId, long commitNr) {
    var source = sources.get(partitionId);
    if (source != null) {
      source.lastCommit = commitNr;
    }
  }

  /** An index has all that a source's log has up to a commit. */
  void fed(String source, int indexNumber, long throughCommit) {
    sources.compute(
        source,
        (_, present) -> {
          var fed = present == null ? new Source() : present;
          fed.fedThrough.put(indexNumber, throughCommit);
          return fed;
        });
  }

  /** An index is not fed by this node any more. */
  void ended(String source, int indexNumber) {
    sources.computeIfPresent(
        source,
        (_, present) -> {
          present.fedThrough.remove(indexNumber);
          return present.fedThrough.isEmpty() ? null : present;
        });
  }

  /** Whether an index lacks so much of a partition's log that nothing should be written to it. */
  public boolean isTooLarge(String partitionId) {
    var source = sources.get(partitionId);
    if (source == null) {
      return false;
    }
    long mayLack = source.lastCommit - maxLagCommits;
    return source.fedThrough.values().stream().anyMatch(through -> through < mayLack);
  }
}
