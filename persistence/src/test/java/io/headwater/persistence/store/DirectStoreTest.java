package io.headwater.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.persistence.testing.InMemoryStore;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class DirectStoreTest {
  private static final byte[] KEY = {0x10};
  private static final Duration FAST = Duration.ofNanos(10_000);
  private static final Duration SLOW = Duration.ofMillis(4);

  private final InMemoryStore engine = new InMemoryStore();
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private Duration readTime = FAST;
  private long nowNanos;
  private final DirectStore store = new DirectStore(engine, tasks::add, this::nanoTime);

  /** Every look at the clock ends or begins a read, so each read takes the time set. */
  private long nanoTime() {
    nowNanos += readTime.toNanos();
    return nowNanos;
  }

  private boolean readsOnTheSpot() {
    return store.get(KEY).toCompletableFuture().isDone();
  }

  @Test
  void get_readsFromMemory_staysOnTheCallersThread() {
    assertThat(readsOnTheSpot()).isTrue();
    assertThat(readsOnTheSpot()).isTrue();
    assertThat(tasks).isEmpty();
  }

  @Test
  void get_oneWasSlow_isForgiven() {
    for (int i = 0; i < 100; i++) {
      readTime = i % 17 == 0 ? SLOW : FAST;
      assertThat(readsOnTheSpot()).isTrue();
    }
  }

  @Test
  void get_twoWereSlow_goesToTheExecutorUntilEnoughWereFast() {
    loseTrust();

    readTime = FAST;
    for (int i = 0; i < 100; i++) {
      assertThat(readsOnTheSpot()).isFalse();
      tasks.remove().run();
    }

    assertThat(readsOnTheSpot()).isTrue();
  }

  private void loseTrust() {
    readTime = SLOW;
    assertThat(readsOnTheSpot()).isTrue();
    assertThat(readsOnTheSpot()).isTrue();
  }

  @Test
  void get_slowOnTheExecutor_startsTheCountAnew() {
    loseTrust();
    for (int i = 0; i < 150; i++) {
      readTime = i == 50 ? SLOW : FAST;
      assertThat(readsOnTheSpot()).isFalse();
      tasks.remove().run();
    }

    assertThat(readsOnTheSpot()).isFalse();
  }

  @Test
  void multiGet_manyKeys_mayTakeLonger() {
    readTime = SLOW;

    store.multiGet(List.of(KEY, KEY));
    store.multiGet(List.of(KEY, KEY));
    assertThat(readsOnTheSpot()).isFalse();

    var other = new DirectStore(engine, tasks::add, this::nanoTime);
    other.multiGet(Collections.nCopies(100, KEY));
    other.multiGet(Collections.nCopies(100, KEY));
    assertThat(other.get(KEY).toCompletableFuture()).isDone();
  }

  @Test
  void scan_wasSlow_leavesGetsAlone() {
    readTime = SLOW.multipliedBy(10);
    store.scan(new KeyRange(KEY, null), Store.Direction.FORWARD, (_, _) -> true);
    store.scan(new KeyRange(KEY, null), Store.Direction.FORWARD, (_, _) -> true);
    readTime = FAST;

    assertThat(readsOnTheSpot()).isTrue();
    assertThat(
            store
                .scan(new KeyRange(KEY, null), Store.Direction.FORWARD, (_, _) -> true)
                .toCompletableFuture())
        .isNotDone();
  }

  @Test
  void get_engineThrows_failsTheStage() {
    engine.failNextRead(new IllegalStateException("bad row"));

    assertThatThrownBy(() -> store.get(KEY).toCompletableFuture().join())
        .hasRootCauseMessage("bad row");
  }

  @Test
  void write_alwaysRunsOnTheExecutor() {
    assertThat(store.write(List.of(), Store.Durability.SYNCED).toCompletableFuture()).isNotDone();
    assertThat(tasks).hasSize(1);
  }
}
