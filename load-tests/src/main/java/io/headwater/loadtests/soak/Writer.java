package io.headwater.loadtests.soak;

import io.headwater.loadtests.client.DynamoDbConnection;
import io.headwater.loadtests.client.Json;
import io.headwater.loadtests.client.Response;
import java.io.IOException;
import java.util.SplittableRandom;

/**
 * One client that writes until the server is gone: new items, its own items again and again by puts
 * and by conditional updates, and counters that all writers contend for. What it does not learn the
 * outcome of ends its work, as for a client without retries.
 */
final class Writer {
  /** Few, so that an item's changes come close to each other in the log. */
  private static final int OWN_ITEMS = 8;

  private static final int SHARED_COUNTERS = 4;

  private final int nr;
  private final Ledger ledger;
  private final Violations violations;
  private final SplittableRandom random;

  /** Counts on from round to round, so that no new item is written twice. */
  private long newItemCount;

  Writer(int nr, Ledger ledger, Violations violations, SplittableRandom random) {
    this.nr = nr;
    this.ledger = ledger;
    this.violations = violations;
    this.random = random;
  }

  /** Writes until the ledger is closed or the connection breaks. */
  void writeUntilTheEnd(DynamoDbConnection connection) {
    try {
      boolean isKnown = true;
      while (isKnown && !ledger.isClosed()) {
        isKnown = writeOne(connection);
      }
    } catch (IOException e) {
      // The crash: what was under way stays so in the ledger.
      if (!ledger.isClosed()) {
        violations.add("writer " + nr + " lost its connection before the crash: " + e);
      }
    }
  }

  private boolean writeOne(DynamoDbConnection connection) throws IOException {
    return switch (random.nextInt(4)) {
      case 0 -> putNew(connection);
      case 1 -> putOwn(connection);
      case 2 -> updateOwn(connection);
      default -> incrementShared(connection);
    };
  }

  private boolean putNew(DynamoDbConnection connection) throws IOException {
    newItemCount++;
    String key = "new-%d-%d".formatted(nr, newItemCount);
    return send(connection, "PutItem", SoakRequests.put(key, 1), key, 1);
  }

  private boolean putOwn(DynamoDbConnection connection) throws IOException {
    String key = "own-%d-%d".formatted(nr, random.nextInt(OWN_ITEMS));
    long version = ledger.history(key).lastVersion() + 1;
    return send(connection, "PutItem", SoakRequests.put(key, version), key, version);
  }

  private boolean updateOwn(DynamoDbConnection connection) throws IOException {
    String key = "own-%d-%d".formatted(nr, random.nextInt(OWN_ITEMS));
    long before = ledger.history(key).lastVersion();
    String body = SoakRequests.updateFrom(key, before, before + 1);
    return send(connection, "UpdateItem", body, key, before + 1);
  }

  private boolean incrementShared(DynamoDbConnection connection) throws IOException {
    String key = "shared-" + random.nextInt(SHARED_COUNTERS);
    Response read = connection.call("GetItem", SoakRequests.get(key));
    if (!read.isSuccess()) {
      return isOutcomeKnown(read, key);
    }
    long before = versionIn(read.json());
    String body = SoakRequests.updateFrom(key, before, before + 1);
    return send(connection, "UpdateItem", body, key, before + 1);
  }

  /** Sends a write; answers whether its outcome is known. */
  private boolean send(
      DynamoDbConnection connection, String operation, String body, String key, long version)
      throws IOException {
    var history = ledger.history(key);
    history.sent(version);
    Response response = connection.call(operation, body);
    if (ledger.isClosed()) {
      return false; // Too late to count.
    }
    if (response.isSuccess()) {
      if (!history.acknowledged(version)) {
        violations.add("version %d of %s was acknowledged twice".formatted(version, key));
      }
      ledger.countAcknowledged();
      return true;
    }
    boolean isKnown = isOutcomeKnown(response, key);
    if (isKnown) {
      history.refused(version);
    }
    return isKnown;
  }

  private boolean isOutcomeKnown(Response failure, String key) {
    if (failure.status() >= 500) {
      return false;
    }
    String text = failure.text();
    boolean isContention =
        key.startsWith("shared-") && text.contains("ConditionalCheckFailedException");
    if (!isContention && !text.contains("ThrottlingException")) {
      violations.add("a write of %s was refused: %s".formatted(key, text));
    }
    return true;
  }

  /** The version in a GetItem answer; 0 if there is no item. */
  static long versionIn(Json answer) {
    return answer.has("Item") ? Long.parseLong(answer.textAt("Item", "version", "N")) : 0;
  }
}
