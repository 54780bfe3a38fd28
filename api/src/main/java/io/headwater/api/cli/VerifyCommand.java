package io.headwater.api.cli;

import io.headwater.actors.inspect.DatabaseCheck;
import io.headwater.persistence.inspect.Progress;
import io.headwater.persistence.inspect.Verification;
import io.headwater.persistence.inspect.VerifyReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code headwater verify}: reads all of a data directory and says whether it is whole. */
@Command(
    name = "verify",
    description =
        "Reads everything in a data directory that no server uses, and says what is damaged."
            + " Changes nothing in it. Exit code 1 if there is damage.",
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
  private static final int WHOLE = 0;
  private static final int DAMAGED = 1;

  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  @Option(names = "--data-dir", description = "Where the database lives (headwater-data).")
  private Path dataDirectory = Path.of("headwater-data");

  @Override
  public Integer call() throws IOException {
    if (spec == null) {
      throw new IllegalStateException("not run by picocli");
    }
    PrintWriter out = spec.commandLine().getOut();
    long startNanos = System.nanoTime();
    VerifyReport report = ProgressBar.isWanted() ? runWithBar(out) : run((_, _) -> {});
    print(report, Duration.ofNanos(System.nanoTime() - startNanos), out);
    return report.isWhole() ? WHOLE : DAMAGED;
  }

  private VerifyReport runWithBar(PrintWriter out) throws IOException {
    var bar = new ProgressBar(out);
    try {
      return run(bar);
    } finally {
      bar.clear();
    }
  }

  private VerifyReport run(Progress progress) throws IOException {
    return Verification.run(dataDirectory, DatabaseCheck::new, progress);
  }

  private void print(VerifyReport report, Duration took, PrintWriter out) {
    out.printf(Locale.ROOT, "Verified %s in %.1f s%n", dataDirectory, took.toMillis() / 1_000.0);
    report
        .counts()
        .forEach((what, count) -> out.printf(Locale.ROOT, "  %-16s %,18d%n", what, count));
    out.printf(Locale.ROOT, "  %-16s %16.0f %%%n", "live share", 100 * report.liveShare());
    report.notes().forEach(note -> out.println("Note: " + note));
    if (report.isWhole()) {
      out.println("No damage found.");
    } else {
      out.printf(Locale.ROOT, "Damage found: %,d%n", report.findingCount());
      report.findings().forEach(finding -> out.println("  " + finding));
      long more = report.findingCount() - report.findings().size();
      if (more > 0) {
        out.printf(Locale.ROOT, "  and %,d more%n", more);
      }
    }
    out.flush();
  }
}
