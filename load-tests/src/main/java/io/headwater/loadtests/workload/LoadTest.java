package io.headwater.loadtests.workload;

import io.headwater.loadtests.client.DynamoDbConnection;
import io.headwater.loadtests.client.Response;
import io.headwater.loadtests.rival.ProcessFigures;
import io.headwater.loadtests.rival.Rival;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongUnaryOperator;
import org.HdrHistogram.Histogram;

/**
 * Drives one server with each operation in turn, as hard as it answers: every connection sends its
 * next request when it has the answer to the last one (a closed loop). So the latencies are those
 * at full load, and a server that stalls is asked less meanwhile. At half load, requests are due at
 * even intervals, whether the last one was answered or not.
 */
final class LoadTest {
  /** What all connections have to open before the first request at an interval is due. */
  private static final Duration OPENING = Duration.ofSeconds(1);

  private static final long NO_MORE = Long.MAX_VALUE;

  private static final int MOST_PLATFORM_THREADS = 64;

  /** Told to a client that is to send its request again. */
  static final String THROTTLED = "ThrottlingException";

  static final Duration THROTTLED_PAUSE = Duration.ofMillis(10);

  /** Looks at a server while an operation is measured. */
  interface Observer {
    default void measurementBegins(Rival rival, LoadOperation operation) {}

    default void measurementEnds(Rival rival, LoadOperation operation) {}
  }

  private final LoadOptions options;
  private final List<Observer> observers;
  private final SplittableRandom seeds;

  /** Answers that sent a request back, in the measurement under way. */
  private final LongAdder throttledCount = new LongAdder();

  LoadTest(LoadOptions options) {
    this(options, List.of());
  }

  LoadTest(LoadOptions options, List<Observer> observers) {
    this.options = options;
    this.observers = List.copyOf(observers);
    this.seeds = new SplittableRandom(options.seed());
  }

  /** Starts the server on what must be an empty directory, measures, and stops it. */
  Map<LoadOperation, LoadResult> run(Rival rival) {
    rival.start();
    try {
      fill(rival);
      return measure(rival);
    } catch (IOException e) {
      throw new IllegalStateException(rival.name() + " failed under load", e);
    } finally {
      rival.stop();
    }
  }

  /** Creates the tables on a server that runs and fills them. */
  void fill(Rival rival) throws IOException {
    try (var connection = DynamoDbConnection.open(rival.endpoint())) {
      var items = new LoadItems(options.itemBytes(), seeds.split());
      createTable(rival);
      for (int from = 0; from < options.keys(); from += LoadItems.ITEMS_PER_BATCH) {
        int to = Math.min(from + LoadItems.ITEMS_PER_BATCH, options.keys());
        writeBatch(connection, items.batchWriteItem(from, to));
      }
      if (options.operations().contains(LoadOperation.INDEXED_PUT)) {
        fillIndexedTable(connection, items);
      }
      if (options.operations().contains(LoadOperation.QUERY)) {
        connection.call("CreateTable", LoadItems.createCollectionTable()).orThrow("CreateTable");
        for (int collection = 0; collection < LoadItems.COLLECTIONS; collection++) {
          writeBatch(connection, items.batchWriteCollection(collection));
        }
      }
    }
  }

  private void fillIndexedTable(DynamoDbConnection connection, LoadItems items) throws IOException {
    connection.call("CreateTable", LoadItems.createIndexedTable()).orThrow("CreateTable");
    String describeTable = LoadItems.describeIndexedTable();
    while (connection.call("DescribeTable", describeTable).text().contains("\"CREATING\"")) {
      LockSupport.parkNanos(THROTTLED_PAUSE.toNanos());
    }
    for (int from = 0; from < options.keys(); from += LoadItems.ITEMS_PER_BATCH) {
      int to = Math.min(from + LoadItems.ITEMS_PER_BATCH, options.keys());
      String batch = items.batchWriteIndexedItems(from, to);
      while (callUntilNotThrottled(connection, "BatchWriteItem", batch).hasUnprocessedItems()) {
        LockSupport.parkNanos(THROTTLED_PAUSE.toNanos()); // The index is to catch up.
      }
    }
  }

  static void createTable(Rival rival) throws IOException {
    try (var connection = DynamoDbConnection.open(rival.endpoint())) {
      connection.call("CreateTable", LoadItems.createTable()).orThrow("CreateTable");
    }
  }

  /** Puts the items from a key up to the number of keys, on some connections at a time. */
  void fillFrom(Rival rival, int fromKey, int connections) {
    var items = new ArrayList<LoadItems>();
    for (int i = 0; i < connections; i++) {
      items.add(new LoadItems(options.itemBytes(), seeds.split()));
    }
    fill(rival, items, fromKey, options.keys(), LoadItems::batchWriteItem);
  }

  /** The body of a BatchWriteItem of the keys between two, the second exclusive. */
  interface BatchBody {
    String of(LoadItems items, int fromKey, int toKey);
  }

  /**
   * Writes the batches of the keys between two, the second exclusive.
   *
   * @param items one for each connection
   */
  static void fill(Rival rival, List<LoadItems> items, int fromKey, int toKey, BatchBody body) {
    var next = new AtomicInteger(fromKey);
    var workers = new ArrayList<Callable<Object>>();
    for (LoadItems ofConnection : items) {
      Runnable work = () -> writeBatches(rival, ofConnection, next, toKey, body);
      workers.add(Executors.callable(work));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(items.size())) {
      all(workers, threads);
    }
  }

  private static void writeBatches(
      Rival rival, LoadItems items, AtomicInteger next, int toKey, BatchBody body) {
    try (var connection = DynamoDbConnection.open(rival.endpoint())) {
      for (int from = nextBatch(next); from < toKey; from = nextBatch(next)) {
        int to = Math.min(from + LoadItems.ITEMS_PER_BATCH, toKey);
        writeBatch(connection, body.of(items, from, to));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(rival.name() + " failed while it was filled", e);
    }
  }

  private static int nextBatch(AtomicInteger next) {
    return next.getAndAdd(LoadItems.ITEMS_PER_BATCH);
  }

  /** Measures each operation on a server that runs and has all the keys. */
  Map<LoadOperation, LoadResult> measure(Rival rival) {
    try (ExecutorService threads = threads()) {
      var results = new EnumMap<LoadOperation, LoadResult>(LoadOperation.class);
      for (LoadOperation operation : LoadOperation.values()) {
        if (options.operations().contains(operation)) {
          results.put(operation, measure(rival, operation, threads));
        }
      }
      return results;
    }
  }

  /** Many platform threads would be served as the system likes; virtual ones come in turn. */
  private ExecutorService threads() {
    return options.connections() <= MOST_PLATFORM_THREADS
        ? Executors.newFixedThreadPool(options.connections())
        : Executors.newVirtualThreadPerTaskExecutor();
  }

  private static void writeBatch(DynamoDbConnection connection, String body) throws IOException {
    var answer = connection.call("BatchWriteItem", body);
    if (answer.orThrow("BatchWriteItem").hasUnprocessedItems()) {
      throw new IllegalStateException("A few writers were throttled: " + answer.text());
    }
  }

  private LoadResult measure(Rival rival, LoadOperation operation, ExecutorService threads) {
    callAsFastAsAnswered(rival, operation, options.warmUp(), threads);
    var cpuBefore = rival.cpuTime();
    long writtenBefore = ProcessFigures.writtenBytes(rival.processId());
    observers.forEach(observer -> observer.measurementBegins(rival, operation));
    throttledCount.reset();
    long startNanos = System.nanoTime();
    Histogram latencies = callAsFastAsAnswered(rival, operation, options.measured(), threads);
    var elapsed = Duration.ofNanos(System.nanoTime() - startNanos);
    observers.forEach(observer -> observer.measurementEnds(rival, operation));
    var cpu = rival.cpuTime().minus(cpuBefore);
    long written = ProcessFigures.writtenBytes(rival.processId()) - writtenBefore;
    long throttled = throttledCount.sum();
    Histogram halfLoad = null;
    if (options.halfLoad()) {
      double perNano = latencies.getTotalCount() / 2.0 / elapsed.toNanos();
      halfLoad = callAtIntervals(rival, operation, options.connections() / perNano, threads);
    }
    return new LoadResult(latencies, elapsed, cpu, written, throttled, halfLoad);
  }

  private Histogram callAsFastAsAnswered(
      Rival rival, LoadOperation operation, Duration duration, ExecutorService threads) {
    long endNanos = System.nanoTime() + duration.toNanos();
    return onAllConnections(
        threads,
        (random, _) -> call(rival, operation, random, now -> now < endNanos ? now : NO_MORE));
  }

  /** An open loop: a request that is late is sent at once, and its latency includes the delay. */
  private Histogram callAtIntervals(
      Rival rival, LoadOperation operation, double intervalNanos, ExecutorService threads) {
    long startNanos = System.nanoTime() + OPENING.toNanos();
    long endNanos = startNanos + options.measured().toNanos();
    return onAllConnections(
        threads,
        (random, connection) -> {
          double firstNanos = intervalNanos * connection / options.connections();
          var count = new AtomicLong();
          return call(
              rival,
              operation,
              random,
              _ -> {
                double passedNanos = firstNanos + intervalNanos * count.getAndIncrement();
                long dueNanos = startNanos + (long) passedNanos;
                return dueNanos < endNanos ? dueNanos : NO_MORE;
              });
        });
  }

  /** What one connection does, by its number. */
  private interface ConnectionWork {
    Histogram run(SplittableRandom random, int connection) throws IOException;
  }

  private Histogram onAllConnections(ExecutorService threads, ConnectionWork work) {
    var workers = new ArrayList<Callable<Histogram>>();
    for (int i = 0; i < options.connections(); i++) {
      var random = seeds.split();
      int connection = i;
      workers.add(() -> work.run(random, connection));
    }
    Histogram latenciesMicros = newHistogram();
    for (Histogram part : all(workers, threads)) {
      latenciesMicros.add(part);
    }
    return latenciesMicros;
  }

  /**
   * Calls until there is no more to do.
   *
   * @param nextDueNanos says from the time when the next request is due, or {@link #NO_MORE}
   */
  private Histogram call(
      Rival rival, LoadOperation operation, SplittableRandom random, LongUnaryOperator nextDueNanos)
      throws IOException {
    var latenciesMicros = newHistogram();
    var items = new LoadItems(options.itemBytes(), random);
    String name = operation.operationName();
    try (var connection = DynamoDbConnection.open(rival.endpoint())) {
      while (true) {
        String body = operation.body(items, random, options.keys());
        long dueNanos = nextDueNanos.applyAsLong(System.nanoTime());
        if (dueNanos == NO_MORE) {
          return latenciesMicros;
        }
        sleepUntil(dueNanos);
        callUntilNotThrottled(connection, name, body);
        latenciesMicros.recordValue((System.nanoTime() - dueNanos) / 1_000);
      }
    }
  }

  /** Sends a request again and again, as an SDK does, when the server has too much to do. */
  private Response callUntilNotThrottled(
      DynamoDbConnection connection, String operation, String body) throws IOException {
    var answer = connection.call(operation, body);
    while (answer.status() == 400 && answer.text().contains(THROTTLED)) {
      throttledCount.increment();
      LockSupport.parkNanos(THROTTLED_PAUSE.toNanos());
      answer = connection.call(operation, body);
    }
    return answer.orThrow(operation);
  }

  private static void sleepUntil(long dueNanos) {
    long nanos = dueNanos - System.nanoTime();
    while (nanos > 0) {
      LockSupport.parkNanos(nanos);
      nanos = dueNanos - System.nanoTime();
    }
  }

  private static <T> List<T> all(List<Callable<T>> workers, ExecutorService threads) {
    try {
      var results = new ArrayList<T>();
      for (Future<T> future : threads.invokeAll(workers)) {
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
