package io.headwater.loadtests.abuse;

import io.headwater.loadtests.client.DynamoDbConnection;
import io.headwater.loadtests.client.Response;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * A client that gets and puts items of 1 KB at a fixed rate. A latency is counted from the moment
 * when the request was due, so that waiting for an earlier response counts.
 */
final class WellBehavedClient implements AutoCloseable {
  private static final String TABLE = "well-behaved";
  private static final int ITEMS = 1_000;
  private static final int ITEM_BYTES = 1_024;
  private static final int MAX_PRINTED_FAILURES = 10;
  private static final Duration MAX_DELAY = Duration.ofSeconds(30);

  private final InetSocketAddress endpoint;
  private final long intervalNanos;
  private @Nullable DynamoDbConnection connection;
  private int requests;

  /**
   * What the client saw in a time.
   *
   * @param latencies in microseconds
   * @param failures the first few, as text
   */
  record Measurement(Histogram latencies, int failureCount, List<String> failures) {
    static Measurement empty() {
      return new Measurement(new Histogram(3), 0, List.of());
    }

    Measurement plus(Measurement other) {
      var sum = latencies.copy();
      sum.add(other.latencies);
      var texts = new ArrayList<>(failures);
      texts.addAll(other.failures);
      return new Measurement(
          sum,
          failureCount + other.failureCount,
          List.copyOf(texts.subList(0, Math.min(texts.size(), MAX_PRINTED_FAILURES))));
    }

    double p99Millis() {
      return latencies.getValueAtPercentile(99) / 1_000.0;
    }

    double p50Millis() {
      return latencies.getValueAtPercentile(50) / 1_000.0;
    }

    double maxMillis() {
      return latencies.getMaxValue() / 1_000.0;
    }
  }

  WellBehavedClient(InetSocketAddress endpoint, int requestsPerSecond) {
    this.endpoint = endpoint;
    this.intervalNanos = Duration.ofSeconds(1).toNanos() / requestsPerSecond;
  }

  void prepare() throws IOException {
    try (var preparing = DynamoDbConnection.open(endpoint)) {
      AttackRequests.createTable(preparing, TABLE, false);
      for (int i = 0; i < ITEMS; i++) {
        preparing.call("PutItem", put(i)).orThrow("PutItem");
      }
    }
  }

  /** Sends requests for a while. */
  Measurement measure(Duration duration) {
    var latencies = new Histogram(3);
    var failures = new ArrayList<String>();
    int failureCount = 0;
    long startNanos = System.nanoTime();
    long endNanos = startNanos + duration.toNanos();
    for (long due = startNanos; due < endNanos; due += intervalNanos) {
      if (System.nanoTime() - endNanos > MAX_DELAY.toNanos()) {
        failureCount++;
        failures.add("The requests were " + MAX_DELAY.toSeconds() + " s behind; the rest was left");
        break;
      }
      LockSupport.parkNanos(Math.max(0, due - System.nanoTime()));
      String failure = failureOfNextRequest();
      latencies.recordValue((System.nanoTime() - due) / 1_000);
      if (failure != null && failureCount++ < MAX_PRINTED_FAILURES) {
        failures.add(failure);
      }
    }
    return new Measurement(latencies, failureCount, List.copyOf(failures));
  }

  private @Nullable String failureOfNextRequest() {
    int request = requests++;
    String operation = request % 2 == 0 ? "GetItem" : "PutItem";
    try {
      if (connection == null) {
        connection = DynamoDbConnection.open(endpoint);
      }
      Response response =
          connection.call(operation, request % 2 == 0 ? get(request) : put(request));
      return response.isSuccess()
          ? null
          : operation + " was answered by " + response.status() + ": " + response.text();
    } catch (IOException e) {
      close();
      return operation + " failed: " + e;
    }
  }

  private static String get(int request) {
    return "{\"TableName\":\"%s\",\"Key\":{\"id\":{\"S\":\"item-%d\"}}}"
        .formatted(TABLE, request % ITEMS);
  }

  private static String put(int request) {
    return AttackRequests.put(TABLE, "item-" + request % ITEMS, ITEM_BYTES);
  }

  @Override
  public void close() {
    if (connection != null) {
      try {
        connection.close();
      } catch (IOException _) {
        // It is closed in any case.
      }
      connection = null;
    }
  }
}
