package io.headwater.api.conformance;

import static io.headwater.api.conformance.Conformance.DYNAMODB;
import static io.headwater.api.conformance.Conformance.assertInvalid;
import static io.headwater.api.conformance.Conformance.definition;
import static io.headwater.api.conformance.Conformance.hashKey;
import static io.headwater.api.conformance.Conformance.key;
import static io.headwater.api.conformance.Conformance.n;
import static io.headwater.api.conformance.Conformance.s;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.headwater.api.testing.SharedServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeAction;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.AttributeValueUpdate;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** What writes to a table with global secondary indexes may have for the keys of these. */
final class GlobalSecondaryIndexWritesIT {
  private static final String INVALID = "One or more parameter values were invalid: ";
  private static final String HASH_TOO_LARGE =
      INVALID + "Size of hashkey has exceeded the maximum size limit of2048 bytes";
  private static final String RANGE_TOO_LARGE =
      INVALID + "Aggregated size of all range keys has exceeded the size limit of 1024 bytes";

  private static String written = "";

  @BeforeAll
  static void createTable() {
    written =
        Conformance.create(
            Conformance.hashTableRequest(SharedServer.newTableName("global-written"))
                .attributeDefinitions(
                    definition("id", ScalarAttributeType.S),
                    definition("city", ScalarAttributeType.S),
                    definition("rank", ScalarAttributeType.N),
                    definition("team", ScalarAttributeType.S),
                    definition("role", ScalarAttributeType.S))
                .globalSecondaryIndexes(
                    index("z-by-city", key("city", KeyType.HASH), key("rank", KeyType.RANGE)),
                    index(
                        "by-team",
                        key("team", KeyType.HASH),
                        key("role", KeyType.HASH),
                        key("city", KeyType.RANGE)))
                .build());
  }

  private static GlobalSecondaryIndex index(String name, KeySchemaElement... keys) {
    return GlobalSecondaryIndex.builder()
        .indexName(name)
        .keySchema(keys)
        .projection(projection -> projection.projectionType(ProjectionType.ALL))
        .build();
  }

  @Test
  void putItem_badIndexKeys_areRefused() {
    assertInvalid(
        () -> put(Map.of("city", n(1))),
        INVALID + "Type mismatch for Index Key city Expected: S Actual: N IndexName: by-team");
    assertInvalid(
        () -> put(Map.of("rank", s("first"))),
        INVALID + "Type mismatch for Index Key rank Expected: N Actual: S IndexName: z-by-city");
    assertInvalid(
        () -> put(Map.of("role", s(""))),
        "One or more parameter values are not valid. A value specified for a secondary index key is"
            + " not supported. The AttributeValue for a key attribute cannot contain an empty"
            + " string value. IndexName: by-team, IndexKey: role");
    assertInvalid(
        () -> put(Map.of("team", s("x".repeat(1025)), "role", s("x".repeat(1024)))),
        HASH_TOO_LARGE);
    assertInvalid(() -> put(Map.of("city", s("x".repeat(1025)))), RANGE_TOO_LARGE);
  }

  @Test
  void putItem_lacksKeyAttributes_isTaken() {
    assertThatCode(
            () -> {
              put(Map.of());
              put(Map.of("role", s("x")));
              put(Map.of("rank", n(1), "team", s("x".repeat(2048))));
            })
        .doesNotThrowAnyException();
  }

  @Test
  void batchWriteItem_badIndexKey_isRefused() {
    var wrong =
        WriteRequest.builder().putRequest(put -> put.item(item(Map.of("role", n(1))))).build();

    assertInvalid(
        () -> DYNAMODB.batchWriteItem(write -> write.requestItems(Map.of(written, List.of(wrong)))),
        INVALID + "Type mismatch for Index Key role Expected: S Actual: N IndexName: by-team");
  }

  @Test
  void updateItem_badIndexKeys_areRefused() {
    String empty =
        "One or more parameter values are not valid. The update expression attempted to update a"
            + " secondary index key to a value that is not supported. The AttributeValue for a key"
            + " attribute cannot contain an empty string value.";

    assertInvalid(
        () -> update("SET team = :v", n(1)),
        INVALID + "Type mismatch for Index Key team Expected: S Actual: N IndexName: by-team");
    assertInvalid(
        () -> update("SET team = if_not_exists(nothing, :v)", n(1)),
        INVALID + "Type mismatch for Index Key team Expected: S Actual: N IndexName: by-team");
    assertInvalid(() -> update("SET #role = :v", s("")), empty);
    assertInvalid(() -> update("SET #role = if_not_exists(nothing, :v)", s("")), empty);
    assertInvalid(() -> update("SET team = :v", s("x".repeat(2049))), HASH_TOO_LARGE);
    assertInvalid(() -> update("SET city = :v", s("x".repeat(1025))), RANGE_TOO_LARGE);
  }

  private static void update(String expression, AttributeValue value) {
    DYNAMODB.updateItem(update ->
        update
            .tableName(written)
            .key(hashKey("u"))
            .updateExpression(expression)
            .expressionAttributeNames(expression.contains("#role") ? Map.of("#role", "role") : null)
            .expressionAttributeValues(Map.of(":v", value)));
  }

  @Test
  void updateItem_attributeUpdatesWithBadIndexKey_areRefused() {
    var wrong =
        AttributeValueUpdate.builder().action(AttributeAction.PUT).value(s("first")).build();

    assertInvalid(
        () ->
            DYNAMODB.updateItem(update ->
                update
                    .tableName(written)
                    .key(hashKey("u"))
                    .attributeUpdates(Map.of("rank", wrong))),
        INVALID + "Type mismatch for Index Key rank Expected: N Actual: S IndexName: z-by-city");
  }

  private static void put(Map<String, AttributeValue> attributes) {
    DYNAMODB.putItem(put -> put.tableName(written).item(item(attributes)));
  }

  private static Map<String, AttributeValue> item(Map<String, AttributeValue> attributes) {
    var item = new HashMap<>(hashKey("k"));
    item.putAll(attributes);
    return item;
  }
}
