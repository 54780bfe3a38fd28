package io.headwater.actors.feed;

import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.partition.CommitListener;
import io.headwater.actors.partition.CommitRecord;
import io.headwater.actors.partition.CommitRecord.ItemChange;
import io.headwater.actors.partition.CommitRecord.ItemsChanged;
import io.headwater.actors.partition.PartitionActor;
import io.headwater.actors.partition.PartitionState;
import io.headwater.persistence.journal.JournalEntry;
import io.headwater.persistence.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Reads partitions' logs from the store and passes on this node's hints of new commits. */
public final class StoreChangeFeed implements ChangeFeed, CommitListener {
  private final Store store;
  private final ConcurrentHashMap<String, CopyOnWriteArrayList<Runnable>> listeners =
      new ConcurrentHashMap<>();

  public StoreChangeFeed(Store store) {
    this.store = store;
  }

  @Override
  public CompletionStage<Batch> read(
      String partitionId, Position from, int maxChanges, int maxBytes) {
    var collector = new Collector(from, maxChanges, maxBytes);
    return store
        .readLog(logId(partitionId), from.commit(), collector::entry)
        .thenCompose(_ ->
            collector.sawEntries()
                ? CompletableFuture.completedFuture(collector.batch())
                : emptyBatch(partitionId, from));
  }

  /**
   * What a read that met no entry found: nothing is there yet, or all was trimmed. The oldest
   * commit is asked for behind the read: what is kept now was kept then.
   */
  private CompletionStage<Batch> emptyBatch(String partitionId, Position from) {
    return oldestCommit(partitionId)
        .thenApply(oldest -> {
          long trimmedCommits = trimmedCommits(from, oldest);
          var next = trimmedCommits == 0 ? from : new Position(oldest, 0);
          return new Batch(List.of(), next, true, trimmedCommits, null);
        });
  }

  /** The first commit of all has the number 1. */
  private static long trimmedCommits(Position from, long oldestCommit) {
    return Math.max(0, oldestCommit - Math.max(1, from.commit()));
  }

  @Override
  public CompletionStage<Long> lastCommit(String partitionId) {
    return store.highestNr(logId(partitionId));
  }

  @Override
  public CompletionStage<Long> lastStreamCommit(String partitionId) {
    return store
        .get(RowKeys.partitionState(partitionId))
        .thenApply(row -> row == null ? 0 : PartitionState.fromBytes(row).lastStreamCommit());
  }

  @Override
  public CompletionStage<Long> oldestCommit(String partitionId) {
    return store.lowestNr(logId(partitionId));
  }

  @Override
  public Subscription onCommit(String partitionId, Runnable listener) {
    listeners.compute(
        partitionId,
        (_, present) -> {
          var list = present == null ? new CopyOnWriteArrayList<Runnable>() : present;
          list.add(listener);
          return list;
        });
    return () ->
        listeners.computeIfPresent(
            partitionId,
            (_, list) -> {
              list.remove(listener);
              return list.isEmpty() ? null : list;
            });
  }

  @Override
  public void committed(String partitionId, long commitNr) {
    var interested = listeners.get(partitionId);
    if (interested != null) {
      interested.forEach(Runnable::run);
    }
  }

  boolean hasListener(String partitionId) {
    return listeners.containsKey(partitionId);
  }

  private static String logId(String partitionId) {
    return PartitionActor.persistenceId(partitionId).id();
  }

  /** Gathers changes from the log's entries until a bound is reached. */
  private static final class Collector {
    private final Position from;
    private final int maxChanges;
    private final int maxBytes;
    private final List<Change> changes = new ArrayList<>();
    private Position next;
    private long sizeBytes;
    private boolean full;
    private long firstCommit;
    private @Nullable Long streamEnd;

    Collector(Position from, int maxChanges, int maxBytes) {
      this.from = from;
      this.maxChanges = maxChanges;
      this.maxBytes = maxBytes;
      this.next = from;
    }

    boolean entry(long commitNr, byte[] bytes) {
      if (!sawEntries()) {
        firstCommit = commitNr;
      }
      JournalEntry.Event event = JournalEntry.event(bytes);
      if (event != null && !add(commitNr, CommitRecord.fromBytes(event.bytes()))) {
        full = true;
        return false;
      }
      next = new Position(commitNr + 1, 0);
      return true;
    }

    /** Returns whether there was room for all of the commit's changes. */
    private boolean add(long commitNr, CommitRecord commit) {
      return switch (commit) {
        case ItemsChanged changed -> addChanges(commitNr, changed);
        case CommitRecord.Redefined(_, var definition) -> {
          if (definition.streamViewType() == null) {
            endStream(commitNr);
          }
          yield true;
        }
        case CommitRecord.Closed _ -> {
          endStream(commitNr);
          yield true;
        }
        case CommitRecord.Opened _ -> true;
      };
    }

    private void endStream(long commitNr) {
      if (streamEnd == null) {
        streamEnd = commitNr;
      }
    }

    private boolean addChanges(long commitNr, ItemsChanged changed) {
      int first = commitNr == from.commit() ? from.index() : 0;
      for (int index = first; index < changed.changes().size(); index++) {
        if (!add(new Position(commitNr, index), changed.changes().get(index), changed)) {
          return false;
        }
      }
      return true;
    }

    private boolean add(Position position, ItemChange change, ItemsChanged commit) {
      long costBytes = imageBytes(change.newImage()) + imageBytes(change.oldImage());
      boolean room =
          changes.size() < maxChanges && (changes.isEmpty() || sizeBytes + costBytes <= maxBytes);
      if (!room) {
        next = position;
        return false;
      }
      sizeBytes += costBytes;
      changes.add(
          new Change(
              position,
              kindOf(change),
              change.keys().item(),
              change.newImage(),
              change.oldImage(),
              commit.committedAtMillis(),
              change.expired()));
      return true;
    }

    boolean sawEntries() {
      return firstCommit > 0;
    }

    /** A read starts at the oldest entry kept, so its first one tells what is missing. */
    Batch batch() {
      return new Batch(
          List.copyOf(changes), next, !full, trimmedCommits(from, firstCommit), streamEnd);
    }

    private static long imageBytes(@Nullable EncodedItem image) {
      return image == null ? 0 : image.bytes().length;
    }

    private static Kind kindOf(ItemChange change) {
      if (change.removed()) {
        return Kind.REMOVE;
      }
      return change.existedBefore() ? Kind.MODIFY : Kind.INSERT;
    }
  }
}
