package io.headwater.loadtests.workload;

import io.headwater.loadtests.rival.DynamoDbLocal;
import io.headwater.loadtests.rival.EchoServer;
import io.headwater.loadtests.rival.HeadwaterJar;
import io.headwater.loadtests.rival.Rival;
import io.headwater.loadtests.rival.TemporaryFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Whether all of many connections are served alike: throughput and latencies by their number. */
public final class FairnessTest {
  private static final Set<LoadOperation> OPERATIONS =
      EnumSet.of(LoadOperation.GET_ITEM, LoadOperation.PUT_ITEM);

  private static final List<Function<Path, Rival>> RIVALS =
      List.of(
          folder -> new HeadwaterJar(folder, List.of()), EchoServer::new, DynamoDbLocal::onDisk);

  private final List<Integer> connections;
  private final Duration warmUp;
  private final Duration measured;
  private final long seed;
  private final PrintStream out;

  /** Measures with so many connections, one number after the other. */
  public FairnessTest(
      List<Integer> connections, Duration warmUp, Duration measured, long seed, PrintStream out) {
    this.connections = List.copyOf(connections);
    this.warmUp = warmUp;
    this.measured = measured;
    this.seed = seed;
    this.out = out;
  }

  public void run() throws IOException {
    out.printf(
        "%-12s %-15s %11s %11s %11s %9s %9s %11s%n",
        "operation",
        "server",
        "connections",
        "requests/s",
        "to first",
        "p50 ms",
        "p99 ms",
        "p99 / p50");
    for (Function<Path, Rival> rival : RIVALS) {
      try (var folder = TemporaryFolder.create("fair");
          var server = rival.apply(folder.path())) {
        server.start();
        new LoadTest(options(connections.getFirst())).fill(server);
        var first = new EnumMap<LoadOperation, Double>(LoadOperation.class);
        for (int count : connections) {
          print(server, count, new LoadTest(options(count)).measure(server), first);
        }
        server.stop();
      }
    }
  }

  private void print(
      Rival server,
      int count,
      Map<LoadOperation, LoadResult> results,
      Map<LoadOperation, Double> first) {
    results.forEach((operation, result) -> {
      double throughput = result.requestsPerSecond();
      out.printf(
          Locale.ROOT,
          "%-12s %-15s %,11d %,11.0f %9.2f x %9.2f %9.2f %11.1f%n",
          operation.title(),
          server.name(),
          count,
          throughput,
          throughput / first.computeIfAbsent(operation, _ -> throughput),
          result.percentileMillis(50),
          result.percentileMillis(99),
          result.percentileMillis(99) / result.percentileMillis(50));
    });
  }

  private LoadOptions options(int count) {
    return new LoadOptions(OPERATIONS, count, 100_000, 1_024, warmUp, measured, false, seed);
  }
}
