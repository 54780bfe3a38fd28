package io.headwater.api.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** Every request of the training must be answered with success, or it trains nothing. */
final class TrainCommandIT {
  @Test
  void run_oneRound_servesEveryRequest() {
    var err = new StringWriter();

    int exitCode =
        HeadwaterCli.run(
            new PrintWriter(new StringWriter()), new PrintWriter(err), "train", "--rounds", "1");

    assertThat(err.toString()).isEmpty();
    assertThat(exitCode).isZero();
  }
}
