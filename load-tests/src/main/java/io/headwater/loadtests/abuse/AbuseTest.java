package io.headwater.loadtests.abuse;

import io.headwater.loadtests.abuse.WellBehavedClient.Measurement;
import io.headwater.loadtests.client.DynamoDbConnection;
import io.headwater.loadtests.rival.CannotRunException;
import io.headwater.loadtests.rival.HeadwaterJar;
import io.headwater.loadtests.rival.ProcessFigures;
import io.headwater.loadtests.rival.TemporaryFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Attacks a server with a small heap in every known way, one after the other and again, next to a
 * client that behaves well. The client must hardly notice.
 */
public final class AbuseTest {
  /** How many times the latency without an attack the client's 99th percentile may be. */
  private static final double MAX_P99_RATIO = 10;

  private static final int ATTACKERS = 4;
  private static final double MEBIBYTE = 1 << 20;

  private final AbuseOptions options;
  private final PrintStream out;
  private final List<Attack> attacks;

  public AbuseTest(AbuseOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
    int connections = options.slowConnections() / ATTACKERS;
    this.attacks =
        Stream.of(
                ExpressionAttack.CONTAINS,
                ExpressionAttack.LIST_APPEND,
                new OldImageAttack(),
                new SlowConnectionsAttack(connections, 16 * 1024 * 1024),
                new SlowConnectionsAttack(connections, 4 * 1024),
                BodyAttack.gzip(),
                BodyAttack.tinyValues(),
                new UnreadResponsesAttack())
            .filter(attack -> attack.title().contains(options.only()))
            .toList();
    if (attacks.isEmpty()) {
      throw new CannotRunException("No attack's title contains '" + options.only() + "'");
    }
  }

  /** Runs the test; returns whether the server and the client passed it. */
  public boolean run() throws IOException {
    try (var folder = TemporaryFolder.create("abuse");
        var server =
            new HeadwaterJar(
                folder.path(), List.of(), List.of("-Xmx" + options.heap()), Map.of())) {
      server.start();
      return attack(server);
    }
  }

  private boolean attack(HeadwaterJar server) throws IOException {
    InetSocketAddress endpoint = server.endpoint();
    long processId = server.processId();
    try (var client = new WellBehavedClient(endpoint, options.requestsPerSecond())) {
      client.prepare();
      for (Attack attack : attacks) {
        attack.prepare(endpoint);
      }
      client.measure(options.baseline()); // Warms the server up.
      Measurement quiet = client.measure(options.baseline());
      print("without an attack", quiet, processId);
      Measurement attacked = underAttack(client, endpoint, processId);
      print("all attacks", attacked, processId);
      return conclude(quiet, attacked, answers(endpoint));
    }
  }

  private Measurement underAttack(
      WellBehavedClient client, InetSocketAddress endpoint, long processId) {
    Measurement all = Measurement.empty();
    long endNanos = System.nanoTime() + options.duration().toNanos();
    for (int i = 0; System.nanoTime() < endNanos; i++) {
      Attack attack = attacks.get(i % attacks.size());
      Measurement measured;
      try (var _ = Attackers.start(attack, endpoint, ATTACKERS)) {
        measured = client.measure(options.perAttack());
      }
      print(attack.title(), measured, processId);
      all = all.plus(measured);
      if (!answers(endpoint)) {
        return all;
      }
    }
    return all;
  }

  private void print(String title, Measurement measured, long processId) {
    out.printf(
        Locale.ROOT,
        "%-50s p50 %8.1f ms, p99 %8.1f ms, max %8.1f ms, %d of %d failed, memory %4.0f MiB%n",
        title,
        measured.p50Millis(),
        measured.p99Millis(),
        measured.maxMillis(),
        measured.failureCount(),
        measured.latencies().getTotalCount(),
        ProcessFigures.residentBytes(processId) / MEBIBYTE);
  }

  private boolean conclude(Measurement quiet, Measurement attacked, boolean alive) {
    attacked.failures().forEach(out::println);
    double ratio = attacked.p99Millis() / quiet.p99Millis();
    out.printf(
        Locale.ROOT,
        "%nThe server %s. The client's p99 is %.1f times that without an attack (at most %.0f),"
            + " and %d of its requests failed (none may).%n",
        alive ? "answers" : "DOES NOT ANSWER",
        ratio,
        MAX_P99_RATIO,
        attacked.failureCount());
    boolean passed = alive && ratio <= MAX_P99_RATIO && attacked.failureCount() == 0;
    out.println(passed ? "Passed." : "FAILED");
    return passed;
  }

  /** A process that shuts down, because it has no memory for example, lives but does not answer. */
  private static boolean answers(InetSocketAddress endpoint) {
    try (var connection = DynamoDbConnection.open(endpoint)) {
      return connection.call("ListTables", "{}").isSuccess();
    } catch (IOException e) {
      return false;
    }
  }
}
