package io.headwater.persistence.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.persistence.store.Store.Durability;
import io.headwater.persistence.testing.ShadowDirectory;
import io.headwater.persistence.testing.TestSettings;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a start makes of damaged logs. The damage is done to a directory as a crash leaves it: the
 * log is still allocated ahead, in zeros.
 */
class LogFilesTest {
  private static final int ENTRIES = 30;

  /** Larger than a block of the log, so that every record has a fragment in several blocks. */
  private static final int LARGE_BYTES = 100_000;

  @TempDir Path running;
  @TempDir Path crashed;

  /** Where each entry's record ends. */
  private final List<Long> recordEnds = new ArrayList<>();

  @BeforeEach
  void crash() throws IOException {
    var power = new ShadowDirectory(running, crashed);
    try (var store = LevelDbStore.open(TestSettings.in(running), power)) {
      for (int nr = 1; nr <= ENTRIES; nr++) {
        append(store, nr, nr == ENTRIES ? LARGE_BYTES : 100);
        recordEnds.add(lastByte(log()));
      }
      power.cut();
      Files.copy(running.resolve("lengths"), crashed.resolve("lengths"));
    }
  }

  @Test
  void open_undamaged_findsAllAndCopiesNothing() {
    assertThat(highestAfterOpen()).isEqualTo(ENTRIES);
    assertThat(crashed.resolve("damaged")).doesNotExist();
  }

  @Test
  void open_lastRecordTorn_dropsItAndKeepsACopy() throws IOException {
    long start = recordEnds.get(ENTRIES - 2);
    long end = recordEnds.get(ENTRIES - 1);
    for (long tornFrom : List.of(start + 3, start + 50, start + 40_000, end - 1)) {
      Path directory = copyOfCrashed();
      zero(log(directory), tornFrom, end);
      byte[] torn = Files.readAllBytes(log(directory));
      String name = log(directory).getFileName().toString();

      assertThat(highestAfterOpen(directory)).isEqualTo(ENTRIES - 1);

      assertThat(directory.resolve("damaged").resolve(name)).hasBinaryContent(torn);
      assertThat(highestAfterOpen(directory)).isEqualTo(ENTRIES - 1);
    }
  }

  @Test
  void open_fileLostItsEnd_isRefusedAndNamesTheFile() throws IOException {
    for (long end : List.of(recordEnds.get(ENTRIES - 1) - 10, recordEnds.get(3))) {
      Path directory = copyOfCrashed();
      setLength(log(directory), end);

      assertThatThrownBy(() -> highestAfterOpen(directory))
          .isInstanceOf(StoreOpenException.class)
          .hasMessageContaining(log(directory).toString());
    }
  }

  @Test
  void open_closedFileLostItsEnd_isRefused() throws IOException {
    setLength(log(running), recordEnds.get(3));

    assertThatThrownBy(() -> highestAfterOpen(running))
        .isInstanceOf(StoreOpenException.class)
        .hasMessageContaining(log(running).toString());
  }

  @Test
  void open_crashWhileClosing_findsAll() throws IOException {
    Files.copy(running.resolve("lengths"), crashed.resolve("lengths"), REPLACE_EXISTING);

    assertThat(highestAfterOpen()).isEqualTo(ENTRIES);
    assertThat(highestAfterOpen(running)).isEqualTo(ENTRIES);
  }

  @Test
  void open_pageWithinLastRecordMissing_dropsIt() throws IOException {
    long start = recordEnds.get(ENTRIES - 2);
    zero(log(), start + 40_000, start + 44_096);

    assertThat(highestAfterOpen()).isEqualTo(ENTRIES - 1);
  }

  @Test
  void open_byteFlippedInTheMiddle_isRefusedAndNamesTheFile() throws IOException {
    flip(log(), recordEnds.get(10) + 30);

    assertThatThrownBy(this::highestAfterOpen)
        .isInstanceOf(StoreOpenException.class)
        .hasMessageContaining(log().toRealPath().toString())
        .hasMessageContaining("damaged or cut off behind byte " + recordEnds.get(10));
  }

  @Test
  void open_zerosInTheMiddle_isRefused() throws IOException {
    // LevelDB takes a header of zeros for the end of what was written and would go on without a
    // word at the next block.
    zero(log(), recordEnds.get(10), recordEnds.get(12));

    assertThatThrownBy(this::highestAfterOpen).isInstanceOf(StoreOpenException.class);
  }

  @Test
  void open_damageInAnOlderLog_isRefused() throws IOException {
    Path older = log();
    long number = Long.parseLong(older.getFileName().toString().replace(".log", ""));
    Files.copy(older, older.resolveSibling("%06d.log".formatted(number + 1)));
    zero(older, recordEnds.get(ENTRIES - 1) - 10, recordEnds.get(ENTRIES - 1));

    assertThatThrownBy(this::highestAfterOpen)
        .isInstanceOf(StoreOpenException.class)
        .hasMessageContaining(older.getFileName().toString());
  }

  @Test
  void open_manifestTorn_cutsIt() throws IOException {
    Path manifest = onlyFile(crashed, "MANIFEST-*");
    try (var file = new RandomAccessFile(manifest.toFile(), "rw")) {
      file.seek(lastByte(manifest) + 10); // Its last record ends in a zero.
      file.write(new byte[] {1, 2, 3, 4, 9, 0, 1, 7, 7});
    }

    assertThat(highestAfterOpen()).isEqualTo(ENTRIES);
    assertThat(crashed.resolve("damaged").resolve(manifest.getFileName())).exists();
  }

  private long highestAfterOpen() {
    return highestAfterOpen(crashed);
  }

  private static long highestAfterOpen(Path directory) {
    try (var store = LevelDbStore.open(TestSettings.in(directory))) {
      long highest = Stages.await(store.highestNr("log"));
      List<Long> read = new ArrayList<>();
      Stages.await(store.readLog("log", 1, (nr, _) -> read.add(nr)));
      assertThat(read).hasSize((int) highest);
      return highest;
    }
  }

  private Path copyOfCrashed() throws IOException {
    Path copy = Files.createTempDirectory(running, "copy");
    Files.createDirectories(copy.resolve("leveldb"));
    try (var files = Files.newDirectoryStream(crashed.resolve("leveldb"))) {
      for (Path file : files) {
        Files.copy(file, copy.resolve("leveldb").resolve(file.getFileName()));
      }
    }
    Files.copy(crashed.resolve("lengths"), copy.resolve("lengths"));
    return copy;
  }

  private Path log() throws IOException {
    return log(crashed);
  }

  private static Path log(Path directory) throws IOException {
    return onlyFile(directory, "*.log");
  }

  private static Path onlyFile(Path directory, String pattern) throws IOException {
    try (var files = Files.newDirectoryStream(directory.resolve("leveldb"), pattern)) {
      return files.iterator().next();
    }
  }

  /** Where a file's content ends and its allocated zeros begin. */
  private static long lastByte(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int length = bytes.length;
    while (length > 0 && bytes[length - 1] == 0) {
      length--;
    }
    return length;
  }

  private static void zero(Path file, long from, long to) throws IOException {
    try (var access = new RandomAccessFile(file.toFile(), "rw")) {
      access.seek(from);
      access.write(new byte[Math.toIntExact(to - from)]);
    }
  }

  private static void setLength(Path file, long length) throws IOException {
    try (var access = new RandomAccessFile(file.toFile(), "rw")) {
      access.setLength(length);
    }
  }

  private static void flip(Path file, long offset) throws IOException {
    try (var access = new RandomAccessFile(file.toFile(), "rw")) {
      access.seek(offset);
      int value = access.read();
      access.seek(offset);
      access.write(value ^ 0x10);
    }
  }

  private static void append(Store store, long nr, int sizeBytes) {
    byte[] bytes = "x".repeat(sizeBytes).getBytes(UTF_8);
    // The row comes last in the record, so that it does not end in a zero.
    var write =
        new LogWrite(
            "log",
            List.of(new LogEntry(nr, bytes)),
            List.of(RowChange.put(new byte[] {0x10, (byte) nr}, bytes)));
    Stages.await(store.write(List.of(write), Durability.SYNCED));
  }
}
