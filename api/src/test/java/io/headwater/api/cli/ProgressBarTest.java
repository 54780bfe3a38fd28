package io.headwater.api.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class ProgressBarTest {
  private final StringWriter terminal = new StringWriter();
  private final ProgressBar bar = new ProgressBar(new PrintWriter(terminal));

  @Test
  void at_samePerCent_drawsOnce() {
    bar.at("rows", 0.25);
    bar.at("rows", 0.2501);

    assertThat(terminal.toString())
        .isEqualTo("\r[" + "#".repeat(10) + " ".repeat(30) + "]  25 %  rows");
  }

  @Test
  void at_shorterStep_leavesNothingOfTheLongerOne() {
    bar.at("segment 12", 0.5);
    terminal.getBuffer().setLength(0);
    bar.at("rows", 0.51);

    assertThat(terminal.toString()).endsWith("]  51 %  rows" + " ".repeat(6));
  }

  @Test
  void clear_leavesAnEmptyLine() {
    bar.at("rows", 1);
    int length = terminal.toString().length() - 1;
    terminal.getBuffer().setLength(0);
    bar.clear();

    assertThat(terminal.toString()).isEqualTo("\r" + " ".repeat(length) + "\r");
  }
}
