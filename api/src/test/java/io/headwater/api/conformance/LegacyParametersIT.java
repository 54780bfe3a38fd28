package io.headwater.api.conformance;

import static io.headwater.api.conformance.Conformance.DYNAMODB;
import static io.headwater.api.conformance.Conformance.assertInvalid;
import static io.headwater.api.conformance.Conformance.assertRefused;
import static io.headwater.api.conformance.Conformance.hashKey;
import static io.headwater.api.conformance.Conformance.n;
import static io.headwater.api.conformance.Conformance.rangeKey;
import static io.headwater.api.conformance.Conformance.s;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeAction;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.AttributeValueUpdate;
import software.amazon.awssdk.services.dynamodb.model.ComparisonOperator;
import software.amazon.awssdk.services.dynamodb.model.Condition;
import software.amazon.awssdk.services.dynamodb.model.ConditionalOperator;
import software.amazon.awssdk.services.dynamodb.model.ExpectedAttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.Select;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** The parameters that expressions replaced, for programs that still send them. */
final class LegacyParametersIT {
  private static String table = "";
  private static String rangeTable = "";

  @BeforeAll
  static void createTables() {
    table = Conformance.hashTable("legacy");
    rangeTable = Conformance.rangeTable("legacy");
    for (long nr = 0; nr < 5; nr++) {
      var item = new HashMap<>(rangeKey("a", nr));
      item.put("even", AttributeValue.fromBool(nr % 2 == 0));
      item.put("size.x", n(nr * 10));
      DYNAMODB.putItem(put -> put.tableName(rangeTable).item(item));
    }
  }

  private static void put(String id, Map<String, AttributeValue> attributes) {
    var item = new HashMap<>(attributes);
    item.putAll(hashKey(id));
    DYNAMODB.putItem(put -> put.tableName(table).item(item));
  }

  private static Map<String, AttributeValue> read(String id) {
    return DYNAMODB.getItem(get -> get.tableName(table).key(hashKey(id))).item();
  }

  private static Condition condition(ComparisonOperator operator, AttributeValue... values) {
    return Condition.builder().comparisonOperator(operator).attributeValueList(values).build();
  }

  private static ExpectedAttributeValue expected(
      ComparisonOperator operator, AttributeValue... values) {
    return ExpectedAttributeValue.builder()
        .comparisonOperator(operator)
        .attributeValueList(values)
        .build();
  }

  private static AttributeValueUpdate action(AttributeAction action, AttributeValue value) {
    return AttributeValueUpdate.builder().action(action).value(value).build();
  }

  private static UpdateItemResponse update(
      String id, ReturnValue returnValues, Map<String, AttributeValueUpdate> updates) {
    return DYNAMODB.updateItem(update ->
        update
            .tableName(table)
            .key(hashKey(id))
            .attributeUpdates(updates)
            .returnValues(returnValues));
  }

  @Test
  void putItem_expected_decides() {
    var absent = ExpectedAttributeValue.builder().exists(false).build();
    DYNAMODB.putItem(
        put -> put.tableName(table).item(hashKey("put")).expected(Map.of("id", absent)));

    assertRefused(
        () ->
            DYNAMODB.putItem(
                put -> put.tableName(table).item(hashKey("put")).expected(Map.of("id", absent))),
        "ConditionalCheckFailedException",
        "The conditional request failed");
    var same = ExpectedAttributeValue.builder().value(s("put")).build();
    var item = Map.of("id", s("put"), "a", n(1));
    DYNAMODB.putItem(put -> put.tableName(table).item(item).expected(Map.of("id", same)));
    assertThat(read("put")).isEqualTo(item);
  }

  @Test
  void deleteItem_expected_joinsItsConditions() {
    put("delete", Map.of("a", n(1), "tags", AttributeValue.fromSs(List.of("x", "y"))));
    var conditions =
        Map.of(
            "a", expected(ComparisonOperator.GT, n(5)),
            "tags", expected(ComparisonOperator.CONTAINS, s("x")));

    assertRefused(
        () ->
            DYNAMODB.deleteItem(
                delete -> delete.tableName(table).key(hashKey("delete")).expected(conditions)),
        "ConditionalCheckFailedException",
        "The conditional request failed");
    DYNAMODB.deleteItem(delete ->
        delete
            .tableName(table)
            .key(hashKey("delete"))
            .expected(conditions)
            .conditionalOperator(ConditionalOperator.OR));
    assertThat(read("delete")).isEmpty();
  }

  @Test
  void updateItem_everyAction_applies() {
    put(
        "update",
        Map.of(
            "n", n(5),
            "set", AttributeValue.fromSs(List.of("a", "b")),
            "numbers", AttributeValue.fromNs(List.of("1")),
            "list", AttributeValue.fromL(List.of(n(1))),
            "gone", s("x")));
    var updates = new HashMap<String, AttributeValueUpdate>();
    updates.put("n", action(AttributeAction.ADD, n(-2)));
    updates.put("set", action(AttributeAction.DELETE, AttributeValue.fromSs(List.of("a", "q"))));
    updates.put("numbers", action(AttributeAction.ADD, AttributeValue.fromNs(List.of("2"))));
    updates.put("list", action(AttributeAction.ADD, AttributeValue.fromL(List.of(n(2)))));
    updates.put("gone", AttributeValueUpdate.builder().action(AttributeAction.DELETE).build());
    updates.put("a.b", AttributeValueUpdate.builder().value(s("dotted")).build());
    var updated =
        Map.of(
            "n", n(3),
            "set", AttributeValue.fromSs(List.of("b")),
            "numbers", AttributeValue.fromNs(List.of("1", "2")),
            "list", AttributeValue.fromL(List.of(n(1), n(2))),
            "a.b", s("dotted"));

    assertThat(update("update", ReturnValue.UPDATED_NEW, updates).attributes()).isEqualTo(updated);

    var whole = new HashMap<>(updated);
    whole.putAll(hashKey("update"));
    assertThat(read("update")).isEqualTo(whole);
    var old = update("update", ReturnValue.UPDATED_OLD, updates).attributes();
    assertThat(old).isEqualTo(updated);
  }

  @Test
  void updateItem_absent_addCreatesAndDeleteDoesNot() {
    var created =
        update(
            "new",
            ReturnValue.ALL_NEW,
            Map.of(
                "n", action(AttributeAction.ADD, n(3)),
                "l", action(AttributeAction.ADD, AttributeValue.fromL(List.of(n(1))))));

    assertThat(created.attributes())
        .isEqualTo(Map.of("id", s("new"), "n", n(3), "l", AttributeValue.fromL(List.of(n(1)))));
    var deleted =
        update(
            "none",
            ReturnValue.ALL_NEW,
            Map.of(
                "x", action(AttributeAction.DELETE, AttributeValue.fromSs(List.of("a"))),
                "y", AttributeValueUpdate.builder().action(AttributeAction.DELETE).build()));
    assertThat(deleted.hasAttributes()).isFalse();
    assertThat(read("none")).isEmpty();
    update("bare", ReturnValue.NONE, Map.of());
    assertThat(read("bare")).isEqualTo(hashKey("bare"));
  }

  @Test
  void updateItem_lastElementDeleted_removesTheSet() {
    put("emptied", Map.of("set", AttributeValue.fromSs(List.of("a"))));

    var answer =
        update(
            "emptied",
            ReturnValue.UPDATED_NEW,
            Map.of("set", action(AttributeAction.DELETE, AttributeValue.fromSs(List.of("a")))));

    assertThat(answer.hasAttributes()).isFalse();
    assertThat(read("emptied")).isEqualTo(hashKey("emptied"));
  }

  @Test
  void updateItem_otherTypeStored_isRefused() {
    put("mismatch", Map.of("text", s("x"), "set", AttributeValue.fromSs(List.of("a"))));

    for (var update :
        List.of(
            Map.of("text", action(AttributeAction.ADD, n(1))),
            Map.of("set", action(AttributeAction.ADD, AttributeValue.fromNs(List.of("1")))),
            Map.of("set", action(AttributeAction.ADD, AttributeValue.fromL(List.of()))),
            Map.of("set", action(AttributeAction.DELETE, AttributeValue.fromNs(List.of("1")))))) {
      assertInvalid(
          () -> update("mismatch", ReturnValue.NONE, update),
          "Type mismatch for attribute to update");
    }
  }

  @Test
  void updateItem_expectedFails_changesNothing() {
    put("kept", Map.of("a", n(1)));

    assertRefused(
        () ->
            DYNAMODB.updateItem(update ->
                update
                    .tableName(table)
                    .key(hashKey("kept"))
                    .attributeUpdates(Map.of("a", action(AttributeAction.PUT, n(2))))
                    .expected(Map.of("a", expected(ComparisonOperator.NE, n(1))))),
        "ConditionalCheckFailedException",
        "The conditional request failed");
    assertThat(read("kept")).containsEntry("a", n(1));
  }

  @Test
  void getItem_attributesToGet_answersWholeAttributes() {
    put("get", Map.of("m.x", n(1), "m", AttributeValue.fromM(Map.of("x", n(2))), "b", n(3)));

    var answer =
        DYNAMODB.getItem(
            get -> get.tableName(table).key(hashKey("get")).attributesToGet("m.x", "b", "c"));

    assertThat(answer.item()).isEqualTo(Map.of("m.x", n(1), "b", n(3)));
  }

  @Test
  void batchGetItem_attributesToGet_answersWholeAttributes() {
    put("batch", Map.of("a", n(1), "b", n(2)));

    var answer =
        DYNAMODB.batchGetItem(batch ->
            batch.requestItems(
                Map.of(
                    table,
                    KeysAndAttributes.builder()
                        .keys(List.of(hashKey("batch")))
                        .attributesToGet("b")
                        .build())));

    assertThat(answer.responses()).isEqualTo(Map.of(table, List.of(Map.of("b", n(2)))));
  }

  private static QueryRequest.Builder query(Condition onSortKey) {
    return QueryRequest.builder()
        .tableName(rangeTable)
        .keyConditions(Map.of("id", condition(ComparisonOperator.EQ, s("a")), "nr", onSortKey));
  }

  private static List<AttributeValue> numbers(QueryRequest.Builder query) {
    return DYNAMODB.query(query.attributesToGet("nr").build()).items().stream()
        .flatMap(item -> item.values().stream())
        .toList();
  }

  @Test
  void query_keyConditions_selectInOrder() {
    assertThat(numbers(query(condition(ComparisonOperator.EQ, n(3))))).containsExactly(n(3));
    assertThat(numbers(query(condition(ComparisonOperator.LT, n(2))))).containsExactly(n(0), n(1));
    assertThat(numbers(query(condition(ComparisonOperator.LE, n(1))))).containsExactly(n(0), n(1));
    assertThat(numbers(query(condition(ComparisonOperator.GT, n(3))))).containsExactly(n(4));
    assertThat(numbers(query(condition(ComparisonOperator.GE, n(3))))).containsExactly(n(3), n(4));
    assertThat(numbers(query(condition(ComparisonOperator.BETWEEN, n(1), n(2)))))
        .containsExactly(n(1), n(2));
  }

  @Test
  void query_queryFilter_countsWhatItReads() {
    var all = condition(ComparisonOperator.GE, n(0));
    var filter =
        Map.of(
            "even", condition(ComparisonOperator.EQ, AttributeValue.fromBool(true)),
            "size.x", condition(ComparisonOperator.GT, n(10)));

    var both = DYNAMODB.query(query(all).queryFilter(filter).build());
    var either =
        DYNAMODB.query(
            query(all)
                .queryFilter(filter)
                .conditionalOperator(ConditionalOperator.OR)
                .select(Select.COUNT)
                .build());

    assertThat(both.count()).isEqualTo(2);
    assertThat(both.scannedCount()).isEqualTo(5);
    assertThat(either.count()).isEqualTo(4);
  }

  @Test
  void query_keyConditionsWithExpressions_goTogether() {
    var answer =
        DYNAMODB.query(
            query(condition(ComparisonOperator.LT, n(4)))
                .filterExpression("even = :true")
                .projectionExpression("#size")
                .expressionAttributeNames(Map.of("#size", "size.x"))
                .expressionAttributeValues(Map.of(":true", AttributeValue.fromBool(true)))
                .build());

    assertThat(answer.items()).containsExactly(Map.of("size.x", n(0)), Map.of("size.x", n(20)));
  }

  @Test
  void scan_scanFilter_mayAskForKeys() {
    var answer =
        DYNAMODB.scan(scan ->
            scan.tableName(rangeTable)
                .scanFilter(
                    Map.of(
                        "id", condition(ComparisonOperator.BEGINS_WITH, s("")),
                        "nr", condition(ComparisonOperator.IN, n(1), n(2)),
                        "none", condition(ComparisonOperator.NULL),
                        "even", condition(ComparisonOperator.NOT_NULL)))
                .attributesToGet("nr"));

    assertThat(answer.items()).containsExactly(Map.of("nr", n(1)), Map.of("nr", n(2)));
  }

  @Test
  void scan_missingAttribute_isUnequalButContainsNothing() {
    var unequal = Map.of("none", condition(ComparisonOperator.NE, s("x")));
    var notContaining = Map.of("none", condition(ComparisonOperator.NOT_CONTAINS, s("x")));
    var otherType = Map.of("nr", condition(ComparisonOperator.NOT_CONTAINS, s("x")));

    assertThat(DYNAMODB.scan(scan -> scan.tableName(rangeTable).scanFilter(unequal)).count())
        .isEqualTo(5);
    assertThat(DYNAMODB.scan(scan -> scan.tableName(rangeTable).scanFilter(notContaining)).count())
        .isZero();
    assertThat(DYNAMODB.scan(scan -> scan.tableName(rangeTable).scanFilter(otherType)).count())
        .isEqualTo(5);
  }
}
