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

  private static final String TIME_TO_LIVE =
      """
      {"TableName":"kept","TimeToLiveSpecification":{"Enabled":true,"AttributeName":"at"}}
      """;

  private static final String NEW_INDEX =
      """
      {"TableName":"kept","AttributeDefinitions":[{"AttributeName":"n","AttributeType":"N"}],
       "GlobalSecondaryIndexUpdates":[{"Create":{"IndexName":"by-n",
         "KeySchema":[{"AttributeName":"n","KeyType":"HASH"}],
         "Projection":{"ProjectionType":"KEYS_ONLY"}}}]}
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

  /** The stop comes when the index is known and may not have been filled. */
  @Test
  void restart_afterChangesOfATable_keepsThemAndFillsTheIndex(@TempDir Path directory) {
    try (TestServer server = TestServer.start(directory)) {
      var client = new RawClient(server.endpoint());
      assertThat(client.call("CreateTable", TABLE).statusCode()).isEqualTo(200);
      for (int i = 0; i < 200; i++) {
        assertThat(client.call("PutItem", put("item-" + i, i)).statusCode()).isEqualTo(200);
      }
      succeed(client, "TagResource", "{'ResourceArn':'%s','Tags':[{'Key':'a','Value':'b'}]}");
      succeed(client, "UpdateTimeToLive", TIME_TO_LIVE);
      succeed(client, "UpdateTable", "{'TableName':'kept','DeletionProtectionEnabled':true}");
      succeed(
          client,
          "UpdateTable",
          "{'TableName':'kept','StreamSpecification':{'StreamEnabled':false}}");
      succeed(client, "UpdateTable", NEW_INDEX);
    }

    try (TestServer server = TestServer.start(directory)) {
      var client = new RawClient(server.endpoint());
      String described;
      do {
        described = succeed(client, "DescribeTable", "{'TableName':'kept'}");
      } while (!described.contains("\"IndexStatus\":\"ACTIVE\""));
      assertThat(described)
          .contains("\"DeletionProtectionEnabled\":true", "\"LatestStreamArn\"")
          .doesNotContain("\"StreamEnabled\"", "\"Backfilling\"");
      assertThat(succeed(client, "DescribeTimeToLive", "{'TableName':'kept'}"))
          .contains("\"AttributeName\":\"at\"");
      assertThat(succeed(client, "ListTagsOfResource", "{'ResourceArn':'%s'}"))
          .contains("{\"Key\":\"a\",\"Value\":\"b\"}");
    }
  }

  /** Calls with a JSON in single quotes, in which {@code %s} is the table's ARN. */
  private static String succeed(RawClient client, String operation, String json) {
    String arn = "arn:aws:dynamodb:us-east-1:000000000000:table/kept";
    var response = client.call(operation, json.formatted(arn).replace('\'', '"'));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.body();
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
