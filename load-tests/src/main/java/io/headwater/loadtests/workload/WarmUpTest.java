package io.headwater.loadtests.workload;

import io.headwater.loadtests.client.DynamoDbConnection;
import io.headwater.loadtests.rival.HeadwaterJar;
import io.headwater.loadtests.rival.Rival;
import io.headwater.loadtests.rival.TemporaryFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * How fast a server is in each second after its first answer. It is started anew for each
 * operation, on the same data, and gets it as fast as it answers from the first answer on.
 */
public final class WarmUpTest {
  private static final List<LoadOperation> OPERATIONS =
      List.of(
          LoadOperation.GET_ITEM,
          LoadOperation.PUT_ITEM,
          LoadOperation.UPDATE_ITEM,
          LoadOperation.QUERY);

  /** The last seconds, which count as warm. */
  private static final int WARM_SECONDS = 5;

  private static final int PRINTED_SECONDS = 8;

  private final LoadOptions options;
  private final Path reportFolder;
  private final PrintStream out;

  /**
   * A test that is not run yet.
   *
   * @param connections each with one request under way at a time
   * @param seconds measured after each start
   */
  public WarmUpTest(int connections, int seconds, long seed, Path reportFolder, PrintStream out) {
    this.options =
        new LoadOptions(
            Set.copyOf(OPERATIONS),
            connections,
            100_000,
            1_024,
            Duration.ZERO,
            Duration.ofSeconds(seconds),
            false,
            seed);
    this.reportFolder = reportFolder;
    this.out = out;
  }

  /** Measures, prints a table, and draws throughput and p99 by second. */
  public void run() throws IOException {
    var results = new EnumMap<LoadOperation, List<Histogram>>(LoadOperation.class);
    try (var folder = TemporaryFolder.create("warm-up");
        var server = new HeadwaterJar(folder.path(), List.of())) {
      server.start();
      new LoadTest(options).fill(server);
      server.stop();
      for (LoadOperation operation : OPERATIONS) {
        Duration toFirstAnswer = server.start();
        results.put(operation, measure(server, operation));
        server.stop();
        print(operation, toFirstAnswer, results.get(operation));
      }
    }
    Files.createDirectories(reportFolder);
    plot(results).drawTo(reportFolder.resolve("warm-up.png"));
  }

  private List<Histogram> measure(Rival rival, LoadOperation operation) {
    var seeds = new SplittableRandom(options.seed());
    long startNanos = System.nanoTime();
    try (var threads = Executors.newFixedThreadPool(options.connections())) {
      var workers = new ArrayList<Future<List<Histogram>>>();
      for (int i = 0; i < options.connections(); i++) {
        var random = seeds.split();
        workers.add(threads.submit(() -> call(rival, operation, random, startNanos)));
      }
      List<Histogram> sums = newHistograms();
      for (Future<List<Histogram>> worker : workers) {
        List<Histogram> part = worker.get();
        for (int second = 0; second < part.size(); second++) {
          sums.get(second).add(part.get(second));
        }
      }
      return sums;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted under load", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("A connection failed", e.getCause());
    }
  }

  /** Latencies in microseconds, by the second in which the response came. */
  private List<Histogram> call(
      Rival rival, LoadOperation operation, SplittableRandom random, long startNanos)
      throws IOException {
    var latencies = newHistograms();
    var items = new LoadItems(options.itemBytes(), random);
    try (var connection = DynamoDbConnection.open(rival.endpoint())) {
      while (true) {
        String body = operation.body(items, random, options.keys());
        long sentNanos = System.nanoTime();
        connection.call(operation.operationName(), body).orThrow(operation.operationName());
        long nowNanos = System.nanoTime();
        int second = (int) ((nowNanos - startNanos) / 1_000_000_000L);
        if (second >= latencies.size()) {
          return latencies;
        }
        latencies.get(second).recordValue((nowNanos - sentNanos) / 1_000);
      }
    }
  }

  private List<Histogram> newHistograms() {
    return IntStream.range(0, (int) options.measured().toSeconds())
        .mapToObj(_ -> new Histogram(3))
        .toList();
  }

  private void print(LoadOperation operation, Duration toFirstAnswer, List<Histogram> bySecond) {
    double warm = warmThroughput(bySecond);
    var last = new Histogram(3);
    bySecond.subList(bySecond.size() - WARM_SECONDS, bySecond.size()).forEach(last::add);
    out.printf(
        Locale.ROOT,
        "%n%s: first answer after %d ms; warm %,.0f/s, p99 %.1f ms%n",
        operation.title(),
        toFirstAnswer.toMillis(),
        warm,
        last.getValueAtPercentile(99) / 1e3);
    out.printf("%8s %12s %12s %10s%n", "second", "requests/s", "of warm", "p99 ms");
    for (int second = 0; second < Math.min(PRINTED_SECONDS, bySecond.size()); second++) {
      Histogram latencies = bySecond.get(second);
      out.printf(
          Locale.ROOT,
          "%8d %,12d %11.0f%% %10.1f%n",
          second + 1,
          latencies.getTotalCount(),
          100 * latencies.getTotalCount() / warm,
          latencies.getValueAtPercentile(99) / 1e3);
    }
  }

  private static double warmThroughput(List<Histogram> bySecond) {
    return bySecond.subList(bySecond.size() - WARM_SECONDS, bySecond.size()).stream()
        .mapToLong(Histogram::getTotalCount)
        .average()
        .orElseThrow();
  }

  private static Plot plot(Map<LoadOperation, List<Histogram>> results) {
    var throughputs = new ArrayList<Plot.Curve>();
    var latencies = new ArrayList<Plot.Curve>();
    results.forEach((operation, bySecond) -> {
      var ofThroughput = new ArrayList<Plot.Point>();
      var ofLatency = new ArrayList<Plot.Point>();
      for (int second = 0; second < bySecond.size(); second++) {
        Histogram histogram = bySecond.get(second);
        ofThroughput.add(new Plot.Point(second + 1, histogram.getTotalCount()));
        ofLatency.add(new Plot.Point(second + 1, histogram.getValueAtPercentile(99) / 1e3));
      }
      throughputs.add(new Plot.Curve(operation.title(), ofThroughput));
      latencies.add(new Plot.Curve(operation.title(), ofLatency));
    });
    return new Plot(
        "seconds after the first answer",
        List.of(new Plot.Panel("requests/s", throughputs), new Plot.Panel("p99 in ms", latencies)));
  }
}
