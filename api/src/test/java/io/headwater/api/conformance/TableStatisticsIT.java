package io.headwater.api.conformance;

import static io.headwater.api.conformance.Conformance.definition;
import static io.headwater.api.conformance.Conformance.key;
import static io.headwater.api.conformance.Conformance.s;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.api.testing.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * What DescribeTable says of a table's size, against the items as the test keeps them. All values
 * are strings, so an item's size is that of its names and values in UTF-8.
 */
final class TableStatisticsIT {
  private static final String TABLE = "counted";
  private static final int OVERHEAD_BYTES = 100;

  private final Map<String, Map<String, AttributeValue>> items = new TreeMap<>();

  @Test
  void describeTable_afterWritesOfEveryKindAndARestart_isExact(@TempDir Path directory) {
    try (TestServer server = TestServer.start(directory);
        DynamoDbClient client = Conformance.dynamoDb(server.endpoint())) {
      assertStatistics(client.createTable(table()).tableDescription());
      assertStatistics(describe(client));
      batchPut(client);
      assertStatistics(describe(client));
      update(client);
      delete(client);
      replace(client);
      assertStatistics(describe(client));
    }

    try (TestServer server = TestServer.start(directory);
        DynamoDbClient client = Conformance.dynamoDb(server.endpoint())) {
      assertStatistics(describe(client));
      put(client, 100, item(100, "x", "red"));
      assertStatistics(describe(client));
      assertTableStatistics(client.deleteTable(d -> d.tableName(TABLE)).tableDescription());
      client.createTable(table());
      items.clear();
      assertStatistics(describe(client));
    }
  }

  private void batchPut(DynamoDbClient client) {
    var puts = new ArrayList<WriteRequest>();
    for (int i = 0; i < 25; i++) {
      var item = item(i, "text " + i, i % 3 == 0 ? null : "colour " + i);
      items.put("id" + i, item);
      puts.add(WriteRequest.builder().putRequest(p -> p.item(item)).build());
    }
    client.batchWriteItem(batch -> batch.requestItems(Map.of(TABLE, puts)));
  }

  /** One item grows, one comes into the index, one leaves it, and one is new. */
  private void update(DynamoDbClient client) {
    update(client, 1, "SET body = :v", "a much longer text than before");
    update(client, 3, "SET colour = :v", "blue");
    update(client, 30, "SET colour = :v", "green");
    var removed =
        client.updateItem(update ->
            update
                .tableName(TABLE)
                .key(keys(4))
                .updateExpression("REMOVE colour")
                .returnValues("ALL_NEW"));
    items.put("id4", removed.attributes());
  }

  private void update(DynamoDbClient client, int id, String expression, String value) {
    var updated =
        client.updateItem(update ->
            update
                .tableName(TABLE)
                .key(keys(id))
                .updateExpression(expression)
                .expressionAttributeValues(Map.of(":v", s(value)))
                .returnValues("ALL_NEW"));
    items.put("id" + id, updated.attributes());
  }

  private void delete(DynamoDbClient client) {
    for (int id : List.of(5, 6, 77)) { // The last one is not there.
      client.deleteItem(delete -> delete.tableName(TABLE).key(keys(id)));
      items.remove("id" + id);
    }
  }

  private void replace(DynamoDbClient client) {
    put(client, 7, item(7, "y", null));
    put(client, 8, item(8, "", "z"));
  }

  private void put(DynamoDbClient client, int id, Map<String, AttributeValue> item) {
    client.putItem(put -> put.tableName(TABLE).item(item));
    items.put("id" + id, item);
  }

  private static Map<String, AttributeValue> item(int id, String body, @Nullable String colour) {
    var item = new TreeMap<>(keys(id));
    item.put("body", s(body));
    if (colour != null) {
      item.put("colour", s(colour));
    }
    return item;
  }

  private static Map<String, AttributeValue> keys(int id) {
    return Map.of("id", s("id" + id), "part", s("p"));
  }

  private static TableDescription describe(DynamoDbClient client) {
    return client.describeTable(describe -> describe.tableName(TABLE)).table();
  }

  private void assertStatistics(TableDescription table) {
    assertTableStatistics(table);
    assertIndex(table, "with-keys", List.of("id", "part", "colour"));
    assertIndex(table, "with-all", List.of("id", "part", "body", "colour"));
  }

  private void assertTableStatistics(TableDescription table) {
    assertThat(table.itemCount()).isEqualTo(items.size());
    assertThat(table.tableSizeBytes())
        .isEqualTo(sizeBytes(List.of("id", "part", "body", "colour"), false));
  }

  private void assertIndex(TableDescription table, String name, List<String> attributes) {
    var index =
        table.localSecondaryIndexes().stream()
            .filter(one -> one.indexName().equals(name))
            .findFirst()
            .orElseThrow();
    assertThat(index.itemCount())
        .isEqualTo(items.values().stream().filter(item -> item.containsKey("colour")).count());
    assertThat(index.indexSizeBytes()).isEqualTo(sizeBytes(attributes, true));
  }

  private long sizeBytes(List<String> attributes, boolean ofIndex) {
    return items.values().stream()
        .filter(item -> !ofIndex || item.containsKey("colour"))
        .mapToLong(item -> OVERHEAD_BYTES + sizeBytes(item, attributes))
        .sum();
  }

  private static long sizeBytes(Map<String, AttributeValue> item, List<String> attributes) {
    return item.entrySet().stream()
        .filter(attribute -> attributes.contains(attribute.getKey()))
        .mapToLong(attribute -> attribute.getKey().length() + attribute.getValue().s().length())
        .sum();
  }

  private static CreateTableRequest table() {
    return Conformance.hashTableRequest(TABLE)
        .attributeDefinitions(
            definition("id", ScalarAttributeType.S),
            definition("part", ScalarAttributeType.S),
            definition("colour", ScalarAttributeType.S))
        .keySchema(key("id", KeyType.HASH), key("part", KeyType.RANGE))
        .localSecondaryIndexes(
            index("with-keys", ProjectionType.KEYS_ONLY), index("with-all", ProjectionType.ALL))
        .build();
  }

  private static LocalSecondaryIndex index(String name, ProjectionType type) {
    return LocalSecondaryIndex.builder()
        .indexName(name)
        .keySchema(key("id", KeyType.HASH), key("colour", KeyType.RANGE))
        .projection(projection -> projection.projectionType(type))
        .build();
  }
}
