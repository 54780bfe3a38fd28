package io.headwater.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class RowCacheTest {
  private static final byte[] KEY = {0x20, 1};
  private static final byte[] OTHER_KEY = {0x20, 2};
  private static final byte[] OLD = {1};
  private static final byte[] NEW = {2};

  private final RowCache cache = RowCache.ofSize(1 << 20);

  private byte[] get(byte[] key, byte[] inEngine) {
    return cache
        .get(key, () -> CompletableFuture.completedFuture(inEngine))
        .toCompletableFuture()
        .join();
  }

  private CompletableFuture<Void> write(RowChange change, CompletableFuture<Void> engine) {
    return cache.write(group(change), () -> engine).toCompletableFuture();
  }

  private static List<LogWrite> group(RowChange change) {
    return List.of(new LogWrite("log", List.of(), List.of(change)));
  }

  @Test
  void get_secondTime_comesFromTheCache() {
    assertThat(get(KEY, OLD)).isEqualTo(OLD);
    assertThat(get(KEY, NEW)).isEqualTo(OLD);
  }

  @Test
  void get_noSuchRow_isAskedForAgain() {
    assertThat(cache.get(KEY, () -> CompletableFuture.completedFuture(null)))
        .isCompletedWithValue(null);
    assertThat(get(KEY, NEW)).isEqualTo(NEW);
  }

  @Test
  void get_committedWhileTheReadIsUnderWay_leavesTheOldRowOut() {
    var read = new CompletableFuture<byte[]>();
    var answer = cache.get(KEY, () -> read);

    write(RowChange.put(KEY, NEW), CompletableFuture.completedFuture(null)).join();
    read.complete(OLD);

    assertThat(answer).isCompletedWithValue(OLD);
    assertThat(cache.holds(KEY)).isFalse();
  }

  @Test
  void get_writeBeganWhileTheReadIsUnderWay_leavesTheOldRowOut() {
    var read = new CompletableFuture<byte[]>();
    cache.get(KEY, () -> read);
    var engine = new CompletableFuture<Void>();
    var written = write(RowChange.put(KEY, NEW), engine);

    read.complete(OLD);
    engine.complete(null);

    assertThat(written).isCompleted();
    assertThat(cache.holds(KEY)).isFalse();
  }

  @Test
  void get_writeUnderWay_asksTheEngineAndKeepsNothing() {
    get(KEY, OLD);
    var engine = new CompletableFuture<Void>();
    var written = write(RowChange.put(KEY, NEW), engine);

    // Whoever saw the new value in the engine may not see the old one here afterwards.
    assertThat(get(KEY, NEW)).isEqualTo(NEW);
    assertThat(cache.holds(KEY)).isFalse();
    assertThat(written).isNotDone();
  }

  @Test
  void write_rowIsHere_isReplacedBeforeTheWriteIsDone() {
    get(KEY, OLD);
    var engine = new CompletableFuture<Void>();
    var heldWhenDone = write(RowChange.put(KEY, NEW), engine).thenApply(_ -> cache.holds(KEY));

    engine.complete(null);

    assertThat(heldWhenDone).isCompletedWithValue(true);
    assertThat(get(KEY, OLD)).isEqualTo(NEW);
  }

  @Test
  void write_rowIsNotHere_staysOut() {
    write(RowChange.put(KEY, NEW), CompletableFuture.completedFuture(null)).join();

    assertThat(cache.holds(KEY)).isFalse();
  }

  @Test
  void write_removesTheRow_leavesNothing() {
    get(KEY, OLD);
    write(RowChange.remove(KEY), CompletableFuture.completedFuture(null)).join();

    assertThat(cache.holds(KEY)).isFalse();
  }

  @Test
  void write_fails_takesTheRowOutAndPassesTheFailureOn() {
    get(KEY, OLD);
    var failed =
        write(
            RowChange.put(KEY, NEW),
            CompletableFuture.failedFuture(new IllegalStateException("disk")));

    assertThatThrownBy(failed::join).hasRootCauseMessage("disk");
    assertThat(get(KEY, NEW)).isEqualTo(NEW);
    assertThat(get(KEY, OLD)).isEqualTo(NEW);
  }

  @Test
  void write_throws_takesTheRowOut() {
    get(KEY, OLD);
    Supplier<CompletionStage<Void>> broken =
        () -> {
          throw new IllegalArgumentException("no such log");
        };

    assertThatThrownBy(
            () -> cache.write(group(RowChange.put(KEY, NEW)), broken).toCompletableFuture().join())
        .hasRootCauseMessage("no such log");
    assertThat(cache.holds(KEY)).isFalse();
  }

  @Test
  void write_endsWithAnError_failsTheWriteAndCachesTheRowAgain() {
    Supplier<CompletionStage<Void>> broken =
        () -> {
          throw new OutOfMemoryError("the test's");
        };

    assertThatThrownBy(
            () -> cache.write(group(RowChange.put(KEY, NEW)), broken).toCompletableFuture().join())
        .hasCauseInstanceOf(OutOfMemoryError.class);

    get(KEY, NEW);
    assertThat(cache.holds(KEY)).isTrue();
  }

  @Test
  void write_keyTwiceInOneGroup_neverKeepsTheFirstValue() {
    get(KEY, OLD);
    var group =
        List.of(
            new LogWrite(
                "log", List.of(), List.of(RowChange.put(KEY, OTHER_KEY), RowChange.put(KEY, NEW))));

    cache.write(group, () -> CompletableFuture.completedFuture(null));

    assertThat(get(KEY, NEW)).isEqualTo(NEW);
  }

  @Test
  void size_isBounded() {
    RowCache small = RowCache.ofSize(10_000);
    for (int i = 0; i < 1_000; i++) {
      byte[] key = {0x20, (byte) i, (byte) (i >> 8)};
      small.get(key, () -> CompletableFuture.completedFuture(new byte[1_000]));
    }
    int held = 0;
    for (int i = 0; i < 1_000; i++) {
      held += small.holds(new byte[] {0x20, (byte) i, (byte) (i >> 8)}) ? 1 : 0;
    }

    assertThat(held).isLessThan(10);
  }

  @Test
  void off_readsAlways() {
    RowCache off = RowCache.ofSize(0);

    off.get(KEY, () -> CompletableFuture.completedFuture(OLD));

    assertThat(off.get(KEY, () -> CompletableFuture.completedFuture(NEW)))
        .isCompletedWithValue(NEW);
  }
}
