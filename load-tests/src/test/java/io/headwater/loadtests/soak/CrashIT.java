package io.headwater.loadtests.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code load-tests/run crash}. */
final class CrashIT {
  private static final CrashOptions SHORT =
      new CrashOptions(2, 16, 51, Duration.ofMillis(500), Duration.ofMillis(1_200), 1);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @Test
  void server_killedUnderLoad_keepsAndTellsWhatItAcknowledged() throws IOException {
    try (var test =
        new CrashTest(
            SHORT,
            configuration -> KilledServer.ofHeadwater(folder, configuration),
            CrashIT::print)) {
      var report = test.run();

      assertThat(report.violations()).isEmpty();
      assertThat(report.crashes()).isEqualTo(2);
      assertThat(report.acknowledged()).isGreaterThan(100);
    }
  }

  private static void print(String line) {
    System.out.println(line);
  }
}
