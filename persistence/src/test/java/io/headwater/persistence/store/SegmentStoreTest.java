package io.headwater.persistence.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.persistence.store.Store.Direction;
import io.headwater.persistence.store.Store.Durability;
import io.headwater.persistence.testing.TestSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the embedded engine does besides the port's contract. */
class SegmentStoreTest {
  private static final byte[] KEY = "\u0010key".getBytes(UTF_8);
  private static final byte[] VALUE = "value".getBytes(UTF_8);

  @TempDir Path directory;

  @Test
  void open_again_findsLogsAndRows() {
    try (var store = open()) {
      write(store, 1);
      write(store, 2);
      Stages.await(store.trimLog("log", 1));
    }

    try (var store = open()) {
      assertThat(Stages.await(store.get(KEY))).isEqualTo(VALUE);
      assertThat(Stages.await(store.lowestNr("log"))).isEqualTo(2);
      assertThat(Stages.await(store.highestNr("log"))).isEqualTo(2);
      assertThatThrownBy(() -> write(store, 2)).isInstanceOf(LogFencedException.class);
      write(store, 3);
    }
  }

  @Test
  void open_twiceInOneProcess_isRefusedAndTheFirstGoesOn() {
    try (var store = open()) {
      assertThatThrownBy(this::open)
          .isInstanceOf(StoreOpenException.class)
          .hasMessage("Data directory %s is in use by this process", directory);
      assertThatThrownBy(this::open).isInstanceOf(StoreOpenException.class);

      write(store, 1);
    }
    open().close();
  }

  @Test
  void open_usedByAnotherProcess_isRefused() throws Exception {
    var other = lockInAnotherProcess();
    try {
      assertThatThrownBy(this::open)
          .isInstanceOf(StoreOpenException.class)
          .hasMessage("Data directory %s is in use by another process", directory);
    } finally {
      other.destroy();
      other.waitFor();
    }
    open().close();
  }

  private Process lockInAnotherProcess() throws IOException {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "--enable-native-access=ALL-UNNAMED",
                StoreHolder.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.inputReader().readLine()).isEqualTo("open");
    return process;
  }

  /** Opens a store and holds it until it is killed. */
  static final class StoreHolder {
    private StoreHolder() {}

    @SuppressWarnings("SystemOut") // The test waits for this line.
    public static void main(String[] arguments) throws InterruptedException {
      SegmentStore.open(TestSettings.in(Path.of(arguments[0])));
      System.out.println("open");
      new CountDownLatch(1).await();
    }
  }

  @Test
  void open_directoryWithOtherContent_isRefused() throws IOException {
    Files.writeString(directory.resolve("thesis.tex"), "");

    assertThatThrownBy(this::open)
        .isInstanceOf(StoreOpenException.class)
        .hasMessageContaining("holds something else (thesis.tex)");

    Files.delete(directory.resolve("thesis.tex"));
    open().close();
  }

  @Test
  void open_file_isRefused() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));

    assertThatThrownBy(() -> SegmentStore.open(TestSettings.in(file)))
        .isInstanceOf(StoreOpenException.class)
        .hasMessage("Data directory %s is a file", file);
  }

  @Test
  void open_missingDirectories_createsThem() {
    Path nested = directory.resolve("a").resolve("b");

    SegmentStore.open(TestSettings.in(nested)).close();

    assertThat(nested.resolve("segments")).exists();
  }

  @Test
  void open_again_keepsTheUnpackedLibraryAndReplacesAnother() throws IOException {
    open().close();
    Path library = directory.resolve("native").resolve("libleveldbjni.so");
    byte[] content = Files.readAllBytes(library);
    FileTime longAgo = FileTime.fromMillis(0);
    Files.setLastModifiedTime(library, longAgo);

    open().close();
    assertThat(Files.getLastModifiedTime(library)).isEqualTo(longAgo);

    content[content.length / 2]++;
    Files.delete(library); // The process has the file mapped: it must not be written to.
    Files.write(library, content);
    open().close();
    content[content.length / 2]--;
    assertThat(library).hasBinaryContent(content);
    try (var files = Files.list(library.getParent())) {
      assertThat(files).containsExactly(library);
    }
  }

  @Test
  void open_killedWhileItUnpackedTheLibrary_leavesTheLibraryOnly() throws IOException {
    Path nativeFolder = Files.createDirectory(directory.resolve("native"));
    Files.write(nativeFolder.resolve("unpacking"), new byte[10]);

    open().close();

    try (var files = Files.list(nativeFolder)) {
      assertThat(files).containsExactly(nativeFolder.resolve("libleveldbjni.so"));
    }
  }

  @Test
  void write_logIdThatCannotBeAKey_fails() {
    try (var store = open()) {
      for (String logId : List.of("", "a\0b", "\uD800", "x".repeat(1025))) {
        var write = new LogWrite(logId, List.of(new LogEntry(1, VALUE)), List.of());
        assertThatThrownBy(() -> Stages.await(store.write(List.of(write), Durability.SYNCED)))
            .isInstanceOf(IllegalArgumentException.class);
      }
      write(store, 1);
    }
  }

  @Test
  void trimLog_moreThanABatch_trimsAll() {
    int entries = 2_500;
    try (var store = open()) {
      List<LogEntry> all = new ArrayList<>();
      for (int nr = 1; nr <= entries; nr++) {
        all.add(new LogEntry(nr, VALUE));
      }
      Stages.await(store.write(List.of(new LogWrite("log", all, List.of())), Durability.BUFFERED));

      Stages.await(store.trimLog("log", entries - 1));

      List<Long> left = new ArrayList<>();
      Stages.await(store.readLog("log", 1, (nr, _) -> left.add(nr)));
      assertThat(left).containsExactly((long) entries);
    }
  }

  @Test
  void syncListener_hearsOfSyncsOnly() {
    var syncs = new AtomicInteger();
    try (var store = SegmentStore.open(TestSettings.in(directory), syncs::incrementAndGet)) {
      var write = new LogWrite("log", List.of(), List.of(RowChange.put(KEY, VALUE)));

      Stages.await(store.write(List.of(write), Durability.BUFFERED));
      assertThat(syncs).hasValue(0);

      Stages.await(store.write(List.of(write), Durability.SYNCED));
      assertThat(syncs).hasValue(1);

      Stages.await(store.sync());
      assertThat(syncs).hasValue(2);

      assertThatThrownBy(() -> write(store, 7)).isInstanceOf(LogFencedException.class);
      assertThat(syncs).hasValue(2);
    }
  }

  @Test
  void write_fileSystemFails_breaksTheStoreForWritingOnly() throws IOException {
    try (var store = openSmall()) {
      StoreFiles.fill(store, 1, 1);
      Path segments = directory.resolve("segments");
      Path elsewhere = directory.resolve("elsewhere");
      Files.move(segments, elsewhere); // What is open can still be written to: a new one can't.

      assertThatThrownBy(() -> StoreFiles.fill(store, 2, 20))
          .isInstanceOf(StoreBrokenException.class);
      Files.move(elsewhere, segments);

      assertThatThrownBy(() -> write(store, 1)).isInstanceOf(StoreBrokenException.class);
      assertThatThrownBy(() -> Stages.await(store.sync())).isInstanceOf(StoreBrokenException.class);
      assertThat(store.admission()).isEqualTo(Admission.NONE);
      assertThatThrownBy(() -> Stages.await(store.trimLog("filling", 1)))
          .isInstanceOf(StoreBrokenException.class);
      assertThat(Stages.await(store.get(new byte[] {0x11, 0}))).hasSize(StoreFiles.FILLING_BYTES);
    }
    try (var store = openSmall()) {
      assertThat(Stages.await(store.highestNr("filling"))).isGreaterThan(1);
    }
  }

  @Test
  void write_errorBetweenAppendAndIndex_breaksTheStoreForWriting() {
    var fails = new AtomicBoolean();
    SyncListener listener =
        () -> {
          if (fails.get()) {
            throw new OutOfMemoryError("the test's");
          }
        };
    try (var store = SegmentStore.open(TestSettings.in(directory), listener)) {
      write(store, 1);
      fails.set(true);
      assertThatThrownBy(() -> write(store, 2))
          .isInstanceOf(StoreBrokenException.class)
          .hasCauseInstanceOf(OutOfMemoryError.class);
      fails.set(false);

      assertThat(store.admission()).isEqualTo(Admission.NONE);
      assertThatThrownBy(() -> write(store, 2)).isInstanceOf(StoreBrokenException.class);
      assertThat(Stages.await(store.highestNr("log"))).isEqualTo(1);
    }
    try (var store = open()) {
      assertThat(Stages.await(store.highestNr("log"))).isEqualTo(2); // Its outcome was unknown.
      write(store, 3);
    }
  }

  @Test
  void close_readUnderWay_waitsForIt() throws Exception {
    var store = open();
    write(store, 1);
    var visiting = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var scan =
        CompletableFuture.runAsync(() ->
            Stages.await(
                store.scan(
                    new KeyRange(KEY, null),
                    Direction.FORWARD,
                    (_, _) -> {
                      visiting.countDown();
                      awaitUninterruptibly(goOn);
                      return true;
                    })));
    visiting.await();
    var closing = new Thread(store::close);
    closing.start();
    assertThat(closing.join(java.time.Duration.ofMillis(50))).isFalse();

    goOn.countDown();

    scan.get(10, TimeUnit.SECONDS);
    assertThat(closing.join(java.time.Duration.ofSeconds(10))).isTrue();
    open().close();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private SegmentStore open() {
    return SegmentStore.open(TestSettings.in(directory));
  }

  private SegmentStore openSmall() {
    return SegmentStore.open(
        TestSettings.with(directory, Map.of("segment-size", "64 KiB", "write-buffer", "64 KiB")));
  }

  private static void write(Store store, long nr) {
    var write =
        new LogWrite("log", List.of(new LogEntry(nr, VALUE)), List.of(RowChange.put(KEY, VALUE)));
    Stages.await(store.write(List.of(write), Durability.SYNCED));
  }
}
