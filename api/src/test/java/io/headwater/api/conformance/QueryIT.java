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
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.Select;

final class QueryIT {
  private static final int ITEMS = 10;

  private static String table = "";
  private static String hashTable = "";

  @BeforeAll
  static void createTables() {
    table = Conformance.rangeTable("query");
    hashTable = Conformance.hashTable("query");
    for (long nr = 0; nr < ITEMS; nr++) {
      var item = new HashMap<>(rangeKey("a", nr));
      item.put("even", AttributeValue.fromBool(nr % 2 == 0));
      DYNAMODB.putItem(put -> put.tableName(table).item(item));
    }
    DYNAMODB.putItem(put -> put.tableName(table).item(rangeKey("b", 0)));
  }

  private static QueryRequest.Builder query(
      String keyCondition, Map<String, AttributeValue> values) {
    return QueryRequest.builder()
        .tableName(table)
        .keyConditionExpression(keyCondition)
        .expressionAttributeValues(values);
  }

  private static QueryRequest.Builder allOf(String id) {
    return query("id = :id", Map.of(":id", s(id)));
  }

  private static List<Long> numbers(QueryResponse response) {
    return response.items().stream().map(QueryIT::number).toList();
  }

  private static Long number(Map<String, AttributeValue> item) {
    return Long.valueOf(Objects.requireNonNull(item.get("nr")).n());
  }

  private static List<Long> numbers(QueryRequest.Builder query) {
    return numbers(DYNAMODB.query(query.build()));
  }

  @Test
  void query_sortKeyConditions_selectInOrder() {
    var id = Map.of(":id", s("a"), ":x", n(3));
    var range = Map.of(":id", s("a"), ":x", n(3), ":y", n(6));

    assertThat(numbers(allOf("a"))).isEqualTo(LongStream.range(0, ITEMS).boxed().toList());
    assertThat(numbers(query("id = :id AND nr = :x", id))).containsExactly(3L);
    assertThat(numbers(query("id = :id AND nr < :x", id))).containsExactly(0L, 1L, 2L);
    assertThat(numbers(query("id = :id AND nr <= :x", id))).containsExactly(0L, 1L, 2L, 3L);
    assertThat(numbers(query("id = :id AND nr > :x", id))).hasSize(6);
    assertThat(numbers(query("id = :id AND nr >= :x", id))).hasSize(7);
    assertThat(numbers(query("id = :id AND nr BETWEEN :x AND :y", range)))
        .containsExactly(3L, 4L, 5L, 6L);
    assertThat(numbers(query("id = :id AND nr > :x", id).scanIndexForward(false)))
        .containsExactly(9L, 8L, 7L, 6L, 5L, 4L);
    assertThat(numbers(allOf("nobody"))).isEmpty();
  }

  @Test
  void query_pages_coverEverythingOnce() {
    for (boolean forward : List.of(true, false)) {
      var seen = new ArrayList<Long>();
      var request = allOf("a").limit(3).scanIndexForward(forward).build();
      for (QueryResponse page : DYNAMODB.queryPaginator(request)) {
        assertThat(page.scannedCount()).isLessThanOrEqualTo(3);
        seen.addAll(numbers(page));
      }

      var ascending = LongStream.range(0, ITEMS).boxed().toList();
      assertThat(seen).isEqualTo(forward ? ascending : ascending.reversed());
    }
  }

  @Test
  void query_limitReached_hasALastKeyEvenAtTheEnd() {
    QueryResponse response = DYNAMODB.query(allOf("a").limit(ITEMS).build());

    assertThat(response.lastEvaluatedKey()).isEqualTo(rangeKey("a", ITEMS - 1));
    assertThat(DYNAMODB.query(allOf("a").limit(ITEMS + 1).build()).hasLastEvaluatedKey()).isFalse();
  }

  @Test
  void query_filter_countsWhatItReads() {
    QueryResponse response =
        DYNAMODB.query(
            query("id = :id", Map.of(":id", s("a"), ":true", AttributeValue.fromBool(true)))
                .filterExpression("even = :true")
                .limit(4)
                .build());

    assertThat(numbers(response)).containsExactly(0L, 2L);
    assertThat(response.count()).isEqualTo(2);
    assertThat(response.scannedCount()).isEqualTo(4);
    assertThat(response.lastEvaluatedKey()).isEqualTo(rangeKey("a", 3));
  }

  @Test
  void query_selectCount_hasNoItems() {
    QueryResponse response =
        DYNAMODB.query(
            allOf("a")
                .select(Select.COUNT)
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                .build());

    assertThat(response.hasItems()).isFalse();
    assertThat(response.count()).isEqualTo(ITEMS);
    assertThat(response.consumedCapacity().capacityUnits()).isEqualTo(0.5);
  }

  @Test
  void query_projection_answersTheNamedAttributes() {
    QueryResponse response = DYNAMODB.query(allOf("b").projectionExpression("nr, nothing").build());

    assertThat(response.items()).containsExactly(Map.of("nr", n(0)));
  }

  @Test
  void query_moreThanAMegabyte_endsThePage() {
    String wide = Conformance.rangeTable("query-wide");
    for (long nr = 0; nr < 4; nr++) {
      var item = new HashMap<>(rangeKey("a", nr));
      item.put("filler", s("x".repeat(300_000)));
      DYNAMODB.putItem(put -> put.tableName(wide).item(item));
    }

    QueryResponse response = DYNAMODB.query(allOf("a").tableName(wide).build());

    assertThat(numbers(response)).containsExactly(0L, 1L, 2L, 3L);
    assertThat(response.lastEvaluatedKey()).isEqualTo(rangeKey("a", 3));
  }

  @Test
  void query_badRequests_areRefused() {
    assertInvalid(
        () -> DYNAMODB.query(QueryRequest.builder().tableName(table).build()),
        "Either the KeyConditions or KeyConditionExpression parameter must be specified in the"
            + " request.");
    assertInvalid(
        () -> DYNAMODB.query(query("nr = :x", Map.of(":x", n(1))).build()),
        "Query condition missed key schema element: id");
    assertInvalid(
        () -> DYNAMODB.query(query("id > :x", Map.of(":x", s("a"))).build()),
        "Query key condition not supported");
    assertInvalid(
        () -> DYNAMODB.query(query("id = :x", Map.of(":x", n(1))).build()),
        "One or more parameter values were invalid: Condition parameter type does not match schema"
            + " type");
    assertInvalid(
        () -> DYNAMODB.query(query("id <> :x", Map.of(":x", s("a"), ":unused", s("a"))).build()),
        "Value provided in ExpressionAttributeValues unused in expressions: keys: {:unused}");
    assertInvalid(
        () -> DYNAMODB.query(query("id <> :x", Map.of(":x", s("a"))).build()),
        "Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: <>");
    assertInvalid(
        () -> DYNAMODB.query(allOf("a").indexName("by-date").build()),
        "The table does not have the specified index: by-date");
    assertInvalid(
        () -> DYNAMODB.query(allOf("a").filterExpression("nr = :id").build()),
        "Filter Expression can only contain non-primary key attributes: Primary key attribute: nr");
    assertInvalid(
        () -> DYNAMODB.query(allOf("a").select(Select.SPECIFIC_ATTRIBUTES).build()),
        "1 validation error detected: Must specify the AttributesToGet or ProjectionExpression when"
            + " choosing to get SPECIFIC_ATTRIBUTES");
    assertInvalid(
        () -> DYNAMODB.query(allOf("a").select(Select.COUNT).projectionExpression("nr").build()),
        "1 validation error detected: Cannot specify the ProjectionExpression when choosing to get"
            + " only the Count");
    assertNoTable(() -> DYNAMODB.query(allOf("a").tableName("no-such-table").build()));
  }

  @Test
  void query_badStartKeys_areRefused() {
    assertInvalid(
        () -> DYNAMODB.query(allOf("a").exclusiveStartKey(hashKey("a")).build()),
        "The provided starting key is invalid");
    assertInvalid(
        () ->
            DYNAMODB.query(
                allOf("a").exclusiveStartKey(Map.of("id", s("a"), "nr", s("1"))).build()),
        "The provided starting key is invalid: The provided key element does not match the schema");
    assertInvalid(
        () -> DYNAMODB.query(allOf("a").exclusiveStartKey(rangeKey("b", 1)).build()),
        "The provided starting key is outside query boundaries based on provided conditions");
    assertInvalid(
        () ->
            DYNAMODB.query(
                query("id = :id AND nr > :x", Map.of(":id", s("a"), ":x", n(5)))
                    .exclusiveStartKey(rangeKey("a", 2))
                    .build()),
        "The provided starting key does not match the range key predicate");
    assertInvalid(
        () ->
            DYNAMODB.query(
                query("id = :id AND nr > :x", Map.of(":id", s("a"), ":x", n(5)))
                    .exclusiveStartKey(rangeKey("b", 6))
                    .build()),
        "The query can return at most one row and cannot be restarted");
    assertInvalid(
        () ->
            DYNAMODB.query(allOf("a").tableName(hashTable).exclusiveStartKey(hashKey("a")).build()),
        "The provided exclusive start key is invalid: ExclusiveStartKey: {id=AttributeValue:"
            + " {S:a}}");
  }

  /** Such a query takes no start key, so it must not name one. */
  @Test
  void query_ofATableWithoutSortKey_hasOnePage() {
    DYNAMODB.putItem(put -> put.tableName(hashTable).item(hashKey("single")));

    QueryResponse page = DYNAMODB.query(allOf("single").tableName(hashTable).limit(1).build());

    assertThat(page.items()).hasSize(1);
    assertThat(page.hasLastEvaluatedKey()).isFalse();
  }
}
