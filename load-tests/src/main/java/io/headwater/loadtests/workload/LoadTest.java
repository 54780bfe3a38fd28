package io.headwater.loadtests.workload;

import io.headwater.loadtests.client.DynamoDbConnection;
import io.headwater.loadtests.rival.Rival;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/**
 * Drives one server with each operation in turn, as hard as it answers: every connection sends its
 * next request when it has the answer to the last one (a closed loop). So the latencies are those
 * at full load, and a server that stalls is asked less meanwhile.
 */
final class LoadTest {
  private static final int ITEMS_PER_BATCH = 25;

  private final LoadOptions options;
  private final SplittableRandom seeds;

  LoadTest(LoadOptions options) {
    this.options = options;
    this.seeds = new SplittableRandom(options.seed());
  }

  /** Starts the server on what must be an empty directory, measures, and stops it. */
  Map<LoadOperation, LoadResult> run(Rival rival) {
    rival.start();
    try (ExecutorService threads = Executors.newFixedThreadPool(options.connections())) {
      fill(rival);
      var results = new EnumMap<LoadOperation, LoadResult>(LoadOperation.class);
      for (LoadOperation operation : LoadOperation.values()) {
        measure(rival, operation, options.warmUp(), threads);
        results.put(operation, measure(rival, operation, options.measured(), threads));
      }
      return results;
    } catch (IOException e) {
      throw new IllegalStateException(rival.name() + " failed under load", e);
    } finally {
      rival.stop();
    }
  }

  private void fill(Rival rival) throws IOException {
    try (var connection = DynamoDbConnection.open(rival.endpoint())) {
      connection.call("CreateTable", LoadItems.createTable()).orThrow("CreateTable");
      var items = new LoadItems(options.itemBytes(), seeds.split());
      for (int from = 0; from < options.keys(); from += ITEMS_PER_BATCH) {
        int to = Math.min(from + ITEMS_PER_BATCH, options.keys());
        var answer = connection.call("BatchWriteItem", items.batchWriteItem(from, to));
        var unprocessed = answer.orThrow("BatchWriteItem").json().at("UnprocessedItems");
        if (!unprocessed.members().isEmpty()) {
          throw new IllegalStateException("A lone writer was throttled: " + unprocessed);
        }
      }
    }
  }

  private LoadResult measure(
      Rival rival, LoadOperation operation, Duration duration, ExecutorService threads) {
    var cpuBefore = rival.cpuTime();
    long startNanos = System.nanoTime();
    long endNanos = startNanos + duration.toNanos();
    var workers = new ArrayList<Callable<Histogram>>();
    for (int i = 0; i < options.connections(); i++) {
      var random = seeds.split();
      workers.add(() -> callUntil(endNanos, rival, operation, random));
    }
    Histogram latenciesMicros = newHistogram();
    for (Histogram part : all(workers, threads)) {
      latenciesMicros.add(part);
    }
    var elapsed = Duration.ofNanos(System.nanoTime() - startNanos);
    return new LoadResult(latenciesMicros, elapsed, rival.cpuTime().minus(cpuBefore));
  }

  private Histogram callUntil(
      long endNanos, Rival rival, LoadOperation operation, SplittableRandom random)
      throws IOException {
    var latenciesMicros = newHistogram();
    var items = new LoadItems(options.itemBytes(), random);
    String name = operation.operationName();
    try (var connection = DynamoDbConnection.open(rival.endpoint())) {
      long sentNanos = System.nanoTime();
      while (sentNanos < endNanos) {
        String body = operation.body(items, random.nextInt(options.keys()));
        sentNanos = System.nanoTime();
        connection.call(name, body).orThrow(name);
        latenciesMicros.recordValue((System.nanoTime() - sentNanos) / 1_000);
      }
    }
    return latenciesMicros;
  }

  private static List<Histogram> all(List<Callable<Histogram>> workers, ExecutorService threads) {
    try {
      var results = new ArrayList<Histogram>();
      for (Future<Histogram> future : threads.invokeAll(workers)) {
        results.add(future.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted under load", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("A worker failed", e.getCause());
    }
  }

  /** Three digits; it grows as far as it must. */
  private static Histogram newHistogram() {
    return new Histogram(3);
  }
}
