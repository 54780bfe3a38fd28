package io.headwater.loadtests.workload;

import io.headwater.loadtests.client.DynamoDbConnection;
import io.headwater.loadtests.rival.HeadwaterJar;
import io.headwater.loadtests.rival.TemporaryFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * What a client sees of global secondary indexes that reads one right after it has written.
 *
 * <p>First one client puts an item, moves its entry and deletes it, and looks after each of them
 * with one query whether the index shows it. Then, on a server whose reads do not wait, it looks
 * until the index shows it. At last it queries an index while others write to the table.
 */
public final class IndexReadTest {
  private static final int WRITERS = 16;
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final int ITEMS = 100;

  private final int rounds;
  private final int writesPerSecond;
  private final Duration measured;
  private final PrintStream out;

  public IndexReadTest(int rounds, int writesPerSecond, Duration measured, PrintStream out) {
    this.rounds = rounds;
    this.writesPerSecond = writesPerSecond;
    this.measured = measured;
    this.out = out;
  }

  /** Returns whether each query showed the write before it. */
  public boolean run() throws IOException {
    boolean allShown = true;
    try (var folder = TemporaryFolder.create("index-reads");
        var server = new HeadwaterJar(folder.path(), List.of())) {
      server.start();
      try (var connection = DynamoDbConnection.open(server.endpoint())) {
        for (int indexes : new int[] {1, 5}) {
          allShown &= writeAndQuery(connection, indexes);
        }
        queryUnderWrites(server, connection);
      }
      server.stop();
    }
    try (var folder = TemporaryFolder.create("index-reads")) {
      var config = folder.path().resolve("eventual.conf");
      Files.writeString(config, "headwater.indexes.reads = eventual\n");
      try (var server = new HeadwaterJar(folder.path(), List.of("--config", config.toString()))) {
        server.start();
        try (var connection = DynamoDbConnection.open(server.endpoint())) {
          measureLag(connection);
        }
        server.stop();
      }
    }
    return allShown;
  }

  private boolean writeAndQuery(DynamoDbConnection connection, int indexes) throws IOException {
    String table = createTable(connection, "current", indexes);
    var latencies = new Histogram(3);
    int shown = 0;
    for (int round = 0; round < rounds; round++) {
      String before = "a" + round;
      String after = "b" + round;
      int index = round % indexes;
      put(connection, table, indexes, round % ITEMS, before);
      boolean put = count(connection, table, index, before, latencies) == 1;
      put(connection, table, indexes, round % ITEMS, after);
      boolean moved =
          count(connection, table, index, before, latencies) == 0
              && count(connection, table, index, after, latencies) == 1;
      delete(connection, table, round % ITEMS);
      boolean deleted = count(connection, table, index, after, latencies) == 0;
      shown += put && moved && deleted ? 1 : 0;
    }
    out.printf(
        Locale.ROOT,
        "%d index%s: %,d of %,d rounds of put, move and delete seen at once; query %s%n",
        indexes,
        indexes == 1 ? "" : "es",
        shown,
        rounds,
        percentiles(latencies));
    return shown == rounds;
  }

  private void queryUnderWrites(HeadwaterJar server, DynamoDbConnection connection)
      throws IOException {
    String table = createTable(connection, "written", 1);
    var stopped = new AtomicBoolean();
    var writes = new AtomicLong();
    long startNanos = System.nanoTime();
    var latencies = new Histogram(3);
    try (var threads = Executors.newFixedThreadPool(WRITERS)) {
      for (int i = 0; i < WRITERS; i++) {
        threads.execute(() -> writeSteadily(server, table, writes, startNanos, stopped));
      }
      long endNanos = startNanos + 2 * measured.toNanos();
      for (int i = 0; System.nanoTime() < endNanos; i++) {
        if (System.nanoTime() < startNanos + measured.toNanos()) {
          latencies.reset(); // The first half warms the server up.
        }
        count(connection, table, 0, "k" + i % ITEMS, latencies);
      }
      stopped.set(true);
    }
    out.printf(
        Locale.ROOT,
        "under %,.0f writes/s: query %s%n",
        writes.get() * 1e9 / (System.nanoTime() - startNanos),
        percentiles(latencies));
  }

  private void writeSteadily(
      HeadwaterJar server,
      String table,
      AtomicLong writes,
      long startNanos,
      AtomicBoolean stopped) {
    try (var connection = DynamoDbConnection.open(server.endpoint())) {
      while (!stopped.get()) {
        long nr = writes.getAndIncrement();
        long dueNanos = startNanos + nr * 1_000_000_000L / writesPerSecond;
        LockSupport.parkNanos(dueNanos - System.nanoTime());
        put(connection, table, 1, (int) (nr % 10_000), "k" + nr % ITEMS);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void measureLag(DynamoDbConnection connection) throws IOException {
    String table = createTable(connection, "eventual", 1);
    var lag = new Histogram(3);
    var latencies = new Histogram(3);
    int shownAtOnce = 0;
    int probes = Math.min(rounds, 400);
    for (int i = 0; i < 2 * probes; i++) {
      if (i == probes) {
        lag.reset(); // The first half warms the server up.
        latencies.reset();
        shownAtOnce = 0;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
      put(connection, table, 1, i % ITEMS, "e" + i);
      long putNanos = System.nanoTime();
      int queries = 1;
      while (count(connection, table, 0, "e" + i, latencies) == 0) {
        queries++;
      }
      lag.recordValue((System.nanoTime() - putNanos) / 1_000);
      shownAtOnce += queries == 1 ? 1 : 0;
    }
    out.printf(
        Locale.ROOT,
        "reads = eventual, one put in %d ms: index behind by %s, %d of %d seen at once; query %s%n",
        PAUSE.toMillis(),
        percentiles(lag),
        shownAtOnce,
        probes,
        percentiles(latencies));
  }

  private static String percentiles(Histogram micros) {
    return String.format(
        Locale.ROOT,
        "p50 %.1f ms, p99 %.1f ms",
        micros.getValueAtPercentile(50) / 1e3,
        micros.getValueAtPercentile(99) / 1e3);
  }

  private static String createTable(DynamoDbConnection connection, String name, int indexes)
      throws IOException {
    String table = "index-reads-" + name + "-" + indexes;
    String definitions =
        IntStream.range(0, indexes)
            .mapToObj(",{\"AttributeName\":\"k%d\",\"AttributeType\":\"S\"}"::formatted)
            .collect(Collectors.joining());
    String globalIndexes =
        IntStream.range(0, indexes)
            .mapToObj(number ->
                """
                {"IndexName":"by-k%d","KeySchema":[{"AttributeName":"k%d","KeyType":"HASH"}],\
                "Projection":{"ProjectionType":"ALL"}}\
                """
                    .formatted(number, number))
            .collect(Collectors.joining(","));
    String body =
        """
        {"TableName":"%s","BillingMode":"PAY_PER_REQUEST",\
        "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}%s],\
        "KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],"GlobalSecondaryIndexes":[%s]}\
        """
            .formatted(table, definitions, globalIndexes);
    connection.call("CreateTable", body).orThrow("CreateTable");
    return table;
  }

  private static void put(
      DynamoDbConnection connection, String table, int indexes, int id, String key)
      throws IOException {
    String keys =
        IntStream.range(0, indexes)
            .mapToObj(number -> ",\"k%d\":{\"S\":\"%s\"}".formatted(number, key))
            .collect(Collectors.joining());
    connection
        .call(
            "PutItem",
            "{\"TableName\":\"%s\",\"Item\":{\"id\":{\"S\":\"i%d\"}%s}}".formatted(table, id, keys))
        .orThrow("PutItem");
  }

  private static void delete(DynamoDbConnection connection, String table, int id)
      throws IOException {
    connection
        .call(
            "DeleteItem",
            "{\"TableName\":\"%s\",\"Key\":{\"id\":{\"S\":\"i%d\"}}}".formatted(table, id))
        .orThrow("DeleteItem");
  }

  private static int count(
      DynamoDbConnection connection, String table, int index, String key, Histogram latencies)
      throws IOException {
    long startNanos = System.nanoTime();
    var page =
        connection
            .call(
                "Query",
                ("{\"TableName\":\"%s\",\"IndexName\":\"by-k%d\",\"Select\":\"COUNT\","
                        + "\"KeyConditionExpression\":\"k%d = :k\","
                        + "\"ExpressionAttributeValues\":{\":k\":{\"S\":\"%s\"}}}")
                    .formatted(table, index, index, key))
            .orThrow("Query")
            .json();
    latencies.recordValue((System.nanoTime() - startNanos) / 1_000);
    return Integer.parseInt(page.textAt("Count"));
  }
}
