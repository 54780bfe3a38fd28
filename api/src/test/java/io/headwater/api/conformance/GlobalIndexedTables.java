package io.headwater.api.conformance;

import static io.headwater.api.conformance.Conformance.definition;
import static io.headwater.api.conformance.Conformance.key;
import static io.headwater.api.conformance.Conformance.n;
import static io.headwater.api.conformance.Conformance.projection;
import static io.headwater.api.conformance.Conformance.rangeKey;
import static io.headwater.api.conformance.Conformance.rangeTableRequest;
import static io.headwater.api.conformance.Conformance.s;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.api.testing.SharedServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** A table with global secondary indexes of every projection, and what its tests share. */
final class GlobalIndexedTables {
  /**
   * By {@code country} and {@code city}, {@code street} and {@code house} (N); has {@code title}.
   */
  static final String BY_PLACE = "by-place";

  /** By {@code team}, and {@code score} (N); has the keys only. */
  static final String BY_TEAM = "by-team";

  /** By {@code score} (N) alone; has everything. */
  static final String BY_SCORE = "by-score";

  /** By the table's keys the other way round; has everything, so every item is in it. */
  static final String BY_NR = "by-nr";

  private GlobalIndexedTables() {}

  /** Creates a table with the four indexes and gives back its name. */
  static String create(String prefix) {
    var include =
        Projection.builder().projectionType(ProjectionType.INCLUDE).nonKeyAttributes("title");
    return Conformance.create(
        rangeTableRequest(SharedServer.newTableName(prefix))
            .attributeDefinitions(
                definition("id", ScalarAttributeType.S),
                definition("nr", ScalarAttributeType.N),
                definition("country", ScalarAttributeType.S),
                definition("city", ScalarAttributeType.S),
                definition("street", ScalarAttributeType.S),
                definition("house", ScalarAttributeType.N),
                definition("team", ScalarAttributeType.S),
                definition("score", ScalarAttributeType.N))
            .globalSecondaryIndexes(
                index(
                    BY_PLACE,
                    include.build(),
                    key("country", KeyType.HASH),
                    key("city", KeyType.HASH),
                    key("street", KeyType.RANGE),
                    key("house", KeyType.RANGE)),
                index(
                    BY_TEAM,
                    projection(ProjectionType.KEYS_ONLY),
                    key("team", KeyType.HASH),
                    key("score", KeyType.RANGE)),
                index(BY_SCORE, projection(ProjectionType.ALL), key("score", KeyType.HASH)),
                index(
                    BY_NR,
                    projection(ProjectionType.ALL),
                    key("nr", KeyType.HASH),
                    key("id", KeyType.RANGE)))
            .build());
  }

  private static GlobalSecondaryIndex index(
      String name, Projection projection, KeySchemaElement... keySchema) {
    return GlobalSecondaryIndex.builder()
        .indexName(name)
        .keySchema(keySchema)
        .projection(projection)
        .build();
  }

  /** An item that {@link #BY_PLACE} has. */
  static Map<String, AttributeValue> home(
      String id, long nr, String city, String street, long house) {
    var item = new HashMap<>(rangeKey(id, nr));
    item.put("country", s("ch"));
    item.put("city", s(city));
    item.put("street", s(street));
    item.put("house", n(house));
    item.put("title", s("title " + nr));
    item.put("note", s("note " + nr));
    return item;
  }

  /** An item that {@link #BY_TEAM} and {@link #BY_SCORE} have. */
  static Map<String, AttributeValue> player(String id, long nr, String team, long score) {
    var item = new HashMap<>(rangeKey(id, nr));
    item.put("team", s(team));
    item.put("score", n(score));
    return item;
  }

  static void assertCapacity(
      ConsumedCapacity capacity, double total, double ofTable, Map<String, Double> ofIndexes) {
    Conformance.assertCapacity(
        capacity, total, ofTable, capacity.globalSecondaryIndexes(), ofIndexes);
    assertThat(capacity.hasLocalSecondaryIndexes()).isFalse();
  }

  static List<Long> numbers(List<Map<String, AttributeValue>> items) {
    return items.stream().map(item -> Long.valueOf(item.getOrDefault("nr", n(-1)).n())).toList();
  }
}
