package io.headwater.loadtests.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The short form of {@code load-tests/run differential}. */
final class DifferentialIT {
  private static final DifferentialOptions SHORT = new DifferentialOptions(2_500, 20_120_810, 0);

  @Test
  void answers_toRandomOperations_areThoseOfDynamoDbLocalButForKnownDifferences()
      throws IOException {
    try (var servers = ServersUnderTest.start();
        var test =
            new DifferentialTest(
                SHORT,
                servers.headwater(),
                servers.dynamoDbLocal(),
                line -> System.out.println(line))) {
      var report = test.run();

      assertThat(report.unexplained()).isEmpty();
      assertThat(report.operationCount()).isGreaterThanOrEqualTo(2_500);
    }
  }
}
