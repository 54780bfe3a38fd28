package io.headwater.api.conformance;

import static io.headwater.api.conformance.Conformance.DYNAMODB;
import static io.headwater.api.conformance.Conformance.assertInvalid;
import static io.headwater.api.conformance.Conformance.assertNoTable;
import static io.headwater.api.conformance.Conformance.hashKey;
import static io.headwater.api.conformance.Conformance.n;
import static io.headwater.api.conformance.Conformance.rangeKey;
import static io.headwater.api.conformance.Conformance.s;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;

final class BatchGetItemIT {
  private static String table = "";
  private static String other = "";

  @BeforeAll
  static void createTables() {
    table = Conformance.rangeTable("batch-get");
    other = Conformance.hashTable("batch-get");
    for (long nr = 0; nr < 3; nr++) {
      var item = new HashMap<>(rangeKey("a", nr));
      item.put("v", s("value " + nr));
      DYNAMODB.putItem(put -> put.tableName(table).item(item));
    }
    DYNAMODB.putItem(put -> put.tableName(other).item(hashKey("o")));
  }

  private static KeysAndAttributes keys(List<Map<String, AttributeValue>> keys) {
    return KeysAndAttributes.builder().keys(keys).build();
  }

  @Test
  void batchGetItem_severalTables_answersWhatIsThere() {
    var answer =
        DYNAMODB.batchGetItem(get ->
            get.requestItems(
                    Map.of(
                        table,
                        KeysAndAttributes.builder()
                            .keys(List.of(rangeKey("a", 0), rangeKey("a", 2), rangeKey("a", 9)))
                            .projectionExpression("#v")
                            .expressionAttributeNames(Map.of("#v", "v"))
                            .consistentRead(true)
                            .build(),
                        other,
                        keys(List.of(hashKey("o")))))
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL));

    assertThat(answer.responses().get(table))
        .containsExactlyInAnyOrder(Map.of("v", s("value 0")), Map.of("v", s("value 2")));
    assertThat(answer.responses().get(other)).containsExactly(hashKey("o"));
    assertThat(answer.unprocessedKeys()).isEmpty();
    assertThat(answer.consumedCapacity())
        .extracting(capacity -> capacity.tableName() + " " + capacity.capacityUnits())
        .containsExactlyInAnyOrder(table + " 3.0", other + " 0.5");
  }

  @Test
  void batchGetItem_beyond16Megabytes_leavesTheRestUnprocessed() {
    String wide = Conformance.rangeTable("batch-get-wide");
    String filler = "x".repeat(400_000);
    for (long nr = 0; nr < 45; nr++) {
      var item = new HashMap<>(rangeKey("a" + nr, nr));
      item.put("filler", s(filler));
      DYNAMODB.putItem(put -> put.tableName(wide).item(item));
    }
    var all = LongStream.range(0, 45).mapToObj(nr -> rangeKey("a" + nr, nr)).toList();

    var answer = DYNAMODB.batchGetItem(get -> get.requestItems(Map.of(wide, keys(all))));

    assertThat(answer.responses().get(wide)).hasSize(41);
    assertThat(answer.unprocessedKeys()).isEqualTo(Map.of(wide, keys(all.subList(41, 45))));
  }

  @Test
  void batchGetItem_beyond1MegabyteOfAPartitionKey_leavesTheRestOfItUnprocessed() {
    String deep = Conformance.rangeTable("batch-get-deep");
    String filler = "x".repeat(300_000);
    for (long nr = 0; nr < 5; nr++) {
      var item = new HashMap<>(rangeKey("a", nr));
      item.put("filler", s(filler));
      DYNAMODB.putItem(put -> put.tableName(deep).item(item));
    }
    DYNAMODB.putItem(put -> put.tableName(deep).item(rangeKey("b", 0)));
    var all = new ArrayList<>(many(5));
    all.add(rangeKey("b", 0));

    var answer = DYNAMODB.batchGetItem(get -> get.requestItems(Map.of(deep, keys(all))));

    assertThat(answer.responses().get(deep)).hasSize(4).contains(rangeKey("b", 0));
    assertThat(answer.unprocessedKeys()).isEqualTo(Map.of(deep, keys(all.subList(3, 5))));
  }

  @Test
  void batchGetItem_badRequests_areRefused() {
    assertInvalid(
        () -> DYNAMODB.batchGetItem(get -> get.requestItems((Map<String, KeysAndAttributes>) null)),
        "The requestItems parameter is required for BatchGetItem");
    assertInvalid(
        () ->
            DYNAMODB.batchGetItem(get ->
                get.requestItems(
                    Map.of(
                        other,
                        keys(
                            List.of(
                                Map.of("id", n(1)), Map.of("id", AttributeValue.fromN("1.0"))))))),
        "Provided list of item keys contains duplicates");
    assertInvalid(
        () ->
            DYNAMODB.batchGetItem(
                get -> get.requestItems(Map.of(table, keys(List.of(hashKey("a")))))),
        "The provided key element does not match the schema");
    assertInvalid(
        () ->
            DYNAMODB.batchGetItem(
                get -> get.requestItems(Map.of(table, keys(many(60)), other, keys(many(60))))),
        "Too many items requested for the BatchGetItem call");
    assertNoTable(() ->
        DYNAMODB.batchGetItem(
            get -> get.requestItems(Map.of("no-such-table", keys(List.of(hashKey("a")))))));
  }

  private static List<Map<String, AttributeValue>> many(int count) {
    return LongStream.range(0, count).mapToObj(nr -> rangeKey("a", nr)).toList();
  }
}
