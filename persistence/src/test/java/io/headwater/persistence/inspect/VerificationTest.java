package io.headwater.persistence.inspect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.persistence.store.LogEntry;
import io.headwater.persistence.store.LogWrite;
import io.headwater.persistence.store.RebuildTrials;
import io.headwater.persistence.store.RowChange;
import io.headwater.persistence.store.SegmentStore;
import io.headwater.persistence.store.Store.Durability;
import io.headwater.persistence.store.StoreOpenException;
import io.headwater.persistence.testing.DamageTrials;
import io.headwater.persistence.testing.DamageTrials.Ending;
import io.headwater.persistence.testing.TestSettings;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerificationTest {
  private static final long SEED = 20_120_810;
  private static final int GROUPS = 100;

  private static final Map<String, String> SMALL =
      Map.of("write-buffer", "64 KiB", "segment-size", "64 KiB", "min-free-space", "0");

  @TempDir Path folder;

  private Path directory = Path.of("");

  @BeforeEach
  void nameDirectory() {
    directory = folder.resolve("data");
  }

  @Test
  void run_closedStore_isWholeAndCounted() throws IOException {
    try (var store = open()) {
      write(store, 1, 20, 20);
      store.trimLog("log", 5).toCompletableFuture().join();
    }

    var contents = new RecordedContents();
    VerifyReport report = Verification.run(directory, _ -> contents, (_, _) -> {});

    assertThat(report.findings()).isEmpty();
    assertThat(report.notes()).isEmpty();
    assertThat(report.isWhole()).isTrue();
    assertThat(report.counts())
        .containsEntry("segments", 1L)
        .containsEntry("groups", 21L)
        .containsEntry("records", 41L)
        .containsEntry("logs", 1L)
        .containsEntry("log entries", 15L)
        .containsEntry("rows", 10L)
        .containsEntry("shown", 26L);
    assertThat(report.liveShare()).isBetween(0.3, 1.0);
    assertThat(contents.shown)
        .startsWith("log log 6-20", "entry log 6: 20 bytes")
        .endsWith("row 10: 20 bytes");
    assertThat(contents.ended).isTrue();
  }

  @Test
  void run_killedStore_appliesTheRestToItsCopy() throws IOException {
    SegmentStore store = open();
    write(store, 1, 100, 300); // Less than a segment, so that no checkpoint is taken meanwhile.
    store.abandon();

    VerifyReport report = verify();

    assertThat(report.findings()).isEmpty();
    assertThat(report.notes()).singleElement().asString().startsWith("Not closed cleanly: ");
    assertThat(report.counts()).containsEntry("log entries", 100L);
  }

  @Test
  void run_storeThatWasCleaned_isWhole() throws IOException {
    try (var store = open()) {
      int nr = 1;
      while (Files.exists(directory.resolve("segments/0000000003.seg")) || nr < 500) {
        write(store, nr, nr + 99, 1_000);
        nr += 100;
        store.trimLog("log", nr - 200).toCompletableFuture().join();
      }
    }

    VerifyReport report = verify();

    assertThat(report.findings()).isEmpty();
    assertThat(report.counts()).containsEntry("rows", 10L);
  }

  @Test
  void run_directoryThatNothingWasWrittenTo_isWhole() throws IOException {
    open().close();

    VerifyReport report = verify();

    assertThat(report.findings()).isEmpty();
    assertThat(report.counts()).containsEntry("segments", 0L).containsEntry("rows", 0L);
  }

  @Test
  void run_anyDirectory_changesNothing() throws IOException {
    SegmentStore store = open();
    write(store, 1, 500, 300);
    store.abandon();
    Map<String, String> before = contents();

    verify();

    assertThat(contents()).isEqualTo(before);
    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all).containsExactly(directory);
    }
  }

  @Test
  void run_directoryInUse_isRefusedAndLeftAlone() throws IOException {
    try (var store = open()) {
      assertThatThrownBy(this::verify)
          .isInstanceOf(StoreOpenException.class)
          .hasMessage("Data directory %s is in use by this process", directory);
      write(store, 1, 1, 10);
    }
    assertThat(verify().isWhole()).isTrue();
    open().close();
  }

  @Test
  void run_noDataDirectory_isRefused() throws IOException {
    assertThatThrownBy(this::verify)
        .isInstanceOf(StoreOpenException.class)
        .hasMessage("There is no data directory " + directory);

    Files.createDirectory(directory);

    assertThatThrownBy(this::verify)
        .isInstanceOf(StoreOpenException.class)
        .hasMessageContaining(directory + " is not a data directory");
  }

  @Test
  void run_tornEnd_isANote() throws IOException {
    SegmentStore store = open();
    write(store, 1, 10, 100);
    store.abandon();
    overwrite(segment(1), writtenBytes(segment(1)) + 40, 7);

    VerifyReport report = verify();

    assertThat(report.findings()).isEmpty();
    assertThat(report.notes()).anyMatch(note -> note.contains("torn"));
  }

  @Test
  void run_severalSegmentsDamaged_namesEach() throws IOException {
    try (var store = open()) {
      write(store, 1, 500, 1_000);
    }
    overwrite(segment(2), 5_000, 1);
    overwrite(segment(4), 5_000, 1);

    VerifyReport report = verify();

    assertThat(report.isWhole()).isFalse();
    assertThat(report.findings())
        .anyMatch(finding -> finding.contains(segment(2) + " is damaged"))
        .anyMatch(finding -> finding.contains(segment(4) + " is damaged"));
  }

  @Test
  void run_lostEnd_isFound() throws IOException {
    SegmentStore store = open();
    write(store, 1, 10, 100);
    store.abandon();
    long written = writtenBytes(segment(1));
    long length = Files.size(segment(1));
    try (var file = FileChannel.open(segment(1), StandardOpenOption.WRITE)) {
      file.truncate(written - 200);
      file.write(java.nio.ByteBuffer.allocate(1), length - 1);
    }

    VerifyReport report = verify();

    assertThat(report.findings()).anyMatch(finding -> finding.contains("lost its end"));
    assertThat(report.notes())
        .containsExactly("Segments are damaged, so the index was read, but not compared with them");
  }

  @Test
  void run_allSegmentsGone_isFound() throws IOException {
    try (var store = open()) {
      write(store, 1, 10, 100);
    }
    Files.delete(segment(1));

    assertThat(verify().findings()).contains("All segments are missing");
  }

  @Test
  void run_flipsAnywhere_findsAllThatAReaderWouldMeet() throws IOException {
    var trials = DamageTrials.prepare(folder.resolve("trials"), 600, SEED);
    List<VerifyReport> reports = new ArrayList<>();
    trials.lookFirst(copy -> {
      Map<String, String> before = contents(copy);
      reports.add(Verification.run(copy, _ -> new RecordedContents(), (_, _) -> {}));
      assertThat(contents(copy)).isEqualTo(before);
    });
    var random = new SplittableRandom(SEED);
    int found = 0;
    for (int i = 0; i < 24; i++) {
      var trial = trials.flipSomewhere(random);
      boolean whole = reports.getLast().isWhole();
      if (trial.ending() != Ending.COMPLETE || trial.damage().endsWith(".seg")) {
        assertThat(whole).as(trial.damage()).isFalse();
      }
      found += whole ? 0 : 1;
    }
    assertThat(found).isGreaterThan(12);
  }

  @Test
  void run_rebuildInterrupted_isANote() throws IOException {
    RebuildTrials trials = RebuildTrials.fill(directory, GROUPS);
    trials.rebuildPartially(GROUPS / 2);
    trials.markRebuildBegun();

    VerifyReport report = verify();

    assertThat(report.findings()).isEmpty();
    assertThat(report.notes())
        .containsExactly("A rebuild of the index was interrupted; a start begins it again");
    assertThat(report.counts()).containsEntry("log entries", (long) GROUPS);
  }

  @Test
  void run_rebuildInterruptedAndOldestSegmentGone_isFound() throws IOException {
    RebuildTrials.fill(directory, GROUPS).markRebuildBegun();
    Files.delete(segment(1));

    assertThat(verify().findings()).contains("Segment 1 and what follows up to 1 are missing");
  }

  @Test
  void run_indexBehindItsCheckpoint_isOneFinding() throws IOException {
    RebuildTrials.fill(directory, GROUPS).rebuildPartially(GROUPS / 2);

    assertThat(verify().findings())
        .singleElement()
        .asString()
        .startsWith("The index cannot be used, a start makes it anew: it ends before its");
  }

  @Test
  void run_longWork_tellsHowFarItIs() throws IOException {
    try (var store = open()) {
      write(store, 1, 200, 1_000);
    }
    List<Double> shares = new ArrayList<>();

    Verification.run(directory, _ -> new RecordedContents(), (_, share) -> shares.add(share));

    assertThat(shares).isSorted().endsWith(1.0).anyMatch(share -> share > 0.2 && share < 0.5);
  }

  private VerifyReport verify() throws IOException {
    return Verification.run(directory, _ -> new RecordedContents(), (_, _) -> {});
  }

  private SegmentStore open() {
    return SegmentStore.open(TestSettings.with(directory, SMALL));
  }

  /** Writes entries of one log, each with one of ten rows. */
  private static void write(SegmentStore store, long firstNr, long lastNr, int bytes) {
    for (long nr = firstNr; nr <= lastNr; nr++) {
      byte[] value = new byte[bytes];
      Arrays.fill(value, (byte) (nr | 1));
      byte[] key = ("\u0010row-" + nr % 10).getBytes(UTF_8);
      var write =
          new LogWrite("log", List.of(new LogEntry(nr, value)), List.of(RowChange.put(key, value)));
      store.write(List.of(write), Durability.SYNCED).toCompletableFuture().join();
    }
  }

  private Path segment(int number) {
    return directory.resolve("segments").resolve("%010d.seg".formatted(number));
  }

  private static long writtenBytes(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    return IntStream.iterate(bytes.length, length -> length - 1)
        .filter(length -> bytes[length - 1] != 0)
        .findFirst()
        .orElseThrow();
  }

  private static void overwrite(Path file, long offset, int xor) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[(int) offset] ^= (byte) xor;
    Files.write(file, bytes);
  }

  private Map<String, String> contents() throws IOException {
    return contents(directory);
  }

  /** All files with time of change and a hash. */
  private static Map<String, String> contents(Path directory) throws IOException {
    var contents = new TreeMap<String, String>();
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path file : all.toList()) {
        String what =
            Files.isDirectory(file)
                ? "a folder"
                : Files.getLastModifiedTime(file) + " " + Arrays.hashCode(Files.readAllBytes(file));
        contents.put(directory.relativize(file).toString(), what);
      }
    }
    return contents;
  }
}
