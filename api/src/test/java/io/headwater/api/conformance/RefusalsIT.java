package io.headwater.api.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.headwater.api.conformance.RefusalTable.Refusal;
import io.headwater.api.testing.RawClient;
import io.headwater.api.testing.SharedServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * What the operations on items and tables refuse, in which words, and which of two faults first.
 * The rows are in the text files beside this class, one per operation or more; {@link RefusalTable}
 * says how to read them.
 */
final class RefusalsIT {
  private static final JsonFactory JSON = new JsonFactory();

  private static String hashTable = "";
  private static String rangeTable = "";
  private static String textTable = "";
  private static String binaryTable = "";
  private static String globalTable = "";

  private final RawClient client = new RawClient(SharedServer.endpoint());

  @BeforeAll
  static void createTables() {
    hashTable = Conformance.hashTable("refusals");
    rangeTable = Conformance.rangeTable("refusals");
    textTable =
        Conformance.create(
            Conformance.hashTableRequest(SharedServer.newTableName("refusals"))
                .attributeDefinitions(
                    Conformance.definition("id", ScalarAttributeType.S),
                    Conformance.definition("at", ScalarAttributeType.S))
                .keySchema(
                    Conformance.key("id", KeyType.HASH), Conformance.key("at", KeyType.RANGE))
                .build());
    binaryTable =
        Conformance.create(
            Conformance.hashTableRequest(SharedServer.newTableName("refusals"))
                .attributeDefinitions(Conformance.definition("id", ScalarAttributeType.B))
                .build());
    globalTable = GlobalIndexedTables.create("refusals");
    Conformance.DYNAMODB.putItem(put ->
        put.tableName(rangeTable)
            .item(
                Map.of(
                    "id", Conformance.s("full"),
                    "nr", Conformance.n(1),
                    "s", Conformance.s("text"),
                    "n", AttributeValue.fromN("9e125"),
                    "m", AttributeValue.fromM(Map.of()))));
  }

  @TestFactory
  Stream<DynamicTest> putItem() {
    return tests("PutItem");
  }

  @TestFactory
  Stream<DynamicTest> getItem() {
    return tests("GetItem");
  }

  @TestFactory
  Stream<DynamicTest> updateItem() {
    return tests("UpdateItem");
  }

  @TestFactory
  Stream<DynamicTest> deleteItem() {
    return tests("DeleteItem");
  }

  @TestFactory
  Stream<DynamicTest> batchGetItem() {
    return tests("BatchGetItem");
  }

  @TestFactory
  Stream<DynamicTest> batchWriteItem() {
    return tests("BatchWriteItem");
  }

  @TestFactory
  Stream<DynamicTest> query() {
    return tests("Query");
  }

  @TestFactory
  Stream<DynamicTest> scan() {
    return tests("Scan");
  }

  @TestFactory
  Stream<DynamicTest> queryOfAGlobalIndex() {
    return tests("Query", "query-global-refusals.txt");
  }

  @TestFactory
  Stream<DynamicTest> scanOfAGlobalIndex() {
    return tests("Scan", "scan-global-refusals.txt");
  }

  @TestFactory
  Stream<DynamicTest> createTable() {
    return tests("CreateTable");
  }

  @TestFactory
  Stream<DynamicTest> describeTable() {
    return tests("DescribeTable");
  }

  @TestFactory
  Stream<DynamicTest> deleteTable() {
    return tests("DeleteTable");
  }

  @TestFactory
  Stream<DynamicTest> listTables() {
    return tests("ListTables");
  }

  @TestFactory
  Stream<DynamicTest> updateTable() {
    return tests("UpdateTable");
  }

  @TestFactory
  Stream<DynamicTest> updateTimeToLive() {
    return tests("UpdateTimeToLive");
  }

  @TestFactory
  Stream<DynamicTest> describeTimeToLive() {
    return tests("DescribeTimeToLive");
  }

  @TestFactory
  Stream<DynamicTest> describeContinuousBackups() {
    return tests("DescribeContinuousBackups");
  }

  @TestFactory
  Stream<DynamicTest> updateContinuousBackups() {
    return tests("UpdateContinuousBackups");
  }

  @TestFactory
  Stream<DynamicTest> tagResource() {
    return tests("TagResource");
  }

  @TestFactory
  Stream<DynamicTest> untagResource() {
    return tests("UntagResource");
  }

  @TestFactory
  Stream<DynamicTest> listTagsOfResource() {
    return tests("ListTagsOfResource");
  }

  private Stream<DynamicTest> tests(String operation) {
    return tests(operation, operation.toLowerCase(Locale.ROOT) + "-refusals.txt");
  }

  private Stream<DynamicTest> tests(String operation, String file) {
    return RefusalTable.read(file, RefusalsIT::withTableNames).all().stream()
        .map(refusal ->
            DynamicTest.dynamicTest(refusal.title(), () -> assertRefused(operation, refusal)));
  }

  private static String withTableNames(String text) {
    return text.replace("$hash", hashTable)
        .replace("$range", rangeTable)
        .replace("$text", textTable)
        .replace("$binary", binaryTable)
        .replace("$global", globalTable);
  }

  private void assertRefused(String operation, Refusal refusal) throws IOException {
    HttpResponse<String> response = client.call(operation, refusal.requestJson());

    assertThat(answer(response.body())).isEqualTo(refusal.answer());
    assertThat(response.statusCode()).isEqualTo(400);
  }

  /** The error as {@code Name: message}. */
  private static String answer(String body) throws IOException {
    String name = "";
    String message = "";
    try (JsonParser parser = JSON.createParser(body)) {
      parser.nextToken();
      for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
        String text = parser.nextTextValue();
        if (text == null) {
          parser.skipChildren();
        } else if (field.equals("__type")) {
          name = text.substring(text.indexOf('#') + 1);
        } else if (field.equalsIgnoreCase("message")) {
          message = text;
        }
      }
    }
    return message.isEmpty() ? name : name + ": " + message;
  }
}
