package io.headwater.persistence.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store whose calls run on an executor of their own, because an embedded engine works on the
 * calling thread and callers are actors. Closing stays with whoever opened the engine.
 */
public final class DispatchedStore implements Store {
  private final Store engine;
  private final Executor executor;

  public DispatchedStore(Store engine, Executor executor) {
    this.engine = engine;
    this.executor = executor;
  }

  @Override
  public CompletionStage<Void> write(List<LogWrite> group, Durability durability) {
    return dispatched(() -> engine.write(group, durability));
  }

  @Override
  public Admission admission() {
    return engine.admission();
  }

  @Override
  public CompletionStage<Void> sync() {
    return dispatched(engine::sync);
  }

  @Override
  public CompletionStage<byte @Nullable []> get(byte[] key) {
    return dispatched(() -> engine.get(key));
  }

  @Override
  public CompletionStage<List<RowRead>> multiGet(List<byte[]> keys, long maxBytes) {
    return dispatched(() -> engine.multiGet(keys, maxBytes));
  }

  @Override
  public CompletionStage<Void> scan(KeyRange range, Direction direction, RowVisitor visitor) {
    return dispatched(() -> engine.scan(range, direction, visitor));
  }

  @Override
  public CompletionStage<Void> scanJoined(
      KeyRange range, Direction direction, JoinedRowVisitor visitor) {
    return dispatched(() -> engine.scanJoined(range, direction, visitor));
  }

  @Override
  public CompletionStage<Void> readLog(String logId, long fromNr, LogVisitor visitor) {
    return dispatched(() -> engine.readLog(logId, fromNr, visitor));
  }

  @Override
  public CompletionStage<Long> highestNr(String logId) {
    return dispatched(() -> engine.highestNr(logId));
  }

  @Override
  public CompletionStage<Long> lowestNr(String logId) {
    return dispatched(() -> engine.lowestNr(logId));
  }

  @Override
  public CompletionStage<Void> trimLog(String logId, long toNr) {
    return dispatched(() -> engine.trimLog(logId, toNr));
  }

  @Override
  public CompletionStage<Void> forgetLog(String logId, List<byte[]> rowKeys) {
    return dispatched(() -> engine.forgetLog(logId, rowKeys));
  }

  @Override
  public CompletionStage<byte @Nullable []> removeRows(KeyRange range, int maxRows) {
    return dispatched(() -> engine.removeRows(range, maxRows));
  }

  /** Does nothing: the engine belongs to whoever opened it. */
  @Override
  public void close() {}

  private <T extends @Nullable Object> CompletionStage<T> dispatched(
      Supplier<CompletionStage<T>> call) {
    try {
      return CompletableFuture.supplyAsync(call, executor).thenCompose(Function.identity());
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(e); // The system is going down.
    }
  }
}
