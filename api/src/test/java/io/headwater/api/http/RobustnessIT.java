package io.headwater.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.api.testing.RawClient;
import io.headwater.api.testing.SharedServer;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever is sent, the answer is an error of the API's or a success, and the server lives on. */
final class RobustnessIT {
  private static final long SEED = 20_120_810;
  private static final int TRIES = 300;
  private static final String TABLE = SharedServer.newTableName("robustness");

  private static final List<String> OPERATIONS =
      List.of(
          "PutItem",
          "GetItem",
          "UpdateItem",
          "DeleteItem",
          "Query",
          "Scan",
          "BatchGetItem",
          "BatchWriteItem",
          "CreateTable",
          "DescribeTable",
          "ListTables");

  private static final String REQUEST =
      """
      {"TableName":"%s","Item":{"id":{"S":"a"},"v":{"L":[{"M":{"x":{"N":"1.5e3"}}},{"B":"AQID"}]}},
       "Key":{"id":{"S":"a"}},"ReturnValues":"ALL_OLD","Limit":10,"ConsistentRead":true,
       "UpdateExpression":"SET #v[0].x = if_not_exists(b, :n) + :n REMOVE c ADD d :n",
       "ConditionExpression":"attribute_exists(id) AND (#v = :n OR size(b) > :n)",
       "KeyConditionExpression":"id = :s","FilterExpression":"contains(#v, :s)",
       "ProjectionExpression":"id, #v[0].x","ExpressionAttributeNames":{"#v":"v"},
       "ExpressionAttributeValues":{":n":{"N":"1"},":s":{"S":"a"}},
       "RequestItems":{"%s":[{"PutRequest":{"Item":{"id":{"S":"b"}}}}]},
       "Segment":0,"TotalSegments":2,"ExclusiveStartKey":{"id":{"S":"a"}}}
      """
          .formatted(TABLE, TABLE);

  private final RawClient client = new RawClient(SharedServer.endpoint());
  private final Random random = new Random(SEED);

  @BeforeAll
  static void createTable() {
    HttpResponse<String> response =
        new RawClient(SharedServer.endpoint())
            .call(
                "CreateTable",
                """
                {"TableName":"%s","BillingMode":"PAY_PER_REQUEST",
                 "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],
                 "KeySchema":[{"AttributeName":"id","KeyType":"HASH"}]}
                """
                    .formatted(TABLE));
    assertThat(response.statusCode()).isEqualTo(200);
  }

  @Test
  void call_randomBytes_isAModelledError() {
    for (int i = 0; i < TRIES; i++) {
      var body = new byte[random.nextInt(2_000)];
      random.nextBytes(body);

      assertModelled(client.call(operation(), body), i);
    }
  }

  @Test
  void call_truncatedRequest_isAModelledError() {
    byte[] whole = REQUEST.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < TRIES; i++) {
      var body = new byte[random.nextInt(whole.length)];
      System.arraycopy(whole, 0, body, 0, body.length);

      assertModelled(client.call(operation(), body), i);
    }
  }

  @Test
  void call_mutatedRequest_isAModelledErrorOrASuccess() {
    byte[] whole = REQUEST.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < TRIES; i++) {
      byte[] body = whole.clone();
      for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
        body[random.nextInt(body.length)] = whole[random.nextInt(whole.length)];
      }

      assertModelled(client.call(operation(), body), i);
    }
  }

  @Test
  void call_deepDocuments_isAModelledError() {
    for (String json :
        List.of(
            "[".repeat(1_000_000),
            "{\"a\":".repeat(1_000_000),
            "{\"Item\":{\"a\":" + "{\"L\":[".repeat(200) + "]}".repeat(200) + "}}",
            "{\"Item\":{\"a\":" + "{\"M\":{\"b\":".repeat(100_000))) {
      assertModelled(client.call("PutItem", json), json.length());
    }
  }

  @Test
  void call_longExpressions_isAModelledError() {
    for (String expression :
        List.of(
            "(".repeat(4_000),
            "a".repeat(5_000),
            "NOT ".repeat(1_000) + "a = b",
            "a" + ".b".repeat(2_000) + " = c",
            "a[99999999999999999999] = b")) {
      String json =
          "{\"TableName\":\"%s\",\"Item\":{\"id\":{\"S\":\"a\"}},\"ConditionExpression\":\"%s\"}"
              .formatted(TABLE, expression);

      assertModelled(client.call("PutItem", json), 0);
    }
  }

  private String operation() {
    return OPERATIONS.get(random.nextInt(OPERATIONS.size()));
  }

  private static void assertModelled(HttpResponse<String> response, int attempt) {
    assertThat(response.statusCode()).as("try %d: %s", attempt, response.body()).isIn(200, 400);
    assertThat(response.body())
        .as("try %d", attempt)
        .startsWith(response.statusCode() == 200 ? "{" : "{\"__type\":\"com.amazon");
  }
}
