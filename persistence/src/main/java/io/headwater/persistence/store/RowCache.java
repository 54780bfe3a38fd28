package io.headwater.persistence.store;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Rows that were read before, in the heap, weighed in bytes. It belongs to one process that is the
 * only one to write the store; then a read of it sees every write that was acknowledged.
 *
 * <p><b>Writes.</b> Before a group goes to the engine, its rows are taken out of the cache, and
 * until it is done they can't come back: the engine may show it to one reader already, and no later
 * reader may find the old value here. When the group is done and before anybody is told, the rows
 * that were here are put back with their new values. Rows that nobody reads stay out.
 *
 * <p><b>Reads.</b> What a reader found in the engine enters the cache only if no write of the row
 * began or ended since the read began. That is counted for stripes of keys, so that a write keeps
 * out some readers of other keys, who lose nothing but the entry.
 *
 * <p>Rows that are removed outside any log ({@link Store#removeRows}) are those that nobody reads
 * any more. They leave the cache when others need the room.
 */
public final class RowCache {
  /** Of counts of writes, not of locks; a power of two. */
  private static final int STRIPES = 4096;

  /** A stripe's count: writes under way in its lowest bits, above them a version. */
  private static final long UNDER_WAY_MASK = (1L << 20) - 1;

  private static final long VERSION = UNDER_WAY_MASK + 1;

  /**
   * What an entry takes besides the bytes of key and value, roughly: nodes, headers, hash table.
   */
  private static final int ENTRY_OVERHEAD_BYTES = 160;

  private static final RowCache OFF = new RowCache(null);

  private final @Nullable ConcurrentMap<Key, byte[]> rows;
  private final AtomicLongArray writes = new AtomicLongArray(STRIPES);

  private RowCache(@Nullable ConcurrentMap<Key, byte[]> rows) {
    this.rows = rows;
  }

  /** A cache that holds nothing. */
  public static RowCache off() {
    return OFF;
  }

  /** A cache of so many bytes; 0 turns it off. */
  public static RowCache ofSize(long maxBytes) {
    if (maxBytes == 0) {
      return OFF;
    }
    return new RowCache(
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .<Key, byte[]>weigher((key, value) -> key.sizeBytes() + value.length)
            .executor(Runnable::run) // Its upkeep is short; a thread's wake-up costs more.
            .build()
            .asMap());
  }

  /** A row's key with its hash. */
  private static final class Key {
    private final byte[] bytes;
    private final int hash;

    Key(byte[] bytes) {
      this.bytes = bytes;
      this.hash = Arrays.hashCode(bytes);
    }

    int sizeBytes() {
      return bytes.length + ENTRY_OVERHEAD_BYTES;
    }

    int stripe() {
      return (hash ^ (hash >>> 16)) & (STRIPES - 1);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && hash == key.hash && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  /** A change under way: the count of its stripe as it left it, and whether its row was here. */
  @SuppressWarnings("ArrayRecordComponent") // A carrier on the write path; never compared.
  private record UnderWay(Key key, byte @Nullable [] value, long stamp, boolean wasHere) {}

  /** A row's value, from here or else from the engine; null if there is no such row. */
  @SuppressWarnings("NullAway") // It loses the nullness of arrays in type arguments.
  public CompletionStage<byte @Nullable []> get(
      byte[] rowKey, Supplier<CompletionStage<byte @Nullable []>> read) {
    if (rows == null) {
      return read.get();
    }
    var key = new Key(rowKey);
    byte[] cached = rows.get(key);
    if (cached != null) {
      return CompletableFuture.completedFuture(cached);
    }
    long stamp = writes.get(key.stripe());
    if ((stamp & UNDER_WAY_MASK) != 0) {
      return read.get();
    }
    return read.get()
        .thenApply(value -> {
          if (value != null) {
            rows.compute(key, (_, newer) -> isUntouched(key, stamp) ? value : newer);
          }
          return value;
        });
  }

  private boolean isUntouched(Key key, long stamp) {
    return writes.get(key.stripe()) == stamp;
  }

  /**
   * Writes a group with the cache kept right.
   *
   * @param write has the engine write the group
   * @return completes when the group is written and the cache knows
   */
  public CompletionStage<Void> write(List<LogWrite> group, Supplier<CompletionStage<Void>> write) {
    if (rows == null) {
      return write.get();
    }
    List<UnderWay> changes = begin(group);
    CompletionStage<Void> written;
    try {
      written = write.get();
    } catch (RuntimeException | Error e) {
      written = CompletableFuture.failedFuture(e);
    }
    return written.whenComplete((_, failure) -> end(changes, failure == null));
  }

  private List<UnderWay> begin(List<LogWrite> group) {
    var changes = new ArrayList<UnderWay>();
    for (LogWrite write : group) {
      for (RowChange change : write.rowChanges()) {
        var key = new Key(change.key());
        long stamp = writes.addAndGet(key.stripe(), VERSION + 1);
        boolean wasHere = removed(key);
        changes.add(new UnderWay(key, change.value(), stamp, wasHere));
      }
    }
    return changes;
  }

  private boolean removed(Key key) {
    return rows != null && rows.remove(key) != null;
  }

  /** After a failure nobody knows what is in the engine, so the rows stay out. */
  private void end(List<UnderWay> changes, boolean written) {
    for (UnderWay change : changes) {
      byte[] value = change.value();
      if (rows != null && written && change.wasHere() && value != null) {
        rows.compute(
            change.key(), (_, _) -> isUntouched(change.key(), change.stamp()) ? value : null);
      }
    }
    for (UnderWay change : changes) {
      writes.addAndGet(change.key().stripe(), VERSION - 1);
    }
  }

  /** Whether a row is here; for tests. */
  boolean holds(byte[] rowKey) {
    return rows != null && rows.containsKey(new Key(rowKey));
  }
}
