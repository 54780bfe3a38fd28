package io.headwater.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.persistence.store.Store.Durability;
import io.headwater.persistence.testing.TestSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A store on a disk of 3 MiB, of which its segments take what they are long. */
@Timeout(30)
class ShortageTest {
  private static final long DISK_BYTES = 3 * 1024 * 1024;
  private static final int SEGMENT_BYTES = 64 * 1024;
  private static final long MIN_FREE_BYTES = 1024 * 1024;
  private static final int ROW_BYTES = 8 * 1024;
  private static final KeyRange ALL_ROWS = KeyRange.withPrefix(new byte[] {0x12});

  @TempDir Path directory;

  /** Space that someone else takes. */
  private volatile long otherBytes;

  private int rows;

  @Test
  void admission_rowsRemoved_acceptsAllAgain() {
    try (var store = open()) {
      fillUp(store);
      int filled = rows;

      Stages.await(store.removeRows(ALL_ROWS, filled));

      awaitSpace(store);
      for (rows = 0; rows < filled * 3 / 4; rows++) {
        awaitSpace(store);
        put(store, rows);
      }
      assertThat(Stages.await(store.get(key(0)))).isEqualTo(value(0));
    }
  }

  @Test
  void admission_mostOfTheDiskIsLive_reclaimsTheYoungestGarbage() {
    try (var store = open()) {
      fillUp(store);
      int kept = rows * 7 / 8;

      Stages.await(store.removeRows(new KeyRange(key(kept), ALL_ROWS.to()), rows));

      awaitSpace(store);
      for (int row = 0; row < kept; row++) {
        assertThat(Stages.await(store.get(key(row)))).isEqualTo(value(row));
      }
    }
  }

  @Test
  void admission_othersTakeTheSpace_reclaimsGarbageWithoutAWrite() throws IOException {
    try (var store = open()) {
      for (rows = 0; rows < 24; rows++) { // Less than the slack that is left otherwise.
        put(store, rows);
      }
      Stages.await(store.removeRows(ALL_ROWS, rows));
      awaitMaintenance(Thread.State.WAITING);

      otherBytes = freeBytes() - MIN_FREE_BYTES + 1;

      assertThat(store.admission()).isEqualTo(Admission.FREEING_ONLY);
      awaitSpace(store);
    }
  }

  @Test
  void admission_rowsRemovedAfterASearchInVain_acceptsAllAgain() {
    try (var store = open()) {
      fillUp(store);
      awaitMaintenance(Thread.State.TIMED_WAITING);

      Stages.await(store.removeRows(ALL_ROWS, rows));

      awaitSpace(store);
    }
  }

  @Test
  void admission_acceptsAllAgain_endsThePass() throws IOException {
    try (var store = open()) {
      fillUp(store);
      Stages.await(store.removeRows(ALL_ROWS, rows));

      awaitSpace(store);

      await(() -> freeBytes() > DISK_BYTES - 8 * SEGMENT_BYTES);
    }
  }

  @Test
  void move_lessSpaceThanTheCompactionNeeds_isRefused() {
    try (var store = open()) {
      otherBytes = DISK_BYTES;

      assertThatThrownBy(() -> store.move(List.of(), List.of()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("too little free space");
    }
  }

  @Test
  void admission_othersFillTheDisk_refusesAllUntilTheyMakeSpace() {
    try (var store = open()) {
      fillUp(store);

      otherBytes = DISK_BYTES;
      assertThat(store.admission()).isEqualTo(Admission.NONE);
      Stages.await(store.removeRows(ALL_ROWS, rows));
      otherBytes = 0;

      awaitSpace(store);
    }
  }

  private void fillUp(Store store) {
    while (store.admission() == Admission.ALL) {
      put(store, rows);
      rows++;
    }
  }

  private static void put(Store store, int row) {
    var write = new LogWrite("rows", List.of(), List.of(RowChange.put(key(row), value(row))));
    Stages.await(store.write(List.of(write), Durability.BUFFERED));
  }

  private static void awaitSpace(Store store) {
    await(() -> store.admission() == Admission.ALL);
  }

  /** Waits for the store's own thread: WAITING has nothing to do, TIMED_WAITING looks again. */
  private static void awaitMaintenance(Thread.State state) {
    await(() ->
        Thread.getAllStackTraces().keySet().stream()
            .anyMatch(thread ->
                thread.getName().equals("headwater-store-keeper") && thread.getState() == state));
  }

  /** What may become true. */
  private interface Condition {
    boolean holds() throws IOException;
  }

  /** Waits until the class's time-out interrupts it. */
  private static void await(Condition condition) {
    try {
      while (!condition.holds()) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        assertThat(Thread.currentThread().isInterrupted()).as("timed out").isFalse();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] key(int row) {
    return new byte[] {0x12, (byte) (row >>> 8), (byte) row};
  }

  private static byte[] value(int row) {
    byte[] value = new byte[ROW_BYTES];
    new Random(row).nextBytes(value);
    return value;
  }

  private SegmentStore open() {
    var settings =
        TestSettings.with(
            directory,
            Map.of(
                "segment-size",
                SEGMENT_BYTES,
                "write-buffer",
                "64 KiB",
                "min-free-space",
                MIN_FREE_BYTES));
    return SegmentStore.open(settings, () -> {}, this::freeBytes);
  }

  private long freeBytes() throws IOException {
    long taken = otherBytes;
    try (var files = Files.list(directory.resolve("segments"))) {
      for (Path file : files.toList()) {
        taken += file.toFile().length(); // 0 for one that was deleted meanwhile.
      }
    }
    return DISK_BYTES - taken;
  }
}
