package io.headwater.persistence.journal;

import io.headwater.persistence.journal.JournalSettings.Sync;
import io.headwater.persistence.store.LogEntry;
import io.headwater.persistence.store.LogFencedException;
import io.headwater.persistence.store.LogWrite;
import io.headwater.persistence.store.RowCache;
import io.headwater.persistence.store.RowChange;
import io.headwater.persistence.store.Store;
import io.headwater.persistence.store.Store.Durability;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One thread that writes for all: what waits when it becomes free is one group, written in one
 * atomic step with one sync. It never waits for a group to fill, so an idle journal adds no delay,
 * and a busy one makes groups as large as a sync is long.
 *
 * <p>Its queue orders everything about a log: a read passed to {@link #afterWrites} sees every
 * write passed before it, so a restarted actor does not overtake the write that was under way when
 * it stopped.
 *
 * <p>What becomes of a group that fails: entries that do not continue their log fail alone, and the
 * others are written without them; after any other failure nobody knows what is on disk, and the
 * whole group fails. Whether later writes can succeed is the store's to say.
 */
final class GroupCommitter implements AutoCloseable {
  /** What a row or an entry costs besides its bytes; keeps a group of tiny writes bounded. */
  private static final int OVERHEAD_BYTES = 64;

  private final Store store;
  private final RowCache rowCache;
  private final JournalSettings settings;
  private final BlockingQueue<Task> queue;
  private final Thread writer;
  private final Object offering = new Object();
  private boolean closed;

  /** When a confirmed write first lacked a sync, by {@link System#nanoTime}; null if none does. */
  private @Nullable Long unsyncedSinceNanos;

  /** The writer's queue holds these. */
  private sealed interface Task {
    /** One log's entries and rows, and whoever waits for them. */
    record Write(LogWrite content, long sizeBytes, CompletableFuture<Void> done) implements Task {}

    /** Something that has its turn behind the writes before it. */
    record Turn(CompletableFuture<Void> come) implements Task {}

    /** The last task. */
    enum End implements Task {
      INSTANCE
    }
  }

  private GroupCommitter(Store store, RowCache rowCache, JournalSettings settings) {
    this.store = store;
    this.rowCache = rowCache;
    this.settings = settings;
    this.queue = new ArrayBlockingQueue<>(settings.maxQueuedWrites());
    this.writer =
        Thread.ofPlatform().daemon().name("headwater-journal-writer").unstarted(this::run);
  }

  static GroupCommitter start(Store store, RowCache rowCache, JournalSettings settings) {
    var committer = new GroupCommitter(store, rowCache, settings);
    committer.writer.start();
    return committer;
  }

  /** Writes; the stage completes on the writer's thread once the write counts as done. */
  CompletionStage<Void> write(LogWrite content) {
    var done = new CompletableFuture<Void>();
    offer(new Task.Write(content, sizeBytes(content), done), done);
    return done;
  }

  /** Runs a read on the writer's thread behind the writes passed before; it must be short. */
  <T> CompletionStage<T> afterWrites(Supplier<CompletionStage<T>> read) {
    var turn = new CompletableFuture<Void>();
    CompletionStage<T> answer = turn.thenCompose(_ -> read.get());
    offer(new Task.Turn(turn), turn);
    return answer;
  }

  private void offer(Task task, CompletableFuture<Void> waiting) {
    String refusal;
    synchronized (offering) {
      if (!closed && queue.offer(task)) {
        return;
      }
      refusal = closed ? "The journal has stopped" : "The journal's queue is full";
    }
    waiting.completeExceptionally(new IllegalStateException(refusal));
  }

  private static long sizeBytes(LogWrite content) {
    long size = 0;
    for (LogEntry entry : content.entries()) {
      size += OVERHEAD_BYTES + entry.bytes().length;
    }
    for (RowChange change : content.rowChanges()) {
      byte[] value = change.value();
      size += OVERHEAD_BYTES + change.key().length + (value == null ? 0 : value.length);
    }
    return size;
  }

  private void run() {
    List<Task.Write> group = new ArrayList<>();
    List<Task.Turn> turns = new ArrayList<>();
    try {
      boolean running = true;
      while (running) {
        running = gather(group, turns);
        commit(group);
        syncIfDue(!running);
        turns.forEach(turn -> turn.come().complete(null));
        group.clear();
        turns.clear();
      }
    } catch (RuntimeException | Error defect) {
      group.forEach(write -> write.done().completeExceptionally(defect));
      turns.forEach(turn -> turn.come().completeExceptionally(defect));
      failQueued(defect);
      throw defect;
    }
  }

  /** Without its writer the journal takes nothing more, and nobody waits for it in vain. */
  private void failQueued(Throwable defect) {
    synchronized (offering) {
      closed = true;
    }
    for (Task task = queue.poll(); task != null; task = queue.poll()) {
      switch (task) {
        case Task.Write write -> write.done().completeExceptionally(defect);
        case Task.Turn turn -> turn.come().completeExceptionally(defect);
        case Task.End _ -> {}
      }
    }
  }

  /** Takes what waits, up to a group's limits; answers whether more may come. */
  private boolean gather(List<Task.Write> group, List<Task.Turn> turns) {
    long groupBytes = 0;
    @Nullable Task task = takeFirst();
    while (task != null) {
      switch (task) {
        case Task.Write write -> {
          group.add(write);
          groupBytes += write.sizeBytes();
        }
        case Task.Turn turn -> turns.add(turn);
        case Task.End _ -> {
          return false;
        }
      }
      boolean full =
          group.size() + turns.size() >= settings.maxGroupWrites()
              || groupBytes >= settings.maxGroupBytes();
      task = full ? null : queue.poll();
    }
    return true;
  }

  /** Waits for a task, but no longer than until the next sync is due. */
  private @Nullable Task takeFirst() {
    while (true) {
      try {
        return unsyncedSinceNanos == null
            ? queue.take()
            : queue.poll(nanosUntilSync(unsyncedSinceNanos), TimeUnit.NANOSECONDS);
      } catch (InterruptedException _) {
        // Nobody has reason to interrupt this thread; it ends by its last task.
      }
    }
  }

  private long nanosUntilSync(long sinceNanos) {
    return settings.syncInterval().toNanos() - (System.nanoTime() - sinceNanos);
  }

  private void commit(List<Task.Write> group) {
    List<Task.Write> writes = group;
    while (!writes.isEmpty()) {
      @Nullable Throwable failure = tryCommit(writes);
      if (failure instanceof LogFencedException fenced) {
        writes = failLog(writes, fenced);
      } else if (failure instanceof IllegalArgumentException && writes.size() > 1) {
        writes.forEach(write -> commit(List.of(write))); // Nothing was written: find the culprit.
        return;
      } else {
        finish(writes, failure);
        return;
      }
    }
  }

  private @Nullable Throwable tryCommit(List<Task.Write> writes) {
    List<LogWrite> contents = new ArrayList<>(writes.size());
    for (Task.Write write : writes) {
      contents.add(write.content());
    }
    return failureOf(() -> rowCache.write(contents, () -> store.write(contents, durability())));
  }

  private Durability durability() {
    return switch (settings.sync()) {
      case ALWAYS -> Durability.SYNCED;
      case INTERVAL -> Durability.BUFFERED;
    };
  }

  /** Fails the writes of the log that somebody else has continued; answers the others. */
  private static List<Task.Write> failLog(List<Task.Write> writes, LogFencedException fenced) {
    List<Task.Write> others = new ArrayList<>(writes.size());
    for (Task.Write write : writes) {
      if (write.content().logId().equals(fenced.logId())) {
        write.done().completeExceptionally(fenced);
      } else {
        others.add(write);
      }
    }
    if (others.size() == writes.size()) {
      throw new AssertionError("The store fenced a log that it was not asked to write", fenced);
    }
    return others;
  }

  private void finish(List<Task.Write> writes, @Nullable Throwable failure) {
    if (failure == null && settings.sync() == Sync.INTERVAL && unsyncedSinceNanos == null) {
      unsyncedSinceNanos = System.nanoTime();
    }
    for (Task.Write write : writes) {
      if (failure == null) {
        write.done().complete(null);
      } else {
        write.done().completeExceptionally(failure);
      }
    }
  }

  /** A sync that fails leaves the store broken, which the next write is told. */
  private void syncIfDue(boolean ending) {
    Long since = unsyncedSinceNanos;
    if (since != null && (ending || nanosUntilSync(since) <= 0)) {
      unsyncedSinceNanos = null;
      failureOf(store::sync);
    }
  }

  private static @Nullable Throwable failureOf(Supplier<CompletionStage<Void>> call) {
    try {
      call.get().toCompletableFuture().join();
      return null;
    } catch (CompletionException e) {
      return e.getCause() == null ? e : e.getCause();
    } catch (RuntimeException | Error e) {
      return e;
    }
  }

  /** Takes no more, finishes what waits, and returns when the writer has ended. */
  @Override
  public void close() {
    boolean first;
    synchronized (offering) {
      first = !closed;
      closed = true;
    }
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        if (first) {
          queue.put(Task.End.INSTANCE);
          first = false;
        }
        writer.join();
        ended = true;
      } catch (InterruptedException _) {
        interrupted = true; // The writes that wait are still to be answered.
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
