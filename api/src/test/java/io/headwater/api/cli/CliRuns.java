package io.headwater.api.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Runs commands in this JVM and keeps what the last one printed. */
final class CliRuns {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** Answers the exit code. */
  int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return HeadwaterCli.run(new PrintWriter(out), new PrintWriter(err), arguments);
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }

  /** A failure is told in one line. */
  void assertOneLine(String... containing) {
    assertThat(err()).startsWith("headwater: ").contains(containing).endsWith("\n");
    assertThat(err().lines()).hasSize(1);
    assertThat(out()).isEmpty();
  }
}
