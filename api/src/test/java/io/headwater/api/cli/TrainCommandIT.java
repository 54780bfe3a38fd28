package io.headwater.api.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Every request of the training must be answered with success, or it trains nothing. */
final class TrainCommandIT {
  @Test
  void run_oneRound_servesEveryRequest() {
    var cli = new CliRuns();

    int exitCode = cli.run("train", "--rounds", "1");

    assertThat(cli.err()).isEmpty();
    assertThat(exitCode).isZero();
  }
}
