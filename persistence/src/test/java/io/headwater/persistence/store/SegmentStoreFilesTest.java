package io.headwater.persistence.store;

import static io.headwater.persistence.store.StoreFiles.FILLING_BYTES;
import static io.headwater.persistence.store.StoreFiles.ROWS_FILLED;
import static io.headwater.persistence.store.StoreFiles.assertFilled;
import static io.headwater.persistence.store.StoreFiles.contentBytes;
import static io.headwater.persistence.store.StoreFiles.deleteAll;
import static io.headwater.persistence.store.StoreFiles.fill;
import static io.headwater.persistence.store.StoreFiles.fillingWrite;
import static io.headwater.persistence.store.StoreFiles.overwrite;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.persistence.segment.SegmentLog;
import io.headwater.persistence.store.Store.Direction;
import io.headwater.persistence.store.Store.Durability;
import io.headwater.persistence.testing.TestSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a start makes of a store's files, and what the store gives back of them. */
class SegmentStoreFilesTest {
  private static final byte[] KEY = "\u0010key".getBytes(UTF_8);
  private static final byte[] VALUE = "value".getBytes(UTF_8);

  @TempDir Path directory;

  @Test
  void open_laterFormat_isRefused() throws IOException {
    try (var store = open()) {
      write(store, 1);
    }
    overwrite(segment(1), 7, 3); // The version, and the checksum that fits it.
    byte[] header = Arrays.copyOf(Files.readAllBytes(segment(1)), 12);
    var crc = new CRC32C();
    crc.update(header);
    for (int i = 0; i < 4; i++) {
      overwrite(segment(1), 12 + i, (int) (crc.getValue() >>> (24 - 8 * i)));
    }

    assertThatThrownBy(this::open)
        .isInstanceOf(StoreOpenException.class)
        .hasMessageContaining("0000000001.seg has a format that this version does not know");
  }

  @Test
  void open_segmentsGone_isRefused() throws IOException {
    try (var store = open()) {
      write(store, 1);
    }
    Files.delete(segment(1));

    assertThatThrownBy(this::open)
        .isInstanceOf(StoreOpenException.class)
        .hasMessage("The files in %s are missing", directory.resolve("segments"));
  }

  @Test
  void open_oldestSegmentGone_isRefused() throws IOException {
    try (var store = openSmall()) {
      fill(store, 1, 20);
    }
    Files.delete(segment(1));

    assertThatThrownBy(this::openSmall)
        .isInstanceOf(StoreOpenException.class)
        .hasMessage(
            "Segment 1 and what follows up to 1 are missing in %s", directory.resolve("segments"));
  }

  @Test
  void open_segmentInTheMiddleGone_isRefused() throws IOException {
    try (var store = openSmall()) {
      fill(store, 1, 20); // Less than is ever cleaned.
    }
    Files.delete(segment(2));

    assertThatThrownBy(this::openSmall)
        .isInstanceOf(StoreOpenException.class)
        .hasMessageContaining("follows segment 1: those between are missing");
  }

  @Test
  void open_killed_findsEverything() {
    var store = openSmall();
    fill(store, 1, 100);
    store.abandon();

    try (var again = openSmall()) {
      assertFilled(again, 100);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"leveldb", "checkpoint", "leveldb/CURRENT", "tip"})
  void open_withoutIndexOrPartOfIt_makesItAnew(String lost) throws IOException {
    try (var store = openSmall()) {
      fill(store, 1, 100);
    }
    deleteAll(directory.resolve(lost));

    try (var store = openSmall()) {
      assertFilled(store, 100);
    }
    assertThat(Files.exists(directory.resolve("damaged").resolve("leveldb-1")))
        .isEqualTo(lost.equals("checkpoint") || lost.equals("leveldb/CURRENT"));
  }

  @Test
  void open_segmentWhoseMakingWasCutShort_isMadeAgain() throws IOException {
    var store = openSmall();
    fill(store, 1, 1);
    store.abandon();
    Files.createFile(segment(2));

    try (var again = openSmall()) {
      fill(again, 2, 20);
    }
    try (var again = openSmall()) {
      assertFilled(again, 20);
    }
  }

  @Test
  void open_firstStartKilledInItsFirstCheckpoint_isRepeated() throws IOException {
    try (var store = open()) {
      assertThat(Stages.await(store.highestNr("log"))).isZero();
    }
    Files.move(directory.resolve("checkpoint"), directory.resolve("checkpoint.next"));

    try (var again = open()) {
      assertThat(Stages.await(again.highestNr("log"))).isZero();
    }
  }

  @Test
  void open_copyOfATornEndInterrupted_isRemovedAndMadeAgain() throws IOException {
    var store = open();
    write(store, 1);
    store.abandon();
    overwrite(segment(1), contentBytes(segment(1)) + 3, 0x55);
    Path damaged = Files.createDirectory(directory.resolve("damaged"));
    Files.createFile(damaged.resolve("0000000001.seg.end-1.partial"));

    open().close();

    try (var copies = Files.list(damaged)) {
      assertThat(copies).containsExactly(damaged.resolve("0000000001.seg.end-1"));
    }
    assertThat(damaged.resolve("0000000001.seg.end-1")).isNotEmptyFile();
  }

  @Test
  void open_copyInterruptedAndNoTornEnd_removesTheCopy() throws IOException {
    open().close();
    Path damaged = Files.createDirectory(directory.resolve("damaged"));
    Files.createFile(damaged.resolve("0000000001.seg.end-1.partial"));

    open().close();

    assertThat(damaged).isEmptyDirectory();
  }

  @Test
  void cutTornEnd_copyCannotBeCompleted_leavesNoCopyAndTheTornEnd() throws IOException {
    var store = openSmall();
    write(store, 1);
    store.abandon();
    overwrite(segment(1), contentBytes(segment(1)) + 3, 0x55);
    byte[] before = Files.readAllBytes(segment(1));
    Path copy = directory.resolve("copy");
    Files.createDirectory(directory.resolve("copy.partial")); // Where the copy would be written.

    try (var segments = SegmentLog.open(directory.resolve("segments"), before.length)) {
      assertThat(segments.recover(segments.start(), _ -> {}).torn()).isTrue();
      assertThatThrownBy(() -> segments.cutTornEnd(copy)).isInstanceOf(IOException.class);
    }

    assertThat(copy).doesNotExist();
    assertThat(segment(1)).hasBinaryContent(before);
  }

  @Test
  void open_tornEnd_isPutAside() throws IOException {
    var store = open();
    write(store, 1);
    store.abandon();
    long end = contentBytes(segment(1));
    overwrite(segment(1), end + 3, 0x55);

    try (var again = open()) {
      assertThat(Stages.await(again.highestNr("log"))).isEqualTo(1);
      write(again, 2);
    }
    assertThat(Files.readAllBytes(directory.resolve("damaged").resolve("0000000001.seg.end-1"))[3])
        .isEqualTo((byte) 0x55);
    try (var again = open()) {
      assertThat(Stages.await(again.highestNr("log"))).isEqualTo(2);
    }
  }

  @Test
  void open_tornGroupBeforeUnsyncedOnes_putsThemAllAside() throws IOException {
    var store = open();
    write(store, 1);
    long end = contentBytes(segment(1));
    for (int nr = 2; nr <= 4; nr++) {
      Stages.await(store.write(List.of(logWrite(nr)), Durability.BUFFERED));
    }
    store.abandon();
    overwrite(segment(1), end + 30, 0x55);

    for (int start = 0; start < 2; start++) {
      try (var again = open()) {
        assertThat(Stages.await(again.highestNr("log"))).isEqualTo(1 + start);
        write(again, 2 + start);
      }
    }
    assertThat(directory.resolve("damaged").resolve("0000000001.seg.end-1")).exists();
    assertThat(directory.resolve("damaged").resolve("0000000001.seg.end-2")).doesNotExist();
  }

  @Test
  void open_tornGroupThatALaterOneVouchesFor_isRefused() throws IOException {
    var store = open();
    write(store, 1);
    long end = contentBytes(segment(1));
    write(store, 2);
    write(store, 3);
    store.abandon();
    Files.delete(directory.resolve("tip"));
    overwrite(segment(1), end + 30, 0x55);

    assertThatThrownBy(this::open)
        .isInstanceOf(StoreOpenException.class)
        .hasMessageContaining(
            "0000000001.seg is damaged after byte %d, with confirmed writes", end);
  }

  @Test
  void open_lostEnd_isRefused() throws IOException {
    var store = open();
    write(store, 1);
    long end = contentBytes(segment(1));
    write(store, 2);
    store.abandon();
    for (long at = contentBytes(segment(1)) - 1; at >= end; at--) {
      overwrite(segment(1), at, 0);
    }

    assertThatThrownBy(this::open)
        .isInstanceOf(StoreOpenException.class)
        .hasMessageContaining("0000000001.seg lost its end, with confirmed writes");
  }

  @Test
  void open_indexAheadOfUnsyncedSegments_makesItAnew() throws IOException {
    var store = openSmall();
    fill(store, 1, 3);
    Path old = Files.createDirectory(directory.resolveSibling(directory.getFileName() + "-old"));
    Files.copy(segment(1), old.resolve("segment"));
    Files.copy(directory.resolve("tip"), old.resolve("tip"));
    store.write(List.of(fillingWrite(4)), Durability.BUFFERED);
    store.flushIndex(); // Into tables, which survive a power cut that the unsynced group does not.
    store.abandon();
    Files.copy(old.resolve("segment"), segment(1), StandardCopyOption.REPLACE_EXISTING);
    Files.copy(old.resolve("tip"), directory.resolve("tip"), StandardCopyOption.REPLACE_EXISTING);
    deleteAll(old);

    try (var again = openSmall()) {
      assertFilled(again, 3);
    }
    assertThat(directory.resolve("damaged").resolve("leveldb-1")).exists();
  }

  @Test
  void write_muchOverwritten_givesRoomBack() throws IOException {
    try (var store = openSmall()) {
      Stages.await(
          store.write(
              List.of(new LogWrite("log", List.of(), List.of(RowChange.put(KEY, VALUE)))),
              Durability.SYNCED));
      int nr = 1;
      while (Files.exists(segment(1))) { // Until the store's own thread has come by.
        fill(store, nr, nr);
        Stages.await(store.trimLog("filling", nr - 1));
        nr++;
      }
      assertThat(Stages.await(store.get(KEY))).isEqualTo(VALUE);
      assertThat(Stages.await(store.highestNr("filling"))).isEqualTo(nr - 1);
    }
    deleteAll(directory.resolve("leveldb"));
    try (var store = openSmall()) {
      assertThat(Stages.await(store.get(KEY))).isEqualTo(VALUE);
    }
  }

  @Test
  void scan_whileItsSegmentIsCleaned_readsOn() throws IOException {
    try (var store = openSmall()) {
      fill(store, 1, 20);
      List<Integer> seen = new ArrayList<>();
      Stages.await(
          store.scan(
              KeyRange.withPrefix(new byte[] {0x11}),
              Direction.FORWARD,
              (key, value) -> {
                if (seen.isEmpty()) {
                  for (int nr = 21; Files.exists(segment(1)) && nr < 400; nr++) {
                    fill(store, nr, nr);
                    Stages.await(store.trimLog("filling", nr - 1));
                  }
                }
                seen.add(value.length);
                return true;
              }));
      assertThat(seen).hasSize(ROWS_FILLED).containsOnly(FILLING_BYTES);
    }
  }

  private SegmentStore open() {
    return SegmentStore.open(TestSettings.in(directory));
  }

  private SegmentStore openSmall() {
    return SegmentStore.open(
        TestSettings.with(directory, Map.of("segment-size", "64 KiB", "write-buffer", "64 KiB")));
  }

  private Path segment(int number) {
    return StoreFiles.segment(directory, number);
  }

  private static void write(Store store, long nr) {
    Stages.await(store.write(List.of(logWrite(nr)), Durability.SYNCED));
  }

  private static LogWrite logWrite(long nr) {
    return new LogWrite(
        "log", List.of(new LogEntry(nr, VALUE)), List.of(RowChange.put(KEY, VALUE)));
  }
}
