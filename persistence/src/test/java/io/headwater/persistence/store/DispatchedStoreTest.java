package io.headwater.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.persistence.testing.InMemoryStore;
import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class DispatchedStoreTest {
  private static final byte[] KEY = {0x10};

  private final InMemoryStore engine = new InMemoryStore();

  @Test
  void get_executorNotRunning_waitsForIt() {
    var tasks = new ArrayDeque<Runnable>();

    var value = new DispatchedStore(engine, tasks::add).get(KEY).toCompletableFuture();

    assertThat(value).isNotDone();
    tasks.remove().run();
    assertThat(value.join()).isNull();
  }

  @Test
  void get_executorRefuses_failsTheStage() {
    var store =
        new DispatchedStore(
            engine,
            _ -> {
              throw new RejectedExecutionException("full");
            });

    assertThatThrownBy(() -> store.get(KEY).toCompletableFuture().join())
        .hasRootCauseMessage("full");
  }

  @Test
  void close_leavesTheEngineOpen() {
    new DispatchedStore(engine, Runnable::run).close();

    assertThat(engine.get(KEY).toCompletableFuture().join()).isNull();
  }
}
