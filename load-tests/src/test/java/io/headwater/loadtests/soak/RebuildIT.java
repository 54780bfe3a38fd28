package io.headwater.loadtests.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code load-tests/run rebuild}. */
final class RebuildIT {
  private static final RebuildOptions SHORT = new RebuildOptions(20, 20_000, 1);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @Test
  void rebuild_killedAgainAndAgain_losesNothing() throws IOException {
    RebuildReport report = new RebuildTest(SHORT, folder, null, RebuildIT::print).run();

    assertThat(report.violations()).isEmpty();
    assertThat(report.kills()).isEqualTo(20);
    assertThat(report.killsInRebuild()).isPositive();
  }

  private static void print(String line) {
    System.out.println(line);
  }
}
