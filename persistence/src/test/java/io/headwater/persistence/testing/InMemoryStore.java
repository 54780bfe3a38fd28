package io.headwater.persistence.testing;

import io.headwater.persistence.store.Admission;
import io.headwater.persistence.store.KeyRange;
import io.headwater.persistence.store.LogEntry;
import io.headwater.persistence.store.LogFencedException;
import io.headwater.persistence.store.LogWrite;
import io.headwater.persistence.store.RowChange;
import io.headwater.persistence.store.RowRead;
import io.headwater.persistence.store.Store;
import io.headwater.persistence.store.StoreBrokenException;
import io.headwater.persistence.store.StoreCorruptionException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store in the heap with the semantics of the real engines, and switches for what goes wrong.
 *
 * <p>Each group written is a version. A row keeps its older values, newest first, as long as some
 * read began before them, so a read sees one moment however long its visitor takes, and a visitor
 * may write. Long because it implements the whole port once more, without files.
 */
public final class InMemoryStore implements Store {
  private final ConcurrentSkipListMap<byte[], RowVersion> rows =
      new ConcurrentSkipListMap<>(Arrays::compareUnsigned);
  private final Map<String, Log> logs = new HashMap<>();
  private final FakeDamage damage = new FakeDamage();
  private final List<Runnable> heldCompletions = new ArrayList<>();
  private final AtomicLong largestMultiGetBytes = new AtomicLong();
  private final AtomicReference<@Nullable Runnable> withinNextScan = new AtomicReference<>();
  private long version;
  private int activeReads;
  private long groupCount;
  private long syncCount;
  private boolean holding;
  private boolean closed;
  private Admission admission = Admission.ALL;
  private @Nullable RuntimeException nextWriteFailure;
  private @Nullable Error nextWriteError;
  private @Nullable RuntimeException nextReadFailure;
  private @Nullable StoreBrokenException broken;
  private int removalsUntilFailure = Integer.MAX_VALUE;
  private int failedRemovals;

  @SuppressWarnings("ArrayRecordComponent") // A link of a chain; never compared.
  private record RowVersion(long version, byte @Nullable [] value, @Nullable RowVersion previous) {}

  private static final class Log {
    final NavigableMap<Long, byte[]> entries = new TreeMap<>();
    long highestNr;
  }

  /** The next write fails with this exception and leaves no trace; later ones succeed. */
  public synchronized void failNextWrite(RuntimeException failure) {
    nextWriteFailure = failure;
  }

  /** The next write ends with this error and leaves no trace; later ones succeed. */
  public synchronized void failNextWrite(Error error) {
    nextWriteError = error;
  }

  /** The next read of any kind fails with this exception; later ones succeed. */
  public synchronized void failNextRead(RuntimeException failure) {
    nextReadFailure = failure;
  }

  /** A row's value fails its checksum from now on, also after it is written again. */
  public void damageRow(byte[] key) {
    damage.ofRow(key);
  }

  /** A log entry fails its checksum from now on. */
  public void damageLogEntry(String logId, long nr) {
    damage.ofEntry(logId, nr);
  }

  /** So many more calls that forget a log or remove rows succeed; those after them fail. */
  public synchronized void failRemovalsAfter(int removals) {
    removalsUntilFailure = removals;
  }

  /** How many calls failed by {@link #failRemovalsAfter}. */
  public synchronized int failedRemovals() {
    return failedRemovals;
  }

  private void checkRemoval() {
    checkWritable();
    if (removalsUntilFailure == 0) {
      failedRemovals++;
      throw new IllegalStateException("A removal that fails by order of the test");
    }
    removalsUntilFailure--;
  }

  /** Every write from now on fails as it does after a disk error; reads go on. */
  public synchronized void breakWrites() {
    broken = new StoreBrokenException("Broken by the test", new IllegalStateException("disk"));
  }

  /** Sets which writes the store says that it accepts; it carries out all. */
  public synchronized void setAdmission(Admission admission) {
    this.admission = admission;
  }

  /** Writes from now on are applied, but their stages complete only at {@link #releaseWrites}. */
  public synchronized void holdWrites() {
    holding = true;
  }

  /** Completes the held writes in their order and holds no more. */
  public void releaseWrites() {
    List<Runnable> released;
    synchronized (this) {
      holding = false;
      released = List.copyOf(heldCompletions);
      heldCompletions.clear();
    }
    released.forEach(Runnable::run);
  }

  /** Runs an action once, after the first row of the next scan. */
  public void runWithinNextScan(Runnable action) {
    withinNextScan.set(action);
  }

  /** How many groups were written. */
  public synchronized long groupCount() {
    return groupCount;
  }

  /** How many syncs there were, those of synced groups included. */
  public synchronized long syncCount() {
    return syncCount;
  }

  /** The most bytes of values that one multi-get returned so far. */
  public long largestMultiGetBytes() {
    return largestMultiGetBytes.get();
  }

  @Override
  public CompletionStage<Void> write(List<LogWrite> group, Durability durability) {
    var done = new CompletableFuture<Void>();
    synchronized (this) {
      try {
        checkWritable();
        checkKeys(group);
        checkContinuation(group);
        apply(group);
      } catch (RuntimeException failure) {
        done.completeExceptionally(failure);
        return done;
      }
      groupCount++;
      if (durability == Durability.SYNCED) {
        syncCount++;
      }
      if (holding) {
        heldCompletions.add(() -> done.complete(null));
        return done;
      }
    }
    done.complete(null);
    return done;
  }

  private void checkWritable() {
    checkOpen();
    if (nextWriteError != null) {
      Error error = nextWriteError;
      nextWriteError = null;
      throw error;
    }
    if (broken != null) {
      throw broken;
    }
    if (nextWriteFailure != null) {
      RuntimeException failure = nextWriteFailure;
      nextWriteFailure = null;
      throw failure;
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("The store is closed");
    }
  }

  private static void checkKeys(List<LogWrite> group) {
    for (LogWrite write : group) {
      for (RowChange change : write.rowChanges()) {
        checkRowKey(change.key());
      }
    }
  }

  private static void checkRowKey(byte[] key) {
    if (key.length == 0 || Byte.compareUnsigned(key[0], FIRST_ROW_PREFIX) < 0) {
      throw new IllegalArgumentException("A row key's first byte is at least 0x10");
    }
  }

  private void checkContinuation(List<LogWrite> group) {
    Map<String, Long> highest = new HashMap<>();
    for (LogWrite write : group) {
      for (LogEntry entry : write.entries()) {
        long expected = highest.computeIfAbsent(write.logId(), this::highestNrNow) + 1;
        if (entry.nr() != expected) {
          throw new LogFencedException(write.logId(), expected, entry.nr());
        }
        highest.put(write.logId(), expected);
      }
    }
  }

  private void apply(List<LogWrite> group) {
    long newVersion = version + 1;
    for (LogWrite write : group) {
      for (LogEntry entry : write.entries()) {
        Log log = logs.computeIfAbsent(write.logId(), _ -> new Log());
        log.entries.put(entry.nr(), entry.bytes());
        log.highestNr = entry.nr();
      }
      for (RowChange change : write.rowChanges()) {
        putRow(change.key(), change.value(), newVersion);
      }
    }
    version = newVersion;
  }

  private void putRow(byte[] key, byte @Nullable [] value, long newVersion) {
    if (activeReads > 0) {
      rows.put(key, new RowVersion(newVersion, value, rows.get(key)));
    } else if (value == null) {
      rows.remove(key);
    } else {
      rows.put(key, new RowVersion(newVersion, value, null));
    }
  }

  @Override
  public synchronized Admission admission() {
    return broken == null ? admission : Admission.NONE;
  }

  @Override
  public CompletionStage<Void> sync() {
    return perform(() -> {
      synchronized (this) {
        checkWritable();
        syncCount++;
      }
    });
  }

  @Override
  public CompletionStage<byte @Nullable []> get(byte[] key) {
    return read(atVersion -> damage.intact(key, valueAt(rows.get(key), atVersion)));
  }

  @Override
  public CompletionStage<List<RowRead>> multiGet(List<byte[]> keys, long maxBytes) {
    return read(atVersion -> {
      List<RowRead> results = new ArrayList<>(keys.size());
      long bytes = 0;
      for (byte[] key : keys) {
        var row = readRow(key, atVersion);
        results.add(row);
        bytes += row.sizeBytes();
        if (bytes >= maxBytes) {
          break;
        }
      }
      largestMultiGetBytes.accumulateAndGet(bytes, Math::max);
      return results;
    });
  }

  private RowRead readRow(byte[] key, long atVersion) {
    try {
      return RowRead.of(damage.intact(key, valueAt(rows.get(key), atVersion)));
    } catch (StoreCorruptionException e) {
      return RowRead.damaged(e);
    }
  }

  @Override
  public CompletionStage<Void> scan(KeyRange range, Direction direction, RowVisitor visitor) {
    return walk(atVersion -> walkRows(range, direction, atVersion, visitor));
  }

  @Override
  public CompletionStage<Void> scanJoined(
      KeyRange range, Direction direction, JoinedRowVisitor visitor) {
    return walk(atVersion ->
        walkRows(
            range,
            direction,
            atVersion,
            (key, value) -> {
              byte[] joined = visitor.joinedKey(key, value);
              return visitor.row(
                  key, value, damage.intact(joined, valueAt(rows.get(joined), atVersion)));
            }));
  }

  private void walkRows(KeyRange range, Direction direction, long atVersion, RowVisitor visitor) {
    var inRange = rowsOf(range);
    var ordered = direction == Direction.FORWARD ? inRange : inRange.descendingMap();
    for (var row : ordered.entrySet()) {
      byte[] value = damage.intact(row.getKey(), valueAt(row.getValue(), atVersion));
      if (value != null && !visitor.row(row.getKey(), value)) {
        break;
      }
      Runnable action = value == null ? null : withinNextScan.getAndSet(null);
      if (action != null) {
        action.run();
      }
    }
  }

  private NavigableMap<byte[], RowVersion> rowsOf(KeyRange range) {
    byte[] to = range.to();
    if (to == null) {
      return rows.tailMap(range.from(), true);
    }
    return Arrays.compareUnsigned(range.from(), to) >= 0
        ? Collections.emptyNavigableMap()
        : rows.subMap(range.from(), true, to, false);
  }

  private static byte @Nullable [] valueAt(@Nullable RowVersion newest, long atVersion) {
    for (RowVersion row = newest; row != null; row = row.previous) {
      if (row.version <= atVersion) {
        return row.value;
      }
    }
    return null;
  }

  @Override
  public CompletionStage<Void> readLog(String logId, long fromNr, LogVisitor visitor) {
    return walk(_ -> {
      for (var entry : entriesFrom(logId, fromNr).entrySet()) {
        damage.checkEntry(logId, entry.getKey());
        if (!visitor.entry(entry.getKey(), entry.getValue())) {
          break;
        }
      }
    });
  }

  private synchronized NavigableMap<Long, byte[]> entriesFrom(String logId, long fromNr) {
    Log log = logs.get(logId);
    return log == null ? new TreeMap<>() : new TreeMap<>(log.entries.tailMap(fromNr, true));
  }

  @Override
  public CompletionStage<Long> highestNr(String logId) {
    return read(_ -> highestNrNow(logId));
  }

  private synchronized long highestNrNow(String logId) {
    Log log = logs.get(logId);
    return log == null ? 0 : log.highestNr;
  }

  @Override
  public CompletionStage<Long> lowestNr(String logId) {
    return read(_ -> lowestNrNow(logId));
  }

  private synchronized long lowestNrNow(String logId) {
    Log log = logs.get(logId);
    if (log == null) {
      return 1;
    }
    return log.entries.isEmpty() ? log.highestNr + 1 : log.entries.firstKey();
  }

  @Override
  public CompletionStage<Void> trimLog(String logId, long toNr) {
    return perform(() -> {
      synchronized (this) {
        checkWritable();
        Log log = logs.get(logId);
        if (log != null) {
          log.entries.headMap(toNr, true).clear();
        }
      }
    });
  }

  @Override
  public CompletionStage<Void> forgetLog(String logId, List<byte[]> rowKeys) {
    return perform(() -> {
      synchronized (this) {
        checkRemoval();
        rowKeys.forEach(InMemoryStore::checkRowKey);
        logs.remove(logId);
        version++;
        rowKeys.forEach(key -> putRow(key, null, version));
      }
    });
  }

  /** The ids of all logs that were written and not forgotten. */
  public synchronized Set<String> logIds() {
    return Set.copyOf(logs.keySet());
  }

  @Override
  public CompletionStage<byte @Nullable []> removeRows(KeyRange range, int maxRows) {
    return answer(() -> {
      synchronized (this) {
        checkRemoval();
        checkRowKey(range.from());
        List<byte[]> removed = new ArrayList<>();
        for (var row : rowsOf(range).entrySet()) {
          if (removed.size() == maxRows) {
            break;
          }
          if (row.getValue().value != null) {
            removed.add(row.getKey());
          }
        }
        version++;
        removed.forEach(key -> putRow(key, null, version));
        return removed.size() < maxRows ? null : KeyRange.successorOf(removed.getLast());
      }
    });
  }

  @Override
  public synchronized void close() {
    closed = true;
  }

  /** A read as of the version that it is given. */
  private interface Read<T extends @Nullable Object> {
    T at(long version);
  }

  private <T extends @Nullable Object> CompletionStage<T> read(Read<T> read) {
    return answer(() -> {
      long atVersion = beginRead();
      try {
        return read.at(atVersion);
      } finally {
        endRead();
      }
    });
  }

  private CompletionStage<Void> walk(LongConsumer walk) {
    return perform(() -> {
      long atVersion = beginRead();
      try {
        walk.accept(atVersion);
      } finally {
        endRead();
      }
    });
  }

  private synchronized long beginRead() {
    checkOpen();
    if (nextReadFailure != null) {
      RuntimeException failure = nextReadFailure;
      nextReadFailure = null;
      throw failure;
    }
    activeReads++;
    return version;
  }

  private synchronized void endRead() {
    activeReads--;
  }

  private static CompletionStage<Void> perform(Runnable call) {
    return answer(() -> {
      call.run();
      return null;
    });
  }

  private static <T extends @Nullable Object> CompletionStage<T> answer(Supplier<T> call) {
    try {
      return CompletableFuture.completedFuture(call.get());
    } catch (RuntimeException failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }
}
