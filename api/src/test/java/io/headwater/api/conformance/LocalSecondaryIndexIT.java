package io.headwater.api.conformance;

import static io.headwater.api.conformance.Conformance.DYNAMODB;
import static io.headwater.api.conformance.Conformance.assertInvalid;
import static io.headwater.api.conformance.Conformance.n;
import static io.headwater.api.conformance.Conformance.rangeKey;
import static io.headwater.api.conformance.Conformance.s;
import static io.headwater.api.conformance.IndexedTables.BY_DATE;
import static io.headwater.api.conformance.IndexedTables.BY_RANK;
import static io.headwater.api.conformance.IndexedTables.assertCapacity;
import static io.headwater.api.conformance.IndexedTables.item;
import static io.headwater.api.conformance.IndexedTables.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.Select;

/** Reads of a table with local secondary indexes. */
final class LocalSecondaryIndexIT {
  private static final String INVALID = "One or more parameter values were invalid: ";

  private static final Map<String, String> DATE = Map.of("#d", "date");

  private static String table = "";

  @BeforeAll
  static void createTables() {
    table = IndexedTables.create("local");
    for (long nr = 0; nr < 9; nr++) {
      Map<String, AttributeValue> item = item("a", nr, "date", s("2026-0" + (1 + nr % 3)));
      DYNAMODB.putItem(put -> put.tableName(table).item(item));
    }
    DYNAMODB.putItem(put -> put.tableName(table).item(item("a", 9, "other", s("no date"))));
    DYNAMODB.putItem(put -> put.tableName(table).item(item("b", 0, "date", s("2026-01"))));
  }

  private static QueryRequest.Builder byDate(String id) {
    return QueryRequest.builder()
        .tableName(table)
        .indexName(BY_DATE)
        .keyConditionExpression("id = :id")
        .expressionAttributeValues(Map.of(":id", s(id)));
  }

  private static QueryRequest.Builder byDate(String condition, AttributeValue value) {
    return byDate("a")
        .keyConditionExpression("id = :id AND " + condition)
        .expressionAttributeValues(Map.of(":id", s("a"), ":x", value));
  }

  private static List<Long> numbers(QueryResponse response) {
    return response.items().stream()
        .map(item -> Long.valueOf(Objects.requireNonNull(item.get("nr")).n()))
        .toList();
  }

  private static List<Long> numbers(QueryRequest.Builder query) {
    return numbers(DYNAMODB.query(query.build()));
  }

  @Test
  void query_index_isOrderedByItsSortKeyAndThenTheTables() {
    var inOrder = List.of(0L, 3L, 6L, 1L, 4L, 7L, 2L, 5L, 8L);

    assertThat(numbers(byDate("a"))).isEqualTo(inOrder);
    assertThat(numbers(byDate("a").scanIndexForward(false))).isEqualTo(inOrder.reversed());
    assertThat(numbers(byDate("#d = :x", s("2026-02")).expressionAttributeNames(DATE)))
        .containsExactly(1L, 4L, 7L);
    assertThat(numbers(byDate("#d > :x", s("2026-02")).expressionAttributeNames(DATE)))
        .containsExactly(2L, 5L, 8L);
    assertThat(numbers(byDate("a").consistentRead(true))).hasSize(9);
  }

  @Test
  void query_indexPageByPage_hasKeysOfTableAndIndex() {
    for (boolean forward : List.of(true, false)) {
      var seen = new ArrayList<Long>();
      for (QueryResponse page :
          DYNAMODB.queryPaginator(byDate("a").limit(2).scanIndexForward(forward).build())) {
        seen.addAll(numbers(page));
        if (page.hasLastEvaluatedKey()) {
          assertThat(page.lastEvaluatedKey()).containsOnlyKeys("id", "nr", "date");
        }
      }
      assertThat(seen).isEqualTo(numbers(byDate("a").scanIndexForward(forward)));
    }
  }

  @Test
  void query_selectModes_answerWhatTheyName() {
    Map<String, AttributeValue> entry = new HashMap<>(rangeKey("b", 0));
    entry.put("date", s("2026-01"));
    var whole = item("b", 0, "date", s("2026-01"));

    assertThat(DYNAMODB.query(byDate("b").build()).items()).containsExactly(entry);
    assertThat(DYNAMODB.query(byDate("b").select(Select.ALL_PROJECTED_ATTRIBUTES).build()).items())
        .containsExactly(entry);
    assertThat(DYNAMODB.query(byDate("b").select(Select.ALL_ATTRIBUTES).build()).items())
        .containsExactly(whole);
    var list =
        byDate("b").projectionExpression("nr, #t").expressionAttributeNames(Map.of("#t", "text"));
    assertThat(DYNAMODB.query(list.build()).items())
        .containsExactly(Map.of("nr", n(0), "text", s("text 0")));
    assertThat(DYNAMODB.query(byDate("b").select(Select.COUNT).build()).count()).isEqualTo(1);
  }

  @Test
  void query_filterOnWhatTheIndexLacks_seesTheItem() {
    var response =
        DYNAMODB.query(
            byDate("a")
                .filterExpression("#t = :t")
                .expressionAttributeNames(Map.of("#t", "text"))
                .expressionAttributeValues(Map.of(":id", s("a"), ":t", s("text 4")))
                .returnConsumedCapacity(ReturnConsumedCapacity.INDEXES)
                .build());

    assertThat(response.items())
        .containsExactly(Map.of("id", s("a"), "nr", n(4), "date", s("2026-02")));
    assertThat(response.scannedCount()).isEqualTo(9);
    assertCapacity(response.consumedCapacity(), 5.0, 4.5, Map.of(BY_DATE, 0.5));
  }

  @Test
  void query_capacity_fetchedItemsAreChargedToTheTable() {
    var query = byDate("a").returnConsumedCapacity(ReturnConsumedCapacity.INDEXES);

    assertCapacity(
        DYNAMODB.query(query.build()).consumedCapacity(), 0.5, 0.0, Map.of(BY_DATE, 0.5));
    assertCapacity(
        DYNAMODB
            .query(query.select(Select.ALL_ATTRIBUTES).consistentRead(true).build())
            .consumedCapacity(),
        10.0,
        9.0,
        Map.of(BY_DATE, 1.0));
  }

  @Test
  void scan_index_hasOnlyItemsInIt() {
    var whole = DYNAMODB.scan(scan -> scan.tableName(table).indexName(BY_DATE));
    var seen = 0;
    for (int segment = 0; segment < 3; segment++) {
      int number = segment;
      seen +=
          DYNAMODB
              .scan(
                  scan -> scan.tableName(table).indexName(BY_DATE).segment(number).totalSegments(3))
              .count();
    }

    assertThat(whole.count()).isEqualTo(10);
    assertThat(seen).isEqualTo(10);
    assertThat(DYNAMODB.scan(scan -> scan.tableName(table).indexName(BY_RANK)).count()).isZero();
    var page = DYNAMODB.scan(scan -> scan.tableName(table).indexName(BY_DATE).limit(4));
    var rest =
        DYNAMODB.scan(scan ->
            scan.tableName(table).indexName(BY_DATE).exclusiveStartKey(page.lastEvaluatedKey()));
    assertThat(rest.items()).isEqualTo(whole.items().subList(4, 10));
  }

  @Test
  void query_badRequests_areRefused() {
    assertInvalid(
        () -> DYNAMODB.query(byDate("a").indexName("by-nothing").build()),
        "The table does not have the specified index: by-nothing");
    assertInvalid(
        () -> DYNAMODB.scan(scan -> scan.tableName(table).indexName("by-nothing")),
        "The table does not have the specified index: by-nothing");
    assertInvalid(
        () -> DYNAMODB.query(byDate("nr = :x", n(1)).build()),
        "Query condition missed key schema element: date");
    assertInvalid(
        () -> DYNAMODB.query(byDate("#d = :x", n(1)).expressionAttributeNames(DATE).build()),
        INVALID + "Condition parameter type does not match schema type");
    assertInvalid(
        () ->
            DYNAMODB.query(
                byDate("a").filterExpression("#d = :id").expressionAttributeNames(DATE).build()),
        "Filter Expression can only contain non-primary key attributes: Primary key attribute:"
            + " date");
    assertInvalid(
        () ->
            DYNAMODB.query(
                byDate("a").projectionExpression("#d.x").expressionAttributeNames(DATE).build()),
        "Key attributes must be scalars; list random access '[]' and map lookup '.' are not"
            + " allowed: IndexKey: date");
    assertThat(DYNAMODB.query(byDate("a").filterExpression("nr <> :id").build()).count())
        .isEqualTo(9);
  }

  @Test
  void query_badStartKeys_areRefused() {
    Map<String, AttributeValue> start = new HashMap<>(rangeKey("a", 1));
    start.put("date", s("2026-02"));

    assertInvalid(
        () -> DYNAMODB.query(byDate("a").exclusiveStartKey(rangeKey("a", 1)).build()),
        "The provided starting key is invalid");
    assertInvalid(
        () ->
            DYNAMODB.scan(scan ->
                scan.tableName(table).indexName(BY_DATE).exclusiveStartKey(rangeKey("a", 1))),
        "The provided starting key is invalid");
    assertInvalid(
        () -> DYNAMODB.query(byDate("a").exclusiveStartKey(with(start, "date", n(1))).build()),
        "The provided key element does not match the schema");
    assertInvalid(
        () -> DYNAMODB.query(byDate("a").exclusiveStartKey(with(start, "nr", s("1"))).build()),
        "The provided starting key is invalid: The provided key element does not match the schema");
    assertInvalid(
        () -> DYNAMODB.query(byDate("b").exclusiveStartKey(start).build()),
        "The provided starting key is outside query boundaries based on provided conditions");
    assertInvalid(
        () ->
            DYNAMODB.query(
                byDate("#d > :x", s("2026-02"))
                    .expressionAttributeNames(DATE)
                    .exclusiveStartKey(start)
                    .build()),
        "The provided starting key does not match the range key predicate");
    assertThat(
            numbers(
                byDate("#d = :x", s("2026-02"))
                    .expressionAttributeNames(DATE)
                    .exclusiveStartKey(start)))
        .containsExactly(4L, 7L);
  }

  @Test
  void describeTable_indexes_areCountedAndSized() {
    var description = DYNAMODB.describeTable(request -> request.tableName(table)).table();

    assertThat(description.localSecondaryIndexes())
        .extracting(index -> index.indexName() + " " + index.projection().projectionTypeAsString())
        .containsExactly("by-date KEYS_ONLY", "by-rank INCLUDE", "by-tag ALL");
    var byDate = description.localSecondaryIndexes().getFirst();
    assertThat(byDate.itemCount()).isEqualTo(10);
    // "id" and one letter, "nr" and one digit (1 byte for the number 0, 2 for others), "date".
    assertThat(byDate.indexSizeBytes()).isEqualTo(10 * (3 + 2 + 4 + 7 + 100) + 2 + 8 * 2);
    assertThat(byDate.indexArn()).isEqualTo(description.tableArn() + "/index/by-date");
    assertThat(description.localSecondaryIndexes().get(1).projection().nonKeyAttributes())
        .containsExactly("title");
    assertThat(description.localSecondaryIndexes().get(1).itemCount()).isZero();
    assertThat(description.attributeDefinitions()).hasSize(5);
  }
}
