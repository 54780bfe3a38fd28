package io.headwater.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.persistence.store.Store.Durability;
import io.headwater.persistence.testing.TestSettings;
import java.io.IOException;
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
@Timeout(60)
class ShortageTest {
  private static final long DISK_BYTES = 3 * 1024 * 1024;
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
    while (store.admission() != Admission.ALL) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
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
            Map.of("segment-size", "64 KiB", "write-buffer", "64 KiB", "min-free-space", "1 MiB"));
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
