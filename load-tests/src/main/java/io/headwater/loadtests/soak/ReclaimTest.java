package io.headwater.loadtests.soak;

import io.headwater.loadtests.client.DynamoDbConnection;
import io.headwater.loadtests.client.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A client that puts items until its server's small disk is short of space, and then deletes some,
 * the youngest, or the table. Puts must be accepted again without a restart.
 */
public final class ReclaimTest {
  private static final String TABLE = "reclaim";
  private static final String VALUE = "headwater ".repeat(30_000);

  /** About 3 GB, more than a small disk has. */
  private static final int MAX_ITEMS = 10_000;

  private static final Duration ACCEPTANCE_DEADLINE = Duration.ofSeconds(60);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

  private final CrashTarget server;
  private final Consumer<String> out;
  private final List<String> violations = new ArrayList<>();

  /**
   * A test of a server that is not started yet.
   *
   * @param out receives a line for each step
   */
  public ReclaimTest(CrashTarget server, Consumer<String> out) {
    this.server = server;
    this.out = out;
  }

  /** Returns what the server did and should not have done. */
  public List<String> run() throws IOException {
    server.start();
    try (var connection = DynamoDbConnection.open(server.endpoint())) {
      createTable(connection);
      int items = fill(connection, 0);
      int kept = items * 3 / 4;
      for (int item = kept; item < items; item++) {
        check(connection.call("DeleteItem", key(item)), "DeleteItem on a full disk");
      }
      awaitAcceptance(connection, kept, "a quarter of the items was deleted");
      for (int item = 0; item < kept; item++) {
        check(connection.call("GetItem", key(item)), "GetItem");
      }

      fill(connection, kept);
      check(connection.call("DeleteTable", "{\"TableName\":\"" + TABLE + "\"}"), "DeleteTable");
      createTableWhenAccepted(connection);
      awaitAcceptance(connection, 0, "the table was deleted");
      fill(connection, 1);
    }
    return violations;
  }

  private static void createTable(DynamoDbConnection connection) throws IOException {
    tryCreateTable(connection).orThrow("CreateTable");
  }

  private static Response tryCreateTable(DynamoDbConnection connection) throws IOException {
    return connection.call(
        "CreateTable",
        """
        {"TableName":"%s","BillingMode":"PAY_PER_REQUEST",
         "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],
         "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}]}\
        """
            .formatted(TABLE));
  }

  private void createTableWhenAccepted(DynamoDbConnection connection) throws IOException {
    awaitSuccess(() -> tryCreateTable(connection), "CreateTable after the table was deleted");
  }

  /** Puts items until one is refused; returns the number after the last. */
  private int fill(DynamoDbConnection connection, int from) throws IOException {
    for (int item = from; item < MAX_ITEMS; item++) {
      Response answer = put(connection, item);
      if (!answer.isSuccess()) {
        if (answer.status() != 500 || !answer.text().contains("InternalServerError")) {
          violations.add("PutItem on a full disk: %d %s".formatted(answer.status(), answer.text()));
        }
        out.accept("disk full: PutItem was refused after %,d items".formatted(item - from));
        return item;
      }
    }
    violations.add("PutItem was never refused");
    return MAX_ITEMS;
  }

  private void awaitAcceptance(DynamoDbConnection connection, int item, String when)
      throws IOException {
    awaitSuccess(() -> put(connection, item), "PutItem after " + when);
  }

  /** A request. */
  private interface Call {
    Response send() throws IOException;
  }

  private void awaitSuccess(Call call, String what) throws IOException {
    long beganNanos = System.nanoTime();
    while (!call.send().isSuccess()) {
      if (System.nanoTime() - beganNanos > ACCEPTANCE_DEADLINE.toNanos()) {
        violations.add("%s was refused for %s".formatted(what, ACCEPTANCE_DEADLINE));
        return;
      }
      LockSupport.parkNanos(POLL_INTERVAL.toNanos());
    }
    long millis = Duration.ofNanos(System.nanoTime() - beganNanos).toMillis();
    out.accept("disk full: %s was accepted after %,d ms".formatted(what, millis));
  }

  private void check(Response answer, String what) {
    if (!answer.isSuccess()) {
      violations.add("%s: %d %s".formatted(what, answer.status(), answer.text()));
    }
  }

  private static Response put(DynamoDbConnection connection, int item) throws IOException {
    return connection.call(
        "PutItem",
        """
        {"TableName":"%s","Item":{"pk":{"S":"%d"},"value":{"S":"%s"}}}\
        """
            .formatted(TABLE, item, VALUE));
  }

  private static String key(int item) {
    return "{\"TableName\":\"%s\",\"Key\":{\"pk\":{\"S\":\"%d\"}}}".formatted(TABLE, item);
  }
}
