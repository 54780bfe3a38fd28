package io.headwater.persistence.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.persistence.segment.SegmentLog;
import io.headwater.persistence.store.Store.Direction;
import io.headwater.persistence.store.Store.Durability;
import io.headwater.persistence.testing.TestSettings;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A segment whose bytes the disk does not give fails the reads of them, not the process. */
class UnreadableSegmentTest {
  private static final int ROWS = 100;
  private static final int VALUE_BYTES = 2_000;
  private static final int LEFT_BYTES = 16 * 1024;

  @TempDir Path directory;

  /** The access faults in the interpreter, and in code of each of the JVM's compilers. */
  @ParameterizedTest
  @ValueSource(strings = {"-Xint", "-XX:TieredStopAtLevel=1", "-XX:-TieredCompilation"})
  void reads_segmentTruncatedUnderAnOpenStore_failAndTheProcessLives(String option)
      throws Exception {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + directory.resolve("crash.log"),
                option,
                Truncation.class.getName(),
                directory.resolve("data").toString())
            .redirectErrorStream(true)
            .start();

    String output = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(output).endsWith("alive\n");
    assertThat(process.exitValue()).isZero();
  }

  /** Truncates a segment and reads what was in it in every way. */
  static final class Truncation {
    private Truncation() {}

    @SuppressWarnings("SystemOut") // The test waits for this line.
    public static void main(String[] arguments) throws IOException {
      Path directory = Path.of(arguments[0]);
      try (var store = SegmentStore.open(TestSettings.in(directory))) {
        for (int row = 0; row < ROWS; row++) {
          var write =
              new LogWrite(
                  "log",
                  List.of(new LogEntry(row + 1L, new byte[VALUE_BYTES])),
                  List.of(RowChange.put(key(row), new byte[VALUE_BYTES])));
          Stages.await(store.write(List.of(write), Durability.BUFFERED));
        }
        for (int i = 0; i < 20_000; i++) {
          Stages.await(store.get(key(i % ROWS))); // Until compilers have had their turn.
        }
        Path segment = StoreFiles.segment(directory, 1);
        try (var segments = SegmentLog.open(directory.resolve("segments"), 64 * 1024)) {
          truncate(segment);
          assertThatThrownBy(() -> segments.recover(segments.start(), _ -> {}))
              .hasMessage("File %s ends at byte %d", segment, LEFT_BYTES);
        }
        assertUnreadable(store, segment);
        store.abandon();
      }
      System.out.println("alive");
    }

    private static void truncate(Path segment) throws IOException {
      try (var channel = FileChannel.open(segment, StandardOpenOption.WRITE)) {
        channel.truncate(LEFT_BYTES);
      }
    }

    private static void assertUnreadable(Store store, Path segment) {
      String message =
          "A stored row is not there: File %s cannot be read at bytes ".formatted(segment);
      for (int i = 0; i < 3; i++) {
        for (int row = ROWS / 2; row < ROWS; row++) {
          byte[] key = key(row);
          assertThatThrownBy(() -> Stages.await(store.get(key)))
              .isInstanceOf(StoreCorruptionException.class)
              .hasMessageStartingWith(message);
        }
      }
      assertThat(Stages.await(store.get(key(0)))).hasSize(VALUE_BYTES);
      assertThatThrownBy(
              () -> Stages.await(store.multiGet(List.of(key(ROWS - 1)))).getFirst().value())
          .hasMessageStartingWith(message);
      var all = new KeyRange(key(0), null);
      for (Direction direction : Direction.values()) {
        assertThatThrownBy(() -> Stages.await(store.scan(all, direction, (_, _) -> true)))
            .hasMessageStartingWith(message);
      }
      assertThatThrownBy(() -> Stages.await(store.readLog("log", 50, (_, _) -> true)))
          .hasMessageContaining("A stored log entry is not there");
    }

    private static byte[] key(int row) {
      return new byte[] {0x10, (byte) row};
    }
  }
}
