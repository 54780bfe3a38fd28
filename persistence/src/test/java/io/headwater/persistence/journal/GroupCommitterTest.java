package io.headwater.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.persistence.journal.JournalSettings.Sync;
import io.headwater.persistence.store.LogEntry;
import io.headwater.persistence.store.LogFencedException;
import io.headwater.persistence.store.LogWrite;
import io.headwater.persistence.store.RowCache;
import io.headwater.persistence.store.RowChange;
import io.headwater.persistence.store.StoreBrokenException;
import io.headwater.persistence.testing.InMemoryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupCommitterTest {
  private final InMemoryStore store = new InMemoryStore();
  private final List<GroupCommitter> started = new ArrayList<>();

  @AfterEach
  void close() {
    store.releaseWrites();
    started.forEach(GroupCommitter::close);
  }

  @Test
  void write_idle_isItsOwnGroup() {
    var committer = start(settings(Sync.ALWAYS));

    await(write(committer, "a", 1));
    await(write(committer, "a", 2));

    assertThat(store.groupCount()).isEqualTo(2);
    assertThat(store.syncCount()).isEqualTo(2);
  }

  @Test
  void write_manyWaiting_shareOneGroupAndOneSync() {
    var committer = start(settings(Sync.ALWAYS));
    occupyWriter(committer);
    List<CompletableFuture<Void>> waiting = new ArrayList<>();
    for (int actor = 0; actor < 50; actor++) {
      waiting.add(write(committer, "actor-" + actor, 1));
    }

    store.releaseWrites();
    waiting.forEach(GroupCommitterTest::await);

    assertThat(store.groupCount()).isEqualTo(2);
    assertThat(store.syncCount()).isEqualTo(2);
  }

  @Test
  void write_moreThanAGroupHolds_makesSeveral() {
    var committer =
        start(new JournalSettings(Sync.ALWAYS, Duration.ofMillis(10), 20, 1 << 20, 1000));
    occupyWriter(committer);
    List<CompletableFuture<Void>> waiting = new ArrayList<>();
    for (int actor = 0; actor < 50; actor++) {
      waiting.add(write(committer, "actor-" + actor, 1));
    }

    store.releaseWrites();
    waiting.forEach(GroupCommitterTest::await);

    assertThat(store.groupCount()).isEqualTo(1 + 3);
  }

  @Test
  void write_moreBytesThanAGroupHolds_makesSeveral() {
    var committer =
        start(new JournalSettings(Sync.ALWAYS, Duration.ofMillis(10), 1000, 1_000, 1000));
    occupyWriter(committer);
    var row = RowChange.put(new byte[] {0x10}, new byte[600]);
    List<CompletableFuture<Void>> waiting = new ArrayList<>();
    for (int actor = 0; actor < 4; actor++) {
      waiting.add(
          committer
              .write(new LogWrite("actor-" + actor, List.of(), List.of(row)))
              .toCompletableFuture());
    }

    store.releaseWrites();
    waiting.forEach(GroupCommitterTest::await);

    assertThat(store.groupCount()).isEqualTo(1 + 2);
  }

  @Test
  void write_oneLogFenced_failsAloneAndTheOthersAreWritten() {
    var committer = start(settings(Sync.ALWAYS));
    occupyWriter(committer);
    var good = write(committer, "good", 1);
    var fenced = write(committer, "fenced", 7);
    var alsoGood = write(committer, "also-good", 1);

    store.releaseWrites();

    await(good);
    await(alsoGood);
    assertThatThrownBy(() -> await(fenced)).hasCauseInstanceOf(LogFencedException.class);
    assertThat(highest("good")).isEqualTo(1);
    assertThat(highest("fenced")).isZero();
  }

  @Test
  void write_oneMalformed_failsAlone() {
    var committer = start(settings(Sync.ALWAYS));
    occupyWriter(committer);
    var good = write(committer, "good", 1);
    var row = RowChange.put(new byte[] {0x01}, new byte[0]);
    var malformed =
        committer.write(new LogWrite("malformed", List.of(), List.of(row))).toCompletableFuture();

    store.releaseWrites();

    await(good);
    assertThatThrownBy(() -> await(malformed)).hasCauseInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void write_outcomeUnknown_failsTheGroupAndTheJournalGoesOn() {
    var committer = start(settings(Sync.ALWAYS));
    occupyWriter(committer);
    var first = write(committer, "a", 1);
    var second = write(committer, "b", 1);
    store.failNextWrite(new IllegalStateException("time-out"));

    store.releaseWrites();

    assertThatThrownBy(() -> await(first)).hasRootCauseMessage("time-out");
    assertThatThrownBy(() -> await(second)).hasRootCauseMessage("time-out");
    await(write(committer, "a", 1));
  }

  @Test
  void write_storeBroken_failsEveryLaterOne() {
    var committer = start(settings(Sync.ALWAYS));
    store.breakWrites();

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> await(write(committer, "a", 1)))
          .hasCauseInstanceOf(StoreBrokenException.class);
    }
  }

  @Test
  void afterWrites_writeUnderWay_readsBehindIt() {
    var committer = start(settings(Sync.ALWAYS));
    store.holdWrites();
    var write = write(committer, "a", 1);
    var read = committer.afterWrites(() -> store.highestNr("a")).toCompletableFuture();
    assertThat(read).isNotDone();

    store.releaseWrites();

    assertThat(await(read)).isEqualTo(1);
    assertThat(write).isDone();
  }

  @Test
  void write_queueFull_failsAtOnce() {
    var committer = start(new JournalSettings(Sync.ALWAYS, Duration.ofMillis(10), 1, 1 << 20, 1));
    occupyWriter(committer);
    var waiting = write(committer, "a", 1);

    var refused = write(committer, "b", 1);

    assertThatThrownBy(() -> await(refused)).hasRootCauseMessage("The journal's queue is full");
    store.releaseWrites();
    await(waiting);
  }

  @Test
  void write_interval_isConfirmedBeforeOneLaterSync() {
    var committer =
        start(new JournalSettings(Sync.INTERVAL, Duration.ofHours(1), 1000, 1 << 20, 1000));

    await(write(committer, "a", 1));
    await(write(committer, "a", 2));
    assertThat(store.syncCount()).isZero();
    committer.close();

    assertThat(store.syncCount()).isEqualTo(1);
    assertThat(store.groupCount()).isEqualTo(2);
  }

  @Test
  void write_intervalOver_syncsWithoutAnotherWrite() {
    var committer = start(settings(Sync.INTERVAL));

    await(write(committer, "a", 1));

    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (store.syncCount() == 0 && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(store.syncCount()).isEqualTo(1);
  }

  @Test
  void write_errorInTheStore_failsTheGroupAndTheJournalGoesOn() {
    var committer = start(settings(Sync.ALWAYS));
    store.failNextWrite(new OutOfMemoryError("the test's"));

    assertThatThrownBy(() -> await(write(committer, "a", 1)))
        .hasCauseInstanceOf(OutOfMemoryError.class);

    await(write(committer, "a", 1));
    assertThat(highest("a")).isEqualTo(1);
  }

  @Test
  void close_writesWaiting_finishesThemAndRefusesMore() throws Exception {
    var committer = start(settings(Sync.ALWAYS));
    occupyWriter(committer);
    var waiting = write(committer, "a", 1);
    var closing = new Thread(committer::close);
    closing.start();

    store.releaseWrites();
    closing.join();

    await(waiting);
    assertThatThrownBy(() -> await(write(committer, "a", 2)))
        .hasRootCauseMessage("The journal has stopped");
  }

  /** Returns when the writer waits for a held write, so that what follows gathers behind it. */
  private void occupyWriter(GroupCommitter committer) {
    store.holdWrites();
    var first = write(committer, "first", 1);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (store.groupCount() == 0 && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(store.groupCount()).isEqualTo(1);
    assertThat(first).isNotDone();
  }

  private GroupCommitter start(JournalSettings settings) {
    var committer = GroupCommitter.start(store, RowCache.off(), settings);
    started.add(committer);
    return committer;
  }

  private static JournalSettings settings(Sync sync) {
    return new JournalSettings(sync, Duration.ofMillis(10), 1000, 1 << 20, 1000);
  }

  private static CompletableFuture<Void> write(GroupCommitter committer, String logId, long nr) {
    var entry = new LogEntry(nr, new byte[] {1});
    return committer.write(new LogWrite(logId, List.of(entry), List.of())).toCompletableFuture();
  }

  private long highest(String logId) {
    return store.highestNr(logId).toCompletableFuture().join();
  }

  private static <T> T await(CompletableFuture<T> future) {
    return future.orTimeout(10, TimeUnit.SECONDS).join();
  }
}
