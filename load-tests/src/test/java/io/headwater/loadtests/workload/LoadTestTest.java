package io.headwater.loadtests.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.loadtests.rival.DynamoDbLocal;
import io.headwater.loadtests.rival.EchoServer;
import io.headwater.loadtests.rival.HeadwaterJar;
import io.headwater.loadtests.rival.Rival;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The load is one that all servers take without an error. */
final class LoadTestTest {
  private static final LoadOptions SHORT =
      new LoadOptions(
          EnumSet.allOf(LoadOperation.class),
          4,
          60,
          1024,
          Duration.ofMillis(50),
          Duration.ofMillis(200),
          true,
          1);

  @TempDir Path folder;

  @Test
  void load_headwater_measuresEveryOperation() {
    try (var rival = new HeadwaterJar(folder, List.of())) {
      checkThatEveryOperationIsMeasured(rival);
    }
  }

  @Test
  void load_dynamoDbLocal_measuresEveryOperation() {
    try (var rival = DynamoDbLocal.onDisk(folder)) {
      checkThatEveryOperationIsMeasured(rival);
    }
  }

  @Test
  void load_httpAlone_measuresEveryOperation() {
    try (var rival = new EchoServer(folder)) {
      checkThatEveryOperationIsMeasured(rival);
    }
  }

  private static void checkThatEveryOperationIsMeasured(Rival rival) {
    var results = new LoadTest(SHORT).run(rival);

    assertThat(results).containsOnlyKeys(LoadOperation.values());
    assertThat(results.values())
        .allSatisfy(result -> {
          assertThat(result.requestsPerSecond()).isPositive();
          assertThat(result.percentileMillis(99.9))
              .isGreaterThanOrEqualTo(result.percentileMillis(50));
          assertThat(result.halfLoadMicros()).isNotNull();
        });
  }
}
