package io.headwater.api.conformance;

import static io.headwater.api.conformance.Conformance.DYNAMODB;
import static io.headwater.api.conformance.Conformance.assertInvalid;
import static io.headwater.api.conformance.Conformance.n;
import static io.headwater.api.conformance.Conformance.rangeKey;
import static io.headwater.api.conformance.Conformance.s;
import static io.headwater.api.conformance.IndexedTables.BY_DATE;
import static io.headwater.api.conformance.IndexedTables.BY_TAG;
import static io.headwater.api.conformance.IndexedTables.assertCapacity;
import static io.headwater.api.conformance.IndexedTables.item;
import static io.headwater.api.conformance.IndexedTables.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.api.testing.RawClient;
import io.headwater.api.testing.SharedServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnItemCollectionMetrics;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Writes to a table with local secondary indexes: their keys' rules, charges, collections. */
final class LocalSecondaryIndexWritesIT {
  private static final String INVALID = "One or more parameter values were invalid: ";

  private static String written = "";

  @BeforeAll
  static void createTable() {
    written = IndexedTables.create("local-written");
  }

  @Test
  void putItem_badIndexKeys_areRefused() {
    assertInvalid(
        () -> put(with(item("k", 0, "rank", s("first")), "date", n(1))),
        INVALID + "Type mismatch for Index Key date Expected: S Actual: N IndexName: by-date");
    assertInvalid(
        () -> put(item("k", 0, "date", s(""))),
        "One or more parameter values are not valid. A value specified for a secondary index key is"
            + " not supported. The AttributeValue for a key attribute cannot contain an empty"
            + " string value. IndexName: by-date, IndexKey: date");
    assertInvalid(
        () -> put(item("k", 0, "date", s("x".repeat(1025)))),
        INVALID + "Aggregated size of all range keys has exceeded the size limit of 1024 bytes");
    assertInvalid(
        () -> put(with(item("k", 0, "tag", s("x")), "big", s("x".repeat(205_000)))),
        "Item size has exceeded the maximum allowed size");
    var wrong =
        WriteRequest.builder().putRequest(put -> put.item(item("k", 0, "date", n(1)))).build();
    assertInvalid(
        () -> DYNAMODB.batchWriteItem(write -> write.requestItems(Map.of(written, List.of(wrong)))),
        INVALID + "Type mismatch for Index Key date Expected: S Actual: N IndexName: by-date");
  }

  private static void put(Map<String, AttributeValue> item) {
    DYNAMODB.putItem(put -> put.tableName(written).item(item));
  }

  @Test
  void updateItem_badIndexKeys_areRefused() {
    put(item("u", 0, "number", n(7)));
    String empty =
        "One or more parameter values are not valid. The update expression attempted to update a"
            + " secondary index key to a value that is not supported. The AttributeValue for a key"
            + " attribute cannot contain an empty string value.";

    assertInvalid(
        () -> update("SET tag = :v", n(1)),
        INVALID + "Type mismatch for Index Key tag Expected: S Actual: N IndexName: by-tag");
    assertInvalid(
        () -> update("SET tag = if_not_exists(nothing, :v)", n(1)),
        INVALID + "Type mismatch for Index Key tag Expected: S Actual: N IndexName: by-tag");
    assertInvalid(() -> update("SET tag = :v", s("")), empty);
    assertInvalid(() -> update("SET tag = if_not_exists(nothing, :v)", s("")), empty);
    assertInvalid(
        () -> update("SET tag = :v", s("x".repeat(1025))),
        INVALID + "Aggregated size of all range keys has exceeded the size limit of 1024 bytes");
    assertInvalid(
        () -> update("SET tag.x = :v", s("y")),
        "Key attributes must be scalars; list random access '[]' and map lookup '.' are not"
            + " allowed: IndexKey: tag");
  }

  private static void update(String expression, AttributeValue value) {
    DYNAMODB.updateItem(update ->
        update
            .tableName(written)
            .key(rangeKey("u", 0))
            .updateExpression(expression)
            .expressionAttributeValues(Map.of(":v", value)));
  }

  @Test
  void writes_capacity_chargesTheIndexesTouched() {
    var first = with(item("c", 0, "date", s("1")), "tag", s("x"));
    assertCapacity(capacityOfPut(first), 3.0, 1.0, Map.of(BY_DATE, 1.0, BY_TAG, 1.0));
    assertCapacity(capacityOfPut(first), 1.0, 1.0, Map.of());
    assertCapacity(
        capacityOfPut(with(first, "big", s("x".repeat(1500)))), 4.0, 2.0, Map.of(BY_TAG, 2.0));
    assertCapacity(
        capacityOfPut(with(first, "date", s("2"))), 6.0, 2.0, Map.of(BY_DATE, 2.0, BY_TAG, 2.0));
    var delete =
        DYNAMODB.deleteItem(request ->
            request
                .tableName(written)
                .key(rangeKey("c", 0))
                .returnConsumedCapacity(ReturnConsumedCapacity.INDEXES));
    assertCapacity(delete.consumedCapacity(), 3.0, 1.0, Map.of(BY_DATE, 1.0, BY_TAG, 1.0));
  }

  private static ConsumedCapacity capacityOfPut(Map<String, AttributeValue> item) {
    return DYNAMODB
        .putItem(put ->
            put.tableName(written)
                .item(item)
                .returnConsumedCapacity(ReturnConsumedCapacity.INDEXES))
        .consumedCapacity();
  }

  @Test
  void writes_itemCollectionMetrics_areToldOfIndexedTables() {
    var size = ReturnItemCollectionMetrics.SIZE;
    var put =
        DYNAMODB.putItem(request ->
            request
                .tableName(written)
                .item(item("m", 0, "date", s("1")))
                .returnItemCollectionMetrics(size));
    var unindexed = Conformance.rangeTable("local-none");
    var batch =
        DYNAMODB.batchWriteItem(request ->
            request
                .requestItems(
                    Map.of(
                        written,
                        List.of(
                            putRequest(item("m", 1, "date", s("1"))), putRequest(rangeKey("m", 2))),
                        unindexed,
                        List.of(putRequest(rangeKey("m", 0)))))
                .returnItemCollectionMetrics(size));
    var none =
        DYNAMODB.putItem(request ->
            request.tableName(unindexed).item(rangeKey("m", 0)).returnItemCollectionMetrics(size));

    assertThat(put.itemCollectionMetrics().itemCollectionKey()).isEqualTo(Map.of("id", s("m")));
    assertThat(put.itemCollectionMetrics().sizeEstimateRangeGB()).containsExactly(0.0, 1.0);
    assertThat(batch.itemCollectionMetrics())
        .containsOnlyKeys(written)
        .hasEntrySatisfying(
            written,
            metrics -> assertThat(metrics).singleElement().isEqualTo(put.itemCollectionMetrics()));
    assertThat(none.itemCollectionMetrics()).isNull();
  }

  private static WriteRequest putRequest(Map<String, AttributeValue> item) {
    return WriteRequest.builder().putRequest(put -> put.item(item)).build();
  }

  @Test
  void rawAnswers_haveTheMembersInTheirShape() {
    var client = new RawClient(SharedServer.endpoint());

    var put =
        client.call(
            "PutItem",
            """
            {"TableName":"%s","Item":{"id":{"S":"r"},"nr":{"N":"1"},"date":{"S":"d"}},
             "ReturnConsumedCapacity":"INDEXES","ReturnItemCollectionMetrics":"SIZE"}
            """
                .formatted(written));
    var query =
        client.call(
            "Query",
            """
            {"TableName":"%s","IndexName":"by-date","KeyConditionExpression":"id = :i","Limit":1,
             "ExpressionAttributeValues":{":i":{"S":"r"}},"ReturnConsumedCapacity":"TOTAL"}
            """
                .formatted(written));

    assertThat(put.body())
        .isEqualTo(
            """
            {"ConsumedCapacity":{"TableName":"%s","CapacityUnits":2.0,\
            "Table":{"CapacityUnits":1.0},\
            "LocalSecondaryIndexes":{"by-date":{"CapacityUnits":1.0}}},\
            "ItemCollectionMetrics":{"ItemCollectionKey":{"id":{"S":"r"}},\
            "SizeEstimateRangeGB":[0.0,1.0]}}\
            """
                .formatted(written));
    assertThat(query.body())
        .contains(
            "\"LastEvaluatedKey\":{\"id\":{\"S\":\"r\"},\"nr\":{\"N\":\"1\"},\"date\":{\"S\":\"d\"}}")
        .contains("\"ConsumedCapacity\":{\"TableName\":\"" + written + "\",\"CapacityUnits\":0.5}");
  }
}
