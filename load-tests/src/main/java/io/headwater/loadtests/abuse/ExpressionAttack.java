package io.headwater.loadtests.abuse;

import io.headwater.loadtests.client.DynamoDbConnection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Expressions that take long to evaluate, or whose results are large. */
enum ExpressionAttack implements Attack {
  /** A search that compares nearly the whole operand at every position. */
  CONTAINS("contains in large strings") {
    @Override
    String operation() {
      return "Scan";
    }

    @Override
    String request() {
      return """
      {"TableName":"%s","FilterExpression":"contains(v, :v) OR contains(v, :w)",
       "ExpressionAttributeValues":{":v":{"S":"%sb"},":w":{"S":"b%s"}}}
      """
          .formatted(TABLE, "a".repeat(AttackRequests.LARGE / 2), "a".repeat(1_000));
    }
  },

  /** Results that each are twice as large as a list of nearly 400 KB. */
  LIST_APPEND("list_append, 170 times in an update") {
    @Override
    String operation() {
      return "UpdateItem";
    }

    @Override
    String request() {
      String sets =
          IntStream.range(0, 170)
              .mapToObj(i -> "a" + i + " = list_append(l, l)")
              .collect(Collectors.joining(", "));
      return """
      {"TableName":"%s","Key":{"id":{"S":"list"}},"UpdateExpression":"SET %s"}
      """
          .formatted(TABLE, sets);
    }
  };

  private static final String TABLE = "attacked-expressions";
  private static final int ITEMS = 8;

  private final String title;

  ExpressionAttack(String title) {
    this.title = title;
  }

  abstract String operation();

  abstract String request();

  @Override
  public String title() {
    return title;
  }

  @Override
  public void prepare(InetSocketAddress endpoint) throws IOException {
    try (var connection = DynamoDbConnection.open(endpoint)) {
      AttackRequests.createTable(connection, TABLE, false);
      for (int i = 0; i < ITEMS; i++) {
        connection
            .call("PutItem", AttackRequests.put(TABLE, "item-" + i, AttackRequests.LARGE))
            .orThrow("PutItem");
      }
      String list = "{\"NULL\":true},".repeat(AttackRequests.LARGE / 2 - 1) + "{\"NULL\":true}";
      connection
          .call(
              "PutItem",
              "{\"TableName\":\"%s\",\"Item\":{\"id\":{\"S\":\"list\"},\"l\":{\"L\":[%s]}}}"
                  .formatted(TABLE, list))
          .orThrow("PutItem");
    }
  }

  @Override
  public Attacker open(InetSocketAddress endpoint) throws IOException {
    return new Caller(DynamoDbConnection.open(endpoint), operation(), request());
  }

  private record Caller(DynamoDbConnection connection, String operation, String request)
      implements Attacker {
    @Override
    public void attack() throws IOException {
      connection.call(operation, request);
    }

    @Override
    public void close() throws IOException {
      connection.close();
    }
  }
}
