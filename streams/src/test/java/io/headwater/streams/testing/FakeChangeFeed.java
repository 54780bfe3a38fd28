package io.headwater.streams.testing;

import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.feed.ChangeFeed;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.Item;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Partitions' logs in the heap. A log's first commit opens the partition and has no changes. */
public final class FakeChangeFeed implements ChangeFeed {
  /** When everything is committed here. */
  public static final long COMMITTED_AT_MILLIS = 1_700_000_000_987L;

  private final Map<String, Log> logs = new HashMap<>();
  private @Nullable RuntimeException nextReadFailure;

  private static final class Log {
    final List<List<Change>> commits = new ArrayList<>(List.of(List.of()));
    final List<Runnable> listeners = new ArrayList<>();
    final TreeSet<Long> streamEnds = new TreeSet<>();
    long oldestCommit = 1;
    int readCount;
  }

  /** Appends a commit that inserts items with these ids, and tells the listeners. */
  public void insert(String partitionId, int... ids) {
    append(partitionId, ids);
    List<Runnable> listeners;
    synchronized (this) {
      listeners = List.copyOf(log(partitionId).listeners);
    }
    listeners.forEach(Runnable::run);
  }

  /** Appends a commit that inserts items with these ids; nobody is told. */
  public synchronized void append(String partitionId, int... ids) {
    var log = log(partitionId);
    long commit = log.commits.size() + 1L;
    var changes = new ArrayList<Change>();
    for (int id : ids) {
      changes.add(insertion(new Position(commit, changes.size()), id));
    }
    log.commits.add(changes);
  }

  /** Appends a commit that disables the stream or closes the partition; nobody is notified. */
  public synchronized void endStream(String partitionId) {
    append(partitionId);
    var log = log(partitionId);
    log.streamEnds.add((long) log.commits.size());
  }

  public synchronized void trim(String partitionId, long oldestCommit) {
    log(partitionId).oldestCommit = oldestCommit;
  }

  public synchronized void failNextRead(RuntimeException failure) {
    nextReadFailure = failure;
  }

  public synchronized int listenerCount(String partitionId) {
    return log(partitionId).listeners.size();
  }

  public synchronized int readCount(String partitionId) {
    return log(partitionId).readCount;
  }

  public static Item item(int id) {
    var attributes = new LinkedHashMap<String, AttributeValue>();
    attributes.put("Id", new AttributeValue.N(BigDecimal.valueOf(id)));
    attributes.put("name", new AttributeValue.S("item " + id));
    return new Item(attributes);
  }

  public static Item keys(int id) {
    return new Item(Map.of("Id", new AttributeValue.N(BigDecimal.valueOf(id))));
  }

  private static Change insertion(Position position, int id) {
    return new Change(
        position,
        Kind.INSERT,
        keys(id),
        EncodedItem.of(item(id)),
        null,
        COMMITTED_AT_MILLIS,
        false);
  }

  @Override
  public synchronized CompletionStage<Batch> read(
      String partitionId, Position from, int maxChanges, int maxBytes) {
    log(partitionId).readCount++;
    var failure = nextReadFailure;
    if (failure != null) {
      nextReadFailure = null;
      return CompletableFuture.failedFuture(failure);
    }
    var log = log(partitionId);
    var changes = new ArrayList<Change>();
    long trimmed = Math.max(0, log.oldestCommit - from.commit());
    for (var commit : log.commits.subList((int) log.oldestCommit - 1, log.commits.size())) {
      for (Change change : commit) {
        if (change.position().compareTo(from) >= 0) {
          if (changes.size() == maxChanges) {
            return CompletableFuture.completedFuture(
                new Batch(
                    changes,
                    change.position(),
                    false,
                    trimmed,
                    streamEnd(log, from, change.position())));
          }
          changes.add(change);
        }
      }
    }
    var behindAll = new Position(log.commits.size() + 1L, 0);
    var next = behindAll.compareTo(from) > 0 ? behindAll : from;
    return CompletableFuture.completedFuture(
        new Batch(changes, next, true, trimmed, streamEnd(log, from, next)));
  }

  private static @Nullable Long streamEnd(Log log, Position from, Position next) {
    Long end = log.streamEnds.ceiling(from.commit());
    return end != null && end < next.commit() ? end : null;
  }

  @Override
  public synchronized CompletionStage<Long> lastStreamCommit(String partitionId) {
    var log = log(partitionId);
    return CompletableFuture.completedFuture(
        log.streamEnds.isEmpty() ? (long) log.commits.size() : log.streamEnds.last() - 1);
  }

  @Override
  public synchronized CompletionStage<Long> lastCommit(String partitionId) {
    return CompletableFuture.completedFuture((long) log(partitionId).commits.size());
  }

  @Override
  public synchronized CompletionStage<Long> oldestCommit(String partitionId) {
    return CompletableFuture.completedFuture(log(partitionId).oldestCommit);
  }

  @Override
  public synchronized Subscription onCommit(String partitionId, Runnable listener) {
    log(partitionId).listeners.add(listener);
    return () -> {
      synchronized (this) {
        log(partitionId).listeners.remove(listener);
      }
    };
  }

  private Log log(String partitionId) {
    return logs.computeIfAbsent(partitionId, _ -> new Log());
  }
}
