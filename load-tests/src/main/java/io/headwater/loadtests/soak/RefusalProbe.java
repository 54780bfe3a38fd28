package io.headwater.loadtests.soak;

import io.headwater.loadtests.client.DynamoDbConnection;
import io.headwater.loadtests.client.Response;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A client that looks whether a server refuses writes and goes on with reads, as it must after a
 * fault of its disk. Its items are in a table of its own, which it makes while all is well.
 */
final class RefusalProbe implements AutoCloseable {
  private static final String TABLE = "refusal-probe";

  /** More than enough for some of them to come to each partition. */
  private static final int ITEMS = 40;

  private static final Duration POLL_INTERVAL = Duration.ofMillis(10);

  private final DynamoDbConnection connection;

  private RefusalProbe(DynamoDbConnection connection) {
    this.connection = connection;
  }

  static RefusalProbe prepare(InetSocketAddress endpoint) throws IOException {
    var probe = new RefusalProbe(DynamoDbConnection.open(endpoint));
    Response found = probe.connection.call("DescribeTable", "{\"TableName\":\"" + TABLE + "\"}");
    if (!found.isSuccess()) {
      String table = SoakRequests.createTable().replace("\"soak\"", "\"%s\"".formatted(TABLE));
      probe.connection.call("CreateTable", table).orThrow("CreateTable");
    }
    return probe;
  }

  /** Writes until a write is refused; answers whether that was so within a while. */
  boolean awaitRefusal(Duration longest) throws IOException {
    return awaitOutcome(longest, false);
  }

  /** Writes until a write is accepted; answers whether that was so within a while. */
  boolean awaitAcceptance(Duration longest) throws IOException {
    return awaitOutcome(longest, true);
  }

  private boolean awaitOutcome(Duration longest, boolean isSuccess) throws IOException {
    long endNanos = System.nanoTime() + longest.toNanos();
    while (put(0).isSuccess() != isSuccess) {
      if (System.nanoTime() > endNanos) {
        return false;
      }
      LockSupport.parkNanos(POLL_INTERVAL.toNanos());
    }
    return true;
  }

  /** What is wrong: writes that are not refused as they must be, and reads that are. */
  List<String> violations() throws IOException {
    var violations = new ArrayList<String>();
    for (int item = 0; item < ITEMS; item++) {
      Response answer = put(item);
      if (answer.status() != 500 || !answer.text().contains("InternalServerError")) {
        violations.add(
            "a write after the fault was answered %d: %s"
                .formatted(answer.status(), answer.text()));
      }
    }
    checkRead("GetItem", SoakRequests.get("own-0-0"), violations);
    checkRead("Scan", SoakRequests.scan(""), violations);
    checkRead("DescribeTable", SoakRequests.describeTable(), violations);
    return violations;
  }

  private void checkRead(String operation, String body, List<String> violations)
      throws IOException {
    Response answer = connection.call(operation, body);
    if (!answer.isSuccess()) {
      violations.add(
          "%s after the fault was answered %d: %s"
              .formatted(operation, answer.status(), answer.text()));
    }
  }

  private Response put(int item) throws IOException {
    String body =
        "{\"TableName\":\"%s\",\"Item\":{\"pk\":{\"S\":\"probe-%d\"}}}".formatted(TABLE, item);
    return connection.call("PutItem", body);
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
