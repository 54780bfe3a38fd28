package io.headwater.loadtests.soak;

import io.headwater.loadtests.client.DynamoDbConnection;
import io.headwater.loadtests.client.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Lets a server die under load at random moments, again and again, and holds what it has and tells
 * after each death against what it acknowledged:
 *
 * <ul>
 *   <li>every acknowledged write is there;
 *   <li>the stream has exactly one record for each change, in order for each item;
 *   <li>a trigger has seen each change at least once, in order.
 * </ul>
 *
 * <p>A write under way in a crash may have happened or not, but everybody must tell the same of it.
 */
public final class CrashTest implements AutoCloseable {
  private static final String FUNCTION_NAME = "soak-probe";

  /** How long a trigger may take after a restart to see all that happened before. */
  private static final Duration TRIGGER_DEADLINE = Duration.ofSeconds(60);

  /** How long a load may take to the least number of acknowledged writes. */
  private static final Duration LOAD_DEADLINE = Duration.ofSeconds(60);

  /** After each crash, so many items are also read one by one. */
  private static final int POINT_READS = 200;

  private final CrashOptions options;
  private final Consumer<String> out;
  private final SplittableRandom random;
  private final Violations violations = new Violations();
  private final Ledger ledger = new Ledger(violations);
  private final TriggerProbe probe = new TriggerProbe(violations);
  private final CrashTarget target;
  private final List<Writer> writers = new ArrayList<>();

  /**
   * A test that is ready to run.
   *
   * @param target makes the server from the configuration (HOCON) that it must run with
   * @param out gets a line for each crash
   */
  public CrashTest(
      CrashOptions options, Function<String, CrashTarget> target, Consumer<String> out) {
    this.options = options;
    this.out = out;
    this.random = new SplittableRandom(options.seed());
    this.target =
        target.apply("headwater.functions.%s.url = \"%s\"\n".formatted(FUNCTION_NAME, probe.url()));
    for (int nr = 0; nr < options.writers(); nr++) {
      writers.add(new Writer(nr, ledger, violations, random.split()));
    }
  }

  /** Runs all rounds, or up to the first that shows a violation. */
  public CrashReport run() throws IOException {
    target.start();
    var audit = new StreamAudit(prepare(), violations);
    int crashes = 0;
    while (crashes < options.rounds() && violations.isEmpty()) {
      loadUntilCrash();
      crashes++;
      if (startsAgain()) {
        check(audit);
      }
      out.accept("crash %d of %d: %s".formatted(crashes, options.rounds(), ledger.report(crashes)));
    }
    if (violations.isEmpty()) {
      checkWholeStream(audit);
    }
    return ledger.report(crashes);
  }

  private boolean startsAgain() {
    try {
      target.start();
      return true;
    } catch (IllegalStateException e) {
      violations.add("the server did not start again: " + e.getMessage());
      return false;
    }
  }

  /** Makes the table and its trigger; answers the stream's ARN. */
  private String prepare() throws IOException {
    try (var connection = DynamoDbConnection.open(target.endpoint())) {
      Json created =
          connection.call("CreateTable", SoakRequests.createTable()).orThrow("CreateTable").json();
      String streamArn = created.textAt("TableDescription", "LatestStreamArn");
      connection
          .post(
              "/2015-03-31/event-source-mappings/",
              SoakRequests.createEventSourceMapping(streamArn, FUNCTION_NAME))
          .orThrow("CreateEventSourceMapping");
      return streamArn;
    }
  }

  private void loadUntilCrash() throws IOException {
    ledger.open(options.minAcknowledged());
    var connections = new ArrayList<DynamoDbConnection>();
    var threads = new ArrayList<Thread>();
    for (Writer writer : writers) {
      var connection = DynamoDbConnection.open(target.endpoint());
      connections.add(connection);
      threads.add(Thread.ofPlatform().start(() -> writer.writeUntilTheEnd(connection)));
    }
    awaitAcknowledged();
    long nanos = random.nextLong(options.minLoad().toNanos(), options.maxLoad().toNanos() + 1);
    try {
      target.awaitFault(Duration.ofNanos(nanos)).forEach(violations::add);
    } catch (IOException e) {
      violations.add("the server did not survive its disk's fault: " + e);
    }
    ledger.close();
    probe.stopListening();
    target.crash();
    probe.startListening();
    for (var connection : connections) {
      connection.close();
    }
    threads.forEach(CrashTest::join);
  }

  private void awaitAcknowledged() {
    try {
      if (!ledger.awaitAcknowledged(LOAD_DEADLINE)) {
        violations.add(
            "not %d writes were acknowledged within %s"
                .formatted(options.minAcknowledged(), LOAD_DEADLINE));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a load was to begin", e);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a writer was to end", e);
    }
  }

  private void check(StreamAudit audit) throws IOException {
    try (var connection = DynamoDbConnection.open(target.endpoint())) {
      var table = connection.call("DescribeTable", SoakRequests.describeTable());
      if (!table.isSuccess()) {
        violations.add("the table is lost: " + table.text());
        return;
      }
      Map<String, Long> versions = scanVersions(connection);
      ledger.settle(versions);
      checkPointReads(connection, versions);
      audit.readToTheEnd(connection);
    }
    ledger.checkChanges("stream", audit.versionsOfKey());
    probe.awaitSeen(ledger.settledCount(), TRIGGER_DEADLINE);
    ledger.checkChanges("trigger", probe.versionsOfKey());
  }

  /** A consumer that begins anew at the oldest record is told the same. */
  private void checkWholeStream(StreamAudit audit) throws IOException {
    var anew = audit.withoutCheckpoints();
    try (var connection = DynamoDbConnection.open(target.endpoint())) {
      anew.readToTheEnd(connection);
    }
    ledger.checkChanges("stream, read anew,", anew.versionsOfKey());
  }

  private static Map<String, Long> scanVersions(DynamoDbConnection connection) throws IOException {
    var versions = new HashMap<String, Long>();
    String afterKey = "";
    while (true) {
      Json page = connection.call("Scan", SoakRequests.scan(afterKey)).orThrow("Scan").json();
      for (Json item : page.at("Items").elements()) {
        long version = Long.parseLong(item.textAt("version", "N"));
        versions.put(item.textAt("pk", "S"), version);
      }
      if (!page.has("LastEvaluatedKey")) {
        return versions;
      }
      afterKey = page.textAt("LastEvaluatedKey", "pk", "S");
    }
  }

  private void checkPointReads(DynamoDbConnection connection, Map<String, Long> versions)
      throws IOException {
    for (var entry : versions.entrySet().stream().limit(POINT_READS).toList()) {
      String key = entry.getKey();
      var answer = connection.call("GetItem", SoakRequests.get(key)).orThrow("GetItem");
      long version = Writer.versionIn(answer.json());
      if (version != entry.getValue()) {
        violations.add(
            "GetItem finds version %d of %s, Scan %d".formatted(version, key, entry.getValue()));
      }
    }
  }

  @Override
  public void close() {
    target.close();
    probe.close();
  }
}
