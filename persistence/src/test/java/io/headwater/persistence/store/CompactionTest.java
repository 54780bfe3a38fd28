package io.headwater.persistence.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.persistence.segment.Position;
import io.headwater.persistence.segment.SegmentLog;
import io.headwater.persistence.store.Store.Durability;
import io.headwater.persistence.testing.TestSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compaction beside writes. */
class CompactionTest {
  private static final byte[] KEY = "\u0010key".getBytes(UTF_8);
  private static final int ROWS = 400;

  @TempDir Path directory;

  @Test
  void compaction_oneLargeGroup_isMovedInStepsOfAtMost64KiB() throws IOException {
    try (var store = open()) {
      List<RowChange> rows = new ArrayList<>();
      List<LogEntry> entries = new ArrayList<>();
      for (int row = 0; row < ROWS; row++) {
        rows.add(RowChange.put(rowKey(row), value(row)));
        entries.add(new LogEntry(row + 1, value(row)));
      }
      rows.add(RowChange.put(KEY, new byte[100_000])); // Alone longer than a step.
      Stages.await(store.write(List.of(new LogWrite("log", entries, rows)), Durability.SYNCED));

      for (int nr = 1; Files.exists(StoreFiles.segment(directory, 1)); nr++) {
        StoreFiles.fill(store, nr, nr);
        Stages.await(store.trimLog("filling", nr - 1));
      }
    }

    List<Long> moved = new ArrayList<>();
    try (var segments = SegmentLog.openToInspect(directory.resolve("segments"))) {
      segments.recover(
          segments.start(),
          group -> {
            if (Position.segment(group.position()) > 1
                && group.sizeBytes()
                    > (long) StoreFiles.ROWS_FILLED * StoreFiles.FILLING_BYTES * 2) {
              moved.add(group.sizeBytes());
            }
          });
    }
    assertThat(moved).isNotEmpty().filteredOn(size -> size > 64 * 1024).hasSize(1);
    try (var store = open()) {
      for (int row = 0; row < ROWS; row++) {
        assertThat(Stages.await(store.get(rowKey(row)))).isEqualTo(value(row));
      }
      assertThat(Stages.await(store.get(KEY))).hasSize(100_000);
      assertThat(Stages.await(store.lowestNr("log"))).isEqualTo(1);
      assertThat(Stages.await(store.highestNr("log"))).isEqualTo(ROWS);
    }
  }

  @Test
  void move_recordsThatChangedSinceTheirLookUp_areLeftOut() throws IOException {
    try (var store = open()) {
      write(store, 1, "old");
      long oldPosition = Position.of(1, 16 + 24 + 3 + 3 + 8 + 4 + 5 + 3 + KEY.length + 4);
      byte[] logId = "log".getBytes(UTF_8);
      LogState log = LogState.of(logId, null);
      log.highestNr = 1;
      var row = new LiveRecord.Row(KEY, "old".getBytes(UTF_8), oldPosition);
      var entry = new LiveRecord.Entry(log, 1, "entry".getBytes(UTF_8), oldPosition - 10);
      store.beginMove();
      write(store, 2, "new");
      Stages.await(store.trimLog("log", 1));

      store.move(List.of(row, entry, new LiveRecord.Log(log, oldPosition - 22)), List.of(log));

      assertThat(Stages.await(store.get(KEY))).isEqualTo("new".getBytes(UTF_8));
      assertThat(Stages.await(store.lowestNr("log"))).isEqualTo(2);
      assertThat(Stages.await(store.highestNr("log"))).isEqualTo(2);
      write(store, 3, "newer");
      assertThat(Stages.await(store.get(KEY))).isEqualTo("newer".getBytes(UTF_8));
    }
  }

  @Test
  void move_recordFoundLiveAndUnchanged_isWrittenWithoutAnotherLookUp() throws IOException {
    try (var store = open()) {
      store.beginMove();
      write(store, 1, "other");

      var row = new LiveRecord.Row(rowKey(7), "seven".getBytes(UTF_8), 1);
      store.move(List.of(row), List.of());

      assertThat(Stages.await(store.get(rowKey(7)))).isEqualTo("seven".getBytes(UTF_8));
    }
  }

  private SegmentStore open() {
    return SegmentStore.open(
        TestSettings.with(directory, Map.of("segment-size", "64 KiB", "write-buffer", "64 KiB")));
  }

  private static void write(Store store, long nr, String value) {
    var write =
        new LogWrite(
            "log",
            List.of(new LogEntry(nr, "entry".getBytes(UTF_8))),
            List.of(RowChange.put(KEY, value.getBytes(UTF_8))));
    Stages.await(store.write(List.of(write), Durability.SYNCED));
  }

  private static byte[] rowKey(int row) {
    return new byte[] {0x12, (byte) (row >> 8), (byte) row};
  }

  private static byte[] value(int row) {
    byte[] value = new byte[1_000];
    Arrays.fill(value, (byte) row);
    return value;
  }
}
