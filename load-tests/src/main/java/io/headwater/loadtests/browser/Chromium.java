package io.headwater.loadtests.browser;

import io.headwater.loadtests.rival.CannotRunException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** A headless Chromium that opens one page and waits for what the page reports. */
final class Chromium {
  private static final Duration REPORT_TIMEOUT = Duration.ofSeconds(90);

  private static final List<String> COMMAND =
      List.of(
          "chromium",
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--disable-dev-shm-usage",
          "--no-first-run",
          "--host-resolver-rules=MAP *.example 127.0.0.1");

  private Chromium() {}

  /** Opens a page with a new profile and returns the page's report. */
  static String open(String url, Path profile, BlockingQueue<String> reports) {
    var command = new ArrayList<String>(COMMAND);
    command.add("--user-data-dir=" + profile);
    command.add(url);
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(new File(profile + ".log"))
              .start();
    } catch (IOException e) {
      throw new CannotRunException(
          "The check needs Chromium; install it with apt-get install -y chromium: "
              + e.getMessage());
    }
    try {
      String report = reports.poll(REPORT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      if (report == null) {
        throw new IllegalStateException(
            "No report of " + url + " in " + REPORT_TIMEOUT + "; see " + profile + ".log");
      }
      return report;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a page was open", e);
    } finally {
      end(process);
    }
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }
}
