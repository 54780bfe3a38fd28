package io.headwater.api.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.api.testing.RawClient;
import io.headwater.api.testing.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RestartIT {
  private static final String TABLE =
      """
      {"TableName":"kept","BillingMode":"PAY_PER_REQUEST",
       "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],
       "KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],
       "StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_IMAGE"}}
      """;

  private static final String INDEXED_TABLE =
      """
      {"TableName":"indexed","BillingMode":"PAY_PER_REQUEST",
       "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"},
         {"AttributeName":"nr","AttributeType":"N"},{"AttributeName":"rank","AttributeType":"N"}],
       "KeySchema":[{"AttributeName":"id","KeyType":"HASH"},{"AttributeName":"nr","KeyType":"RANGE"}],
       "LocalSecondaryIndexes":[{"IndexName":"by-rank","Projection":{"ProjectionType":"KEYS_ONLY"},
         "KeySchema":[{"AttributeName":"id","KeyType":"HASH"},
           {"AttributeName":"rank","KeyType":"RANGE"}]}]}
      """;

  @Test
  void restart_afterWrites_keepsTablesAndItems(@TempDir Path directory) {
    try (TestServer server = TestServer.start(directory)) {
      var client = new RawClient(server.endpoint());
      assertThat(client.call("CreateTable", TABLE).statusCode()).isEqualTo(200);
      assertThat(client.call("PutItem", put("a", 1)).statusCode()).isEqualTo(200);
      assertThat(client.call("PutItem", put("b", 2)).statusCode()).isEqualTo(200);
    }

    try (TestServer server = TestServer.start(directory)) {
      var client = new RawClient(server.endpoint());
      assertThat(client.call("PutItem", put("a", 3)).statusCode()).isEqualTo(200);

      assertThat(client.call("GetItem", get("a")).body()).contains("\"n\":{\"N\":\"3\"}");
      assertThat(client.call("GetItem", get("b")).body()).contains("\"n\":{\"N\":\"2\"}");
      assertThat(client.call("DescribeTable", "{\"TableName\":\"kept\"}").body())
          .contains("\"ItemCount\":2", "\"TableStatus\":\"ACTIVE\"");
    }
  }

  @Test
  void restart_tableWithALocalIndex_keepsIndexAndCounts(@TempDir Path directory) {
    String put =
        """
        {"TableName":"indexed","Item":{"id":{"S":"a"},"nr":{"N":"%d"},"rank":{"N":"%d"}}}
        """;
    try (TestServer server = TestServer.start(directory)) {
      var client = new RawClient(server.endpoint());
      assertThat(client.call("CreateTable", INDEXED_TABLE).statusCode()).isEqualTo(200);
      assertThat(client.call("PutItem", put.formatted(1, 9)).statusCode()).isEqualTo(200);
      assertThat(client.call("PutItem", put.formatted(2, 5)).statusCode()).isEqualTo(200);
    }

    try (TestServer server = TestServer.start(directory)) {
      var client = new RawClient(server.endpoint());
      assertThat(client.call("PutItem", put.formatted(1, 3)).statusCode()).isEqualTo(200);

      String query =
          """
          {"TableName":"indexed","IndexName":"by-rank","KeyConditionExpression":"id = :id",
           "ProjectionExpression":"nr","ExpressionAttributeValues":{":id":{"S":"a"}}}
          """;
      assertThat(client.call("Query", query).body())
          .contains("\"Items\":[{\"nr\":{\"N\":\"1\"}},{\"nr\":{\"N\":\"2\"}}]");
      assertThat(client.call("DescribeTable", "{\"TableName\":\"indexed\"}").body())
          .contains("\"IndexName\":\"by-rank\"", "\"ItemCount\":2,\"IndexArn\"");
    }
  }

  private static String put(String id, int number) {
    return """
    {"TableName":"kept","Item":{"id":{"S":"%s"},"n":{"N":"%d"}}}
    """
        .formatted(id, number);
  }

  private static String get(String id) {
    return """
    {"TableName":"kept","Key":{"id":{"S":"%s"}}}
    """
        .formatted(id);
  }
}
