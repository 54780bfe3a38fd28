package io.headwater.loadtests.soak;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.headwater.loadtests.rival.CannotRunException;
import io.headwater.loadtests.rival.DiskFaults;
import io.headwater.persistence.inspect.ContentCheck;
import io.headwater.persistence.inspect.Verification;
import io.headwater.persistence.store.LogWrite;
import io.headwater.persistence.store.RowChange;
import io.headwater.persistence.store.SegmentStore;
import io.headwater.persistence.store.Store.Durability;
import io.headwater.persistence.store.StoreOpenException;
import io.headwater.persistence.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sector of a segment that the disk cannot read is reported, and the process lives. */
final class UnreadableSectorIT {
  private static final Path SEGMENT = Path.of("segments", "0000000001.seg");

  @TempDir Path folder;

  @Test
  void startAndVerification_sectorUnreadable_nameFileAndByte() throws Exception {
    Path directory = folder.resolve("data");
    fill(directory);
    var child =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "--enable-native-access=ALL-UNNAMED",
            Start.class.getName(),
            directory.toString());
    child.environment().putAll(faults().failingRead(directory, SEGMENT, 70_000));

    Process process = child.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
    String finding =
        "File %s cannot be read at byte 69632: Input/output error"
            .formatted(directory.toRealPath().resolve(SEGMENT));
    assertThat(output.lines())
        .containsSubsequence(
            "Cannot open the database in %s: %s".formatted(directory, finding), finding, "alive");
  }

  /** The library of disk faults, where the machine has a compiler for it. */
  private DiskFaults faults() {
    try {
      return DiskFaults.compileInto(folder, DiskFaults.Names.STRICT);
    } catch (CannotRunException e) {
      return Assumptions.abort(e.getMessage());
    }
  }

  private static void fill(Path directory) {
    var store = SegmentStore.open(settings(directory));
    for (int row = 0; row < 100; row++) {
      var change = RowChange.put(new byte[] {0x10, (byte) row}, new byte[2_000]);
      store
          .write(List.of(new LogWrite("log", List.of(), List.of(change))), Durability.BUFFERED)
          .toCompletableFuture()
          .join();
    }
    store.abandon();
  }

  private static StoreSettings settings(Path directory) {
    return StoreSettings.from(
        ConfigFactory.parseMap(Map.of("directory", directory.toString()))
            .withFallback(ConfigFactory.load().getConfig("headwater.store")));
  }

  /** Starts a store and verifies its directory. */
  static final class Start {
    private Start() {}

    public static void main(String[] arguments) throws IOException {
      Path directory = Path.of(arguments[0]);
      try {
        SegmentStore.open(settings(directory)).close();
      } catch (StoreOpenException e) {
        System.out.println(e.getMessage());
      }
      Verification.run(directory, _ -> new NoCheck(), (_, _) -> {})
          .findings()
          .forEach(System.out::println);
      System.out.println("alive");
    }
  }

  /** Takes any content for good. */
  private static final class NoCheck implements ContentCheck {
    @Override
    public void log(String logId, long lowestNr, long highestNr) {}

    @Override
    public void logEntry(String logId, long nr, byte[] bytes) {}

    @Override
    public void row(byte[] key, byte[] value) {}

    @Override
    public void end() {}

    @Override
    public SequencedMap<String, Long> counts() {
      return new TreeMap<>();
    }
  }
}
