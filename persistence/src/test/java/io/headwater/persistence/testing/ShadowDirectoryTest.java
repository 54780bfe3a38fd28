package io.headwater.persistence.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.persistence.store.LogEntry;
import io.headwater.persistence.store.LogWrite;
import io.headwater.persistence.store.RowChange;
import io.headwater.persistence.store.SegmentStore;
import io.headwater.persistence.store.Store;
import io.headwater.persistence.store.Store.Durability;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShadowDirectoryTest {
  /** Small, so that a few hundred writes go through several logs, tables and manifest records. */
  private static final Map<String, String> BUSY = Map.of("write-buffer", "64 KiB");

  @TempDir Path directory;
  @TempDir Path shadow;

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 500})
  void cut_afterSyncedWrites_shadowHoldsThemAll(int writes) {
    var power = new ShadowDirectory(directory, shadow);
    try (var store = SegmentStore.open(TestSettings.with(directory, BUSY), power)) {
      writeAll(store, 1, writes, Durability.SYNCED);
      power.cut();
      writeAll(store, writes + 1, writes + 20, Durability.SYNCED);
    }

    try (var restarted = SegmentStore.open(TestSettings.with(shadow, BUSY))) {
      assertThat(highest(restarted)).isEqualTo(writes);
      assertHolds(restarted, writes);
    }
  }

  @Test
  void cut_afterBufferedWritesAndSync_shadowHoldsThemAll() {
    int writes = 1_000;
    var power = new ShadowDirectory(directory, shadow);
    try (var store = SegmentStore.open(TestSettings.with(directory, BUSY), power)) {
      writeAll(store, 1, writes, Durability.BUFFERED);
      store.sync().toCompletableFuture().join();
      power.cut();
    }

    try (var restarted = SegmentStore.open(TestSettings.with(shadow, BUSY))) {
      assertHolds(restarted, writes);
    }
  }

  @Test
  void cut_afterBufferedWritesWithoutSync_losesThem() {
    var power = new ShadowDirectory(directory, shadow);
    try (var store = SegmentStore.open(TestSettings.with(directory, BUSY), power)) {
      writeAll(store, 1, 10, Durability.SYNCED);
      writeAll(store, 11, 500, Durability.BUFFERED);
      power.cut();
    }

    try (var restarted = SegmentStore.open(TestSettings.with(shadow, BUSY))) {
      assertThat(highest(restarted)).isEqualTo(10);
      assertHolds(restarted, 10);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void cutInAnyOrder_afterBufferedWrites_shadowHoldsSyncedOnesAndNoGap(int seed) {
    var power = new ShadowDirectory(directory, shadow);
    try (var store = SegmentStore.open(TestSettings.with(directory, BUSY), power)) {
      writeAll(store, 1, 10, Durability.SYNCED);
      writeAll(store, 11, 60, Durability.BUFFERED);
      power.cutInAnyOrder(new Random(seed));
    }

    long held;
    try (var restarted = SegmentStore.open(TestSettings.with(shadow, BUSY))) {
      held = highest(restarted);
      assertThat(held).isBetween(10L, 60L);
      assertHolds(restarted, (int) held);
      writeAll(restarted, (int) held + 1, 60, Durability.SYNCED);
    }
    try (var again = SegmentStore.open(TestSettings.with(shadow, BUSY))) {
      assertHolds(again, 60);
    }
  }

  private static void writeAll(Store store, int first, int last, Durability durability) {
    for (int nr = first; nr <= last; nr++) {
      var write =
          new LogWrite(
              "log",
              List.of(new LogEntry(nr, value(nr))),
              List.of(RowChange.put(key(nr), value(nr))));
      store.write(List.of(write), durability).toCompletableFuture().join();
    }
  }

  private static long highest(Store store) {
    return store.highestNr("log").toCompletableFuture().join();
  }

  private static void assertHolds(Store store, int writes) {
    for (int nr = 1; nr <= writes; nr++) {
      assertThat(store.get(key(nr)).toCompletableFuture().join()).isEqualTo(value(nr));
    }
    int[] count = {0};
    store
        .readLog(
            "log",
            1,
            (nr, bytes) -> {
              assertThat(bytes).isEqualTo(value(nr));
              count[0]++;
              return true;
            })
        .toCompletableFuture()
        .join();
    assertThat(count[0]).isEqualTo(writes);
  }

  private static byte[] key(long nr) {
    return ByteBuffer.allocate(9).put((byte) 0x10).putLong(nr).array();
  }

  /** Ends in zeros, which a copy must not mistake for the unused rest of a file. */
  private static byte[] value(long nr) {
    byte[] value = new byte[700];
    new Random(nr).nextBytes(value);
    Arrays.fill(value, 600, 700, (byte) 0);
    return value;
  }
}
