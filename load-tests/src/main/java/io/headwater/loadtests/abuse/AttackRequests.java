package io.headwater.loadtests.abuse;

import io.headwater.api.testing.RawClient;
import io.headwater.loadtests.client.DynamoDbConnection;
import java.io.IOException;

/** The tables, items and requests of attacks. */
final class AttackRequests {
  /** Close to the largest item (bytes). */
  static final int LARGE = 390 * 1024;

  private AttackRequests() {}

  /** Makes a table with the partition key {@code id}, unless it exists. */
  static void createTable(DynamoDbConnection connection, String table, boolean streamed)
      throws IOException {
    if (connection.call("DescribeTable", "{\"TableName\":\"" + table + "\"}").isSuccess()) {
      return;
    }
    String stream =
        streamed
            ? "\"StreamSpecification\":{\"StreamEnabled\":true,"
                + "\"StreamViewType\":\"NEW_AND_OLD_IMAGES\"},"
            : "";
    connection
        .call(
            "CreateTable",
            """
            {"TableName":"%s","BillingMode":"PAY_PER_REQUEST",%s
             "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],
             "KeySchema":[{"AttributeName":"id","KeyType":"HASH"}]}
            """
                .formatted(table, stream))
        .orThrow("CreateTable");
  }

  static String put(String table, String id, int bytes) {
    return "{\"TableName\":\"%s\",\"Item\":{\"id\":{\"S\":\"%s\"},\"v\":{\"S\":\"%s\"}}}"
        .formatted(table, id, "a".repeat(bytes));
  }

  /** The head of a call, up to the headers that say how long its body is. */
  static String head(String operation) {
    return "POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: DynamoDB_20120810."
        + (operation + "\r\nContent-Type: " + RawClient.CONTENT_TYPE + "\r\n")
        + ("X-Amz-Date: 20260101T000000Z\r\nAuthorization: " + RawClient.AUTHORIZATION + "\r\n");
  }
}
