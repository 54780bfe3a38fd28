package io.headwater.persistence.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store for the way of a request: gets and scans run on the calling thread as long as they come
 * from memory, since to hand them to another thread and back costs more than they do. Once two
 * within {@value #READS_TO_FORGIVE} of a kind took so long that they must have waited for the disk,
 * those of its kind run on an executor, until {@value #READS_TO_TRUST} of them in a row were fast
 * again. One alone may have lost its processor to another thread. Everything else runs on the
 * executor always.
 *
 * <p>So a caller's thread may wait for the disk, but for one read at a time and rarely. Callers
 * belong on a dispatcher that is for requests alone. Closing stays with whoever opened the engine.
 */
public final class DirectStore implements Store {
  /**
   * Longer than the read of one row from memory, also where its thread lost its processor for a
   * while (ns). A disk that answers faster holds nobody up.
   */
  private static final long SLOW_ROW_NANOS = 1_000_000;

  /** Longer than a read of a page of rows from memory mostly is (ns). */
  private static final long SLOW_SCAN_NANOS = 20_000_000;

  private static final int READS_TO_FORGIVE = 16;

  private static final int READS_TO_TRUST = 100;

  private final Store engine;
  private final Executor executor;
  private final LongSupplier nanoTime;
  private final DispatchedStore dispatched;
  private final Trust rows = new Trust();
  private final Trust scans = new Trust();

  /** A store of its own executor. */
  public DirectStore(Store engine, Executor executor) {
    this(engine, executor, System::nanoTime);
  }

  DirectStore(Store engine, Executor executor, LongSupplier nanoTime) {
    this.engine = engine;
    this.executor = executor;
    this.nanoTime = nanoTime;
    this.dispatched = new DispatchedStore(engine, executor);
  }

  /**
   * Whether reads of a kind come from memory. Threads race for the count; what they lose is a read
   * more or less on the executor.
   */
  private static final class Trust {
    /** How many fast reads make up for the slow ones; more than a single slow one's: no trust. */
    private volatile int readsMissing;

    boolean isThere() {
      return readsMissing <= READS_TO_FORGIVE;
    }

    void learn(boolean slow) {
      int missing = readsMissing;
      if (slow) {
        readsMissing = missing == 0 ? READS_TO_FORGIVE : READS_TO_FORGIVE + READS_TO_TRUST;
      } else if (missing > 0) {
        readsMissing = missing - 1;
      }
    }
  }

  @Override
  public CompletionStage<byte @Nullable []> get(byte[] key) {
    return read(rows, SLOW_ROW_NANOS, () -> engine.get(key));
  }

  @Override
  public CompletionStage<List<RowRead>> multiGet(List<byte[]> keys, long maxBytes) {
    // A hundred rows may be slow because they are many.
    long slowNanos = Math.max(SLOW_ROW_NANOS, keys.size() * SLOW_ROW_NANOS / 20);
    return read(rows, slowNanos, () -> engine.multiGet(keys, maxBytes));
  }

  @Override
  public CompletionStage<Void> scan(KeyRange range, Direction direction, RowVisitor visitor) {
    return read(scans, SLOW_SCAN_NANOS, () -> engine.scan(range, direction, visitor));
  }

  @Override
  public CompletionStage<Void> scanJoined(
      KeyRange range, Direction direction, JoinedRowVisitor visitor) {
    return read(scans, SLOW_SCAN_NANOS, () -> engine.scanJoined(range, direction, visitor));
  }

  private <T extends @Nullable Object> CompletionStage<T> read(
      Trust trust, long slowNanos, Supplier<CompletionStage<T>> call) {
    if (trust.isThere()) {
      return timed(trust, slowNanos, call);
    }
    try {
      return CompletableFuture.supplyAsync(() -> timed(trust, slowNanos, call), executor)
          .thenCompose(Function.identity());
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(e); // The system is going down.
    }
  }

  private <T extends @Nullable Object> CompletionStage<T> timed(
      Trust trust, long slowNanos, Supplier<CompletionStage<T>> call) {
    long startedNanos = nanoTime.getAsLong();
    try {
      return call.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    } finally {
      trust.learn(nanoTime.getAsLong() - startedNanos > slowNanos);
    }
  }

  @Override
  public CompletionStage<Void> write(List<LogWrite> group, Durability durability) {
    return dispatched.write(group, durability);
  }

  @Override
  public Admission admission() {
    return dispatched.admission();
  }

  @Override
  public CompletionStage<Void> sync() {
    return dispatched.sync();
  }

  @Override
  public CompletionStage<Void> readLog(String logId, long fromNr, LogVisitor visitor) {
    return dispatched.readLog(logId, fromNr, visitor);
  }

  @Override
  public CompletionStage<Long> highestNr(String logId) {
    return dispatched.highestNr(logId);
  }

  @Override
  public CompletionStage<Long> lowestNr(String logId) {
    return dispatched.lowestNr(logId);
  }

  @Override
  public CompletionStage<Void> trimLog(String logId, long toNr) {
    return dispatched.trimLog(logId, toNr);
  }

  @Override
  public CompletionStage<Void> forgetLog(String logId, List<byte[]> rowKeys) {
    return dispatched.forgetLog(logId, rowKeys);
  }

  @Override
  public CompletionStage<byte @Nullable []> removeRows(KeyRange range, int maxRows) {
    return dispatched.removeRows(range, maxRows);
  }

  /** Does nothing: the engine belongs to whoever opened it. */
  @Override
  public void close() {}
}
