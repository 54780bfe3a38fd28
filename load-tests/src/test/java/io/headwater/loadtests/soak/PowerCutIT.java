package io.headwater.loadtests.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code load-tests/run power-cut}, and the proof that it finds losses. */
final class PowerCutIT {
  private static final CrashOptions SHORT =
      new CrashOptions(3, 16, 20, Duration.ofMillis(300), Duration.ofMillis(800), 1);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @Test
  void server_powerCutInAnyOrderOfPages_keepsAndTellsWhatItAcknowledged() throws IOException {
    var report = run("always", new SplittableRandom(1));

    assertThat(report.violations()).isEmpty();
    assertThat(report.crashes()).isEqualTo(3);
  }

  @Test
  void server_powerCutUnderLoad_keepsAndTellsWhatItAcknowledged() throws IOException {
    var report = run("always", null);

    assertThat(report.violations()).isEmpty();
    assertThat(report.crashes()).isEqualTo(3);
    assertThat(report.acknowledged()).isGreaterThan(50);
  }

  @Test
  void server_answersBeforeTheSync_isFoundOut() throws IOException {
    // A sync interval longer than the test, so that the losses do not depend on the moment.
    var report = run("interval\nheadwater.journal.sync-interval = 1 h", null);

    assertThat(report.violations()).isNotEmpty();
  }

  private CrashReport run(String sync, @Nullable RandomGenerator survivors) throws IOException {
    try (var test =
        new CrashTest(
            SHORT,
            configuration ->
                PowerCutServer.create(
                    folder, configuration + "headwater.journal.sync = " + sync + "\n", survivors),
            PowerCutIT::print)) {
      return test.run();
    }
  }

  private static void print(String line) {
    System.out.println(line);
  }
}
