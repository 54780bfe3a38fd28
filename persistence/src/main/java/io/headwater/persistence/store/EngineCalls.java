package io.headwater.persistence.store;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Runs work on the calling thread and gives its outcome the form that the port wants. */
final class EngineCalls {
  private EngineCalls() {}

  /** Work that answers something and may fail in LevelDB. */
  interface Work<T extends @Nullable Object> {
    T run() throws IOException;
  }

  /** Work that answers nothing and may fail in LevelDB. */
  interface Action {
    void run() throws IOException;
  }

  static CompletionStage<Void> perform(Action action) {
    var done = new CompletableFuture<Void>();
    try {
      action.run();
      done.complete(null);
    } catch (IOException e) {
      done.completeExceptionally(unreadable(e));
    } catch (RuntimeException | Error e) {
      done.completeExceptionally(e);
    }
    return done;
  }

  static <T extends @Nullable Object> CompletionStage<T> answer(Work<T> work) {
    try {
      return CompletableFuture.completedFuture(work.run());
    } catch (IOException e) {
      return CompletableFuture.failedFuture(unreadable(e));
    } catch (RuntimeException | Error e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Only reads get here: a write's failure has become a {@link StoreBrokenException} before. */
  static StoreCorruptionException unreadable(IOException e) {
    return new StoreCorruptionException("The store cannot read: " + e.getMessage(), e);
  }
}
