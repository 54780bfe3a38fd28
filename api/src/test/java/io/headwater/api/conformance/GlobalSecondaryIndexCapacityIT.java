package io.headwater.api.conformance;

import static io.headwater.api.conformance.Conformance.DYNAMODB;
import static io.headwater.api.conformance.Conformance.n;
import static io.headwater.api.conformance.Conformance.rangeKey;
import static io.headwater.api.conformance.Conformance.s;
import static io.headwater.api.conformance.GlobalIndexedTables.BY_NR;
import static io.headwater.api.conformance.GlobalIndexedTables.BY_SCORE;
import static io.headwater.api.conformance.GlobalIndexedTables.BY_TEAM;
import static io.headwater.api.conformance.GlobalIndexedTables.assertCapacity;
import static io.headwater.api.conformance.GlobalIndexedTables.player;
import static io.headwater.api.conformance.IndexedTables.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** What writes to a table with global secondary indexes are charged; told before indexes follow. */
final class GlobalSecondaryIndexCapacityIT {
  private static final ReturnConsumedCapacity INDEXES = ReturnConsumedCapacity.INDEXES;

  private static String table = "";

  @BeforeAll
  static void createTable() {
    table = GlobalIndexedTables.create("global-capacity");
  }

  private static ConsumedCapacity put(Map<String, AttributeValue> item) {
    return DYNAMODB
        .putItem(put -> put.tableName(table).item(item).returnConsumedCapacity(INDEXES))
        .consumedCapacity();
  }

  @Test
  void writes_capacity_chargesTheIndexesTouched() {
    var first = player("c", 0, "red", 1);
    assertCapacity(put(first), 4.0, 1.0, Map.of(BY_TEAM, 1.0, BY_SCORE, 1.0, BY_NR, 1.0));
    assertCapacity(put(first), 1.0, 1.0, Map.of());
    var wide = with(first, "note", s("x".repeat(1500)));
    assertCapacity(put(wide), 6.0, 2.0, Map.of(BY_SCORE, 2.0, BY_NR, 2.0));
    assertCapacity(
        put(with(wide, "score", n(2))), 10.0, 2.0, Map.of(BY_TEAM, 2.0, BY_SCORE, 4.0, BY_NR, 2.0));
    var update =
        DYNAMODB.updateItem(request ->
            request
                .tableName(table)
                .key(rangeKey("c", 0))
                .updateExpression("REMOVE team")
                .returnConsumedCapacity(INDEXES));
    assertCapacity(
        update.consumedCapacity(), 7.0, 2.0, Map.of(BY_TEAM, 1.0, BY_SCORE, 2.0, BY_NR, 2.0));
    var delete =
        DYNAMODB.deleteItem(request ->
            request.tableName(table).key(rangeKey("c", 0)).returnConsumedCapacity(INDEXES));
    assertCapacity(delete.consumedCapacity(), 6.0, 2.0, Map.of(BY_SCORE, 2.0, BY_NR, 2.0));
  }

  @Test
  void batchWriteItem_capacity_isTheSumOfItsWrites() {
    var batch =
        DYNAMODB.batchWriteItem(request ->
            request
                .requestItems(
                    Map.of(
                        table,
                        List.of(
                            putRequest(player("b", 0, "red", 1)), putRequest(rangeKey("b", 1)))))
                .returnConsumedCapacity(INDEXES));

    assertThat(batch.consumedCapacity()).hasSize(1);
    assertCapacity(
        batch.consumedCapacity().getFirst(),
        6.0,
        2.0,
        Map.of(BY_TEAM, 1.0, BY_SCORE, 1.0, BY_NR, 2.0));
  }

  private static WriteRequest putRequest(Map<String, AttributeValue> item) {
    return WriteRequest.builder().putRequest(put -> put.item(item)).build();
  }
}
