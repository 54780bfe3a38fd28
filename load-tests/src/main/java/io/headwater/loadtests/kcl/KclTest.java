package io.headwater.loadtests.kcl;

import io.headwater.loadtests.client.DynamoDbConnection;
import io.headwater.loadtests.client.Json;
import io.headwater.loadtests.rival.HeadwaterJar;
import io.headwater.loadtests.rival.Rival;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A consumer with the Kinesis client library reads a table's changes while they are written, over
 * {@code kill -9} of the database and of the consumer. It must see every record, and each item's
 * records in order.
 */
public final class KclTest implements AutoCloseable {
  /** Of all records, seen when the database is killed, and when the consumer is. */
  private static final double DATABASE_DIES_AT = 0.3;

  private static final double CONSUMER_DIES_AT = 0.6;

  /** How far the writers may be ahead of the consumer, so that both work when something dies. */
  private static final double AHEAD = 0.2;

  private final KclOptions options;
  private final Path folder;
  private final Consumer<String> out;
  private final Rival server;
  private final Sightings sightings = new Sightings();
  private final AtomicLong written = new AtomicLong();
  private final List<String> violations = new ArrayList<>();
  private final long startNanos = System.nanoTime();

  /**
   * A test that is ready to run.
   *
   * @param folder gets the server's data directory and all logs
   * @param out gets a line for each step
   */
  public KclTest(KclOptions options, Path folder, Consumer<String> out) {
    this.options = options;
    this.folder = folder;
    this.out = out;
    this.server = HeadwaterJar.atOnePort(folder);
  }

  /** Runs the test; answers what was wrong. */
  public List<String> run() throws IOException, InterruptedException {
    server.start();
    String streamArn = createTable();
    ExecutorService threads = Executors.newFixedThreadPool(options.writers());
    try {
      var writers = startWriters(threads);
      readAll(streamArn);
      checkWriters(writers);
    } finally {
      threads.shutdownNow();
    }
    violations.addAll(sightings.violations(versionsOfKey()));
    report("%,d records seen again".formatted(sightings.repeated()));
    return violations;
  }

  private String createTable() throws IOException {
    try (var connection = DynamoDbConnection.open(server.endpoint())) {
      return connection
          .call("CreateTable", KclRequests.createTable())
          .orThrow("CreateTable")
          .json()
          .textAt("TableDescription", "LatestStreamArn");
    }
  }

  private List<Future<?>> startWriters(ExecutorService threads) {
    var writers = new ArrayList<Future<?>>();
    for (int nr = 0; nr < options.writers(); nr++) {
      var writer =
          new ChangeWriter(
              nr, options, server.endpoint(), this::mayWrite, written::incrementAndGet);
      writers.add(threads.submit(writer::writeAll));
    }
    return writers;
  }

  private boolean mayWrite() {
    return written.get() - sightings.firstSightings() < share(AHEAD);
  }

  /** The life of two consumers, one after the other; ends early if a part is not reached. */
  private void readAll(String streamArn) throws IOException, InterruptedException {
    try (var consumer = startConsumer(1, streamArn)) {
      if (!isReached(1, consumer) || !isReached(share(DATABASE_DIES_AT), consumer)) {
        return;
      }
      server.kill();
      report("the database was killed");
      report("the database started again in " + server.start().toMillis() + " ms");
      if (!isReached(sightings.firstSightings() + 1, consumer)
          || !isReached(share(CONSUMER_DIES_AT), consumer)) {
        return;
      }
      consumer.kill();
      report("the consumer was killed");
    }
    try (var consumer = startConsumer(2, streamArn)) {
      if (isReached(sightings.firstSightings() + 1, consumer)
          && isReached(options.records(), consumer)) {
        checkLeases(ConsumerProcess.worker(2));
      }
    }
  }

  private ConsumerProcess startConsumer(int nr, String streamArn) {
    report("consumer " + nr + " is started");
    return ConsumerProcess.start(nr, folder, server.endpoint(), streamArn, sightings);
  }

  private long share(double share) {
    return (long) (options.records() * share);
  }

  private boolean isReached(long records, ConsumerProcess consumer) throws InterruptedException {
    if (sightings.await(records, options.patience().toMillis())) {
      report("%,d of %,d records seen".formatted(records, options.records()));
      return true;
    }
    violations.add(
        "nothing new was seen for %s, with %,d written and %,d seen; the consumer is %s"
            .formatted(
                options.patience(),
                written.get(),
                sightings.firstSightings(),
                consumer.isAlive() ? "alive" : "dead"));
    return false;
  }

  /** The library's own index is there, and tells of the leases. */
  private void checkLeases(String worker) throws IOException {
    try (var connection = DynamoDbConnection.open(server.endpoint())) {
      report("tables: " + tables(connection));
      Json table =
          connection
              .call("DescribeTable", KclRequests.describeTable(KclRequests.APPLICATION))
              .orThrow("DescribeTable")
              .json()
              .at("Table");
      Json leases =
          connection
              .call("Query", KclRequests.queryLeases(worker))
              .orThrow("Query")
              .json()
              .at("Items");
      report(
          "the index %s has %d leases of %s"
              .formatted(KclRequests.LEASE_INDEX, leases.elements().size(), worker));
      if (leases.elements().isEmpty() || !table.has("GlobalSecondaryIndexes")) {
        violations.add("the library has no index of its leases: " + table);
      }
    }
  }

  private static List<String> tables(DynamoDbConnection connection) throws IOException {
    Json answer = connection.call("ListTables", "{}").orThrow("ListTables").json();
    return answer.at("TableNames").elements().stream().map(name -> "" + name.value()).toList();
  }

  private void checkWriters(List<Future<?>> writers) throws InterruptedException {
    if (!violations.isEmpty()) {
      return; // They may never come to an end.
    }
    for (Future<?> writer : writers) {
      try {
        writer.get();
      } catch (ExecutionException e) {
        violations.add("a writer failed: " + e.getCause());
      }
    }
  }

  private Map<String, Long> versionsOfKey() {
    var versions = new HashMap<String, Long>();
    for (int item = 0; item < options.items(); item++) {
      versions.put(ChangeWriter.key(item), (long) ChangeWriter.versions(options, item));
    }
    return versions;
  }

  private void report(String step) {
    var passed = Duration.ofNanos(System.nanoTime() - startNanos);
    out.accept(String.format(Locale.ROOT, "%7.1f s  %s", passed.toMillis() / 1e3, step));
  }

  @Override
  public void close() {
    server.close();
  }
}
