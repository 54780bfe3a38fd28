package io.headwater.loadtests.kcl;

import io.headwater.loadtests.client.DynamoDbConnection;
import io.headwater.loadtests.client.Response;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes its share of the changes, each exactly once, over deaths of the server. A change that the
 * server may have made or not is sent again; its condition tells. For one thread.
 */
final class ChangeWriter {
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final int nr;
  private final KclOptions options;
  private final InetSocketAddress endpoint;
  private final BooleanSupplier mayWrite;
  private final Runnable written;
  private @Nullable DynamoDbConnection connection;

  /**
   * A writer that has written nothing.
   *
   * @param mayWrite says whether one more change may be made now
   * @param written is told of each change that was made
   */
  ChangeWriter(
      int nr,
      KclOptions options,
      InetSocketAddress endpoint,
      BooleanSupplier mayWrite,
      Runnable written) {
    this.nr = nr;
    this.options = options;
    this.endpoint = endpoint;
    this.mayWrite = mayWrite;
    this.written = written;
  }

  static String key(int item) {
    return "item-" + item;
  }

  /** How many changes an item gets. */
  static int versions(KclOptions options, int item) {
    int more = item < options.records() % options.items() ? 1 : 0;
    return options.records() / options.items() + more;
  }

  /** Writes all, or until the thread is interrupted. */
  void writeAll() {
    try {
      for (long version = 1; version <= versions(options, 0); version++) {
        for (int item = nr; item < options.items(); item += options.writers()) {
          if (version <= versions(options, item)) {
            write(key(item), version);
          }
        }
      }
    } finally {
      disconnect();
    }
  }

  private void write(String key, long version) {
    String body = KclRequests.update(key, version);
    boolean maybeMade = false;
    while (!Thread.currentThread().isInterrupted()) {
      if (mayWrite.getAsBoolean()) {
        try {
          if (isMade(connection().call("UpdateItem", body), maybeMade)) {
            written.run();
            return;
          }
        } catch (IOException _) {
          disconnect(); // The server is gone, and will be back.
        }
        maybeMade = true;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private static boolean isMade(Response answer, boolean maybeMadeBefore) {
    if (answer.isSuccess()) {
      return true;
    }
    String text = answer.text();
    if (text.contains("ConditionalCheckFailedException") && maybeMadeBefore) {
      return true;
    }
    if (answer.status() < 500 && !text.contains("ThrottlingException")) {
      throw new IllegalStateException("A write was refused: " + text);
    }
    return false;
  }

  private DynamoDbConnection connection() throws IOException {
    if (connection == null) {
      connection = DynamoDbConnection.open(endpoint);
    }
    return connection;
  }

  private void disconnect() {
    if (connection == null) {
      return;
    }
    try {
      connection.close();
    } catch (IOException _) {
      // It is of no use any more.
    }
    connection = null;
  }
}
