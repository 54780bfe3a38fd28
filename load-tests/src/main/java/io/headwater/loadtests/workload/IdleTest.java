package io.headwater.loadtests.workload;

import io.headwater.loadtests.client.DynamoDbConnection;
import io.headwater.loadtests.rival.HeadwaterJar;
import io.headwater.loadtests.rival.ProcessFigures;
import io.headwater.loadtests.rival.TemporaryFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * What a server costs that has many tables, each with a global secondary index, and no requests.
 */
public final class IdleTest {
  /** Until the JVM has compiled what the creation of tables made it compile. */
  private static final Duration SETTLE = Duration.ofSeconds(75);

  private static final double MEBIBYTE = 1024.0 * 1024.0;

  private final int tables;
  private final Duration duration;
  private final PrintStream out;

  public IdleTest(int tables, Duration duration, PrintStream out) {
    this.tables = tables;
    this.duration = duration;
    this.out = out;
  }

  public void run() throws IOException {
    try (var folder = TemporaryFolder.create("idle");
        var server = new HeadwaterJar(folder.path(), List.of())) {
      server.start();
      long startedNanos = System.nanoTime();
      createTables(server);
      out.printf(
          Locale.ROOT,
          "%,d tables with one index each created in %.1f s%n",
          tables,
          (System.nanoTime() - startedNanos) / 1e9);
      LockSupport.parkNanos(SETTLE.toNanos());
      measure(server);
      server.stop();
    }
  }

  private void createTables(HeadwaterJar server) throws IOException {
    try (var connection = DynamoDbConnection.open(server.endpoint())) {
      for (int i = 0; i < tables; i++) {
        connection.call("CreateTable", LoadItems.createIdleTable(i)).orThrow("CreateTable");
      }
    }
  }

  private void measure(HeadwaterJar server) {
    var cpuBefore = server.cpuTime();
    long startedNanos = System.nanoTime();
    LockSupport.parkNanos(duration.toNanos());
    double cpuSeconds = server.cpuTime().minus(cpuBefore).toMillis() / 1e3;
    double seconds = (System.nanoTime() - startedNanos) / 1e9;
    long processId = server.processId();
    out.printf(
        Locale.ROOT,
        "idle for %.0f s: %.2f %% of a core, %d threads, %.0f MiB of anonymous memory%n",
        seconds,
        100 * cpuSeconds / seconds,
        ProcessFigures.threads(processId).size(),
        ProcessFigures.anonymousBytes(processId) / MEBIBYTE);
  }
}
