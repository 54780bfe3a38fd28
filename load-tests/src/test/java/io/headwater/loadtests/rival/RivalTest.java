package io.headwater.loadtests.rival;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.loadtests.client.DynamoDbConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each server as it is delivered: started as a process, stopped, and started again. */
final class RivalTest {
  @TempDir Path folder;

  @Test
  void headwaterJar_restarted_keepsWhatItAcknowledged() throws IOException {
    try (var rival = new HeadwaterJar(folder, List.of())) {
      checkThatItemsSurviveARestart(rival);
    }
  }

  @Test
  void dynamoDbLocal_restarted_keepsWhatItAcknowledged() throws IOException {
    try (var rival = DynamoDbLocal.onDisk(folder)) {
      checkThatItemsSurviveARestart(rival);
    }
  }

  private static void checkThatItemsSurviveARestart(Rival rival) throws IOException {
    rival.start();
    try (var connection = DynamoDbConnection.open(rival.endpoint())) {
      connection
          .call(
              "CreateTable",
              """
              {"TableName":"songs","BillingMode":"PAY_PER_REQUEST",
               "AttributeDefinitions":[{"AttributeName":"title","AttributeType":"S"}],
               "KeySchema":[{"AttributeName":"title","KeyType":"HASH"}]}\
              """)
          .orThrow("CreateTable");
      connection
          .call(
              "PutItem",
              "{\"TableName\":\"songs\",\"Item\":{\"title\":{\"S\":\"Så\"},\"bars\":{\"N\":\"12\"}}}")
          .orThrow("PutItem");
    }
    rival.stop();

    rival.start();

    try (var connection = DynamoDbConnection.open(rival.endpoint())) {
      var answer =
          connection.call(
              "GetItem", "{\"TableName\":\"songs\",\"Key\":{\"title\":{\"S\":\"Så\"}}}");
      assertThat(answer.orThrow("GetItem").json().textAt("Item", "bars", "N")).isEqualTo("12");
    }
    assertThat(rival.cpuTime()).isPositive();
    rival.stop();
  }
}
