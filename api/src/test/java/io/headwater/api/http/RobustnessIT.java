package io.headwater.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.api.testing.RawClient;
import io.headwater.api.testing.SharedServer;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is deep or long is an error of the API's or a success, and the server lives on. */
final class RobustnessIT {
  private static final String TABLE = SharedServer.newTableName("robustness");

  private final RawClient client = new RawClient(SharedServer.endpoint());

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
  void call_deepDocuments_isAModelledError() {
    for (String json :
        List.of(
            "[".repeat(1_000_000),
            "{\"a\":".repeat(1_000_000),
            "{\"Item\":{\"a\":" + "{\"L\":[".repeat(200) + "]}".repeat(200) + "}}",
            "{\"Item\":{\"a\":" + "{\"M\":{\"b\":".repeat(100_000))) {
      assertModelled(client.call("PutItem", json));
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

      assertModelled(client.call("PutItem", json));
    }
  }

  private static void assertModelled(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isIn(200, 400);
    assertThat(response.body())
        .startsWith(response.statusCode() == 200 ? "{" : "{\"__type\":\"com.amazon");
  }
}
