package io.headwater.api.conformance;

import static io.headwater.api.conformance.Conformance.DYNAMODB;
import static io.headwater.api.conformance.Conformance.n;
import static io.headwater.api.conformance.Conformance.rangeKey;
import static io.headwater.api.conformance.Conformance.s;
import static io.headwater.api.conformance.GlobalIndexedTables.BY_NR;
import static io.headwater.api.conformance.GlobalIndexedTables.BY_PLACE;
import static io.headwater.api.conformance.GlobalIndexedTables.BY_SCORE;
import static io.headwater.api.conformance.GlobalIndexedTables.BY_TEAM;
import static io.headwater.api.conformance.GlobalIndexedTables.assertCapacity;
import static io.headwater.api.conformance.GlobalIndexedTables.home;
import static io.headwater.api.conformance.GlobalIndexedTables.numbers;
import static io.headwater.api.conformance.GlobalIndexedTables.player;
import static io.headwater.api.conformance.IndexedTables.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ComparisonOperator;
import software.amazon.awssdk.services.dynamodb.model.Condition;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;

/** Reads of a table with global secondary indexes. */
final class GlobalSecondaryIndexIT {
  /** In the order of streets and houses; two homes are at one place. */
  private static final List<Long> IN_BERN = List.of(3L, 2L, 0L, 1L, 4L, 5L);

  private static String table = "";

  @BeforeAll
  static void createTable() {
    table = GlobalIndexedTables.create("global");
    put(home("a", 0, "bern", "birkenweg", 9));
    put(home("a", 1, "bern", "birkenweg", 10));
    put(home("a", 2, "bern", "birkenweg", -1));
    put(home("b", 3, "bern", "aareweg", 7));
    put(home("c", 4, "bern", "birkenweg", 10));
    put(home("a", 5, "bern", "postgasse", 2));
    put(home("a", 6, "basel", "birkenweg", 9));
    var homeless = home("a", 7, "bern", "birkenweg", 3);
    homeless.remove("house");
    put(homeless);
    assertThat(count(BY_PLACE)).isEqualTo(7);
  }

  private static void put(Map<String, AttributeValue> item) {
    DYNAMODB.putItem(put -> put.tableName(table).item(item));
  }

  private static int count(String index) {
    return DYNAMODB.scan(scan -> scan.tableName(table).indexName(index)).count();
  }

  private static QueryRequest.Builder inBern() {
    return inBern("", Map.of());
  }

  private static QueryRequest.Builder inBern(String more, Map<String, AttributeValue> values) {
    var all = new HashMap<>(values);
    all.put(":country", s("ch"));
    all.put(":city", s("bern"));
    return QueryRequest.builder()
        .tableName(table)
        .indexName(BY_PLACE)
        .keyConditionExpression("city = :city AND country = :country" + more)
        .expressionAttributeValues(all);
  }

  private static List<Long> found(QueryRequest.Builder query) {
    return numbers(DYNAMODB.query(query.build()).items());
  }

  @Test
  void query_severalAttributes_isOrderedByOneAfterTheOther() {
    assertThat(found(inBern())).isEqualTo(IN_BERN);
    assertThat(found(inBern().scanIndexForward(false))).isEqualTo(IN_BERN.reversed());
  }

  @Test
  void query_rangeAttributes_areUsedFromTheLeft() {
    var street = Map.of(":s", s("birkenweg"));
    assertThat(found(inBern(" AND street = :s", street))).containsExactly(2L, 0L, 1L, 4L);
    assertThat(found(inBern(" AND street > :s", street))).containsExactly(5L);
    assertThat(found(inBern(" AND begins_with(street, :s)", Map.of(":s", s("b")))))
        .containsExactly(2L, 0L, 1L, 4L);
    var houses = Map.of(":s", s("birkenweg"), ":h", n(9), ":i", n(10));
    assertThat(found(inBern(" AND street = :s AND house BETWEEN :h AND :i", houses)))
        .containsExactly(0L, 1L, 4L);
    var house = Map.of(":s", s("birkenweg"), ":h", n(9));
    assertThat(found(inBern(" AND street = :s AND house = :h", house))).containsExactly(0L);
    assertThat(found(inBern(" AND street = :s AND house < :h", house))).containsExactly(2L);
    assertThat(found(inBern(" AND street = :s AND house >= :h", house).scanIndexForward(false)))
        .containsExactly(4L, 1L, 0L);
  }

  @Test
  void query_keyConditions_areTheSame() {
    var conditions = new HashMap<String, Condition>();
    conditions.put("country", condition(ComparisonOperator.EQ, s("ch")));
    conditions.put("city", condition(ComparisonOperator.EQ, s("bern")));
    assertThat(found(legacy(conditions))).isEqualTo(IN_BERN);
    conditions.put("street", condition(ComparisonOperator.EQ, s("birkenweg")));
    conditions.put("house", condition(ComparisonOperator.GT, n(0)));
    assertThat(found(legacy(conditions))).containsExactly(0L, 1L, 4L);
  }

  private static QueryRequest.Builder legacy(Map<String, Condition> conditions) {
    return QueryRequest.builder().tableName(table).indexName(BY_PLACE).keyConditions(conditions);
  }

  private static Condition condition(ComparisonOperator operator, AttributeValue value) {
    return Condition.builder().comparisonOperator(operator).attributeValueList(value).build();
  }

  @Test
  void query_pageByPage_hasAllKeysOfTableAndIndex() {
    for (boolean forward : List.of(true, false)) {
      for (int limit = 1; limit <= 4; limit++) {
        var seen = new ArrayList<Long>();
        var query = inBern().limit(limit).scanIndexForward(forward).build();
        for (QueryResponse page : DYNAMODB.queryPaginator(query)) {
          seen.addAll(numbers(page.items()));
          if (page.hasLastEvaluatedKey()) {
            assertThat(page.lastEvaluatedKey())
                .containsOnlyKeys("id", "nr", "country", "city", "street", "house");
          }
        }
        assertThat(seen).isEqualTo(forward ? IN_BERN : IN_BERN.reversed());
      }
    }
  }

  @Test
  void query_startKeyWithoutAnItem_resumesBehindIt() {
    var start = new HashMap<>(rangeKey("b", 99));
    start.putAll(
        Map.of("country", s("ch"), "city", s("bern"), "street", s("birkenweg"), "house", n(10)));

    assertThat(found(inBern().exclusiveStartKey(start))).containsExactly(4L, 5L);
    assertThat(found(inBern().exclusiveStartKey(start).scanIndexForward(false)))
        .containsExactly(1L, 0L, 2L, 3L);
  }

  @Test
  void query_projections_answerWhatTheIndexHas() {
    var entry = with(home("b", 3, "bern", "aareweg", 7), "title", s("title 3"));
    entry.remove("note");
    var aareweg = inBern(" AND street = :s", Map.of(":s", s("aareweg")));

    assertThat(DYNAMODB.query(aareweg.build()).items()).containsExactly(entry);
    assertThat(DYNAMODB.query(aareweg.select(Select.ALL_PROJECTED_ATTRIBUTES).build()).items())
        .containsExactly(entry);
    var some =
        inBern(" AND street = :s", Map.of(":s", s("aareweg"))).projectionExpression("title, nr");
    assertThat(DYNAMODB.query(some.build()).items())
        .containsExactly(Map.of("title", s("title 3"), "nr", n(3)));
    var counted = DYNAMODB.query(inBern().select(Select.COUNT).build());
    assertThat(counted.count()).isEqualTo(6);
    assertThat(counted.hasItems()).isFalse();
    assertThat(byNumber(3, Select.ALL_ATTRIBUTES).items())
        .containsExactly(home("b", 3, "bern", "aareweg", 7));
  }

  private static QueryResponse byNumber(long nr, Select select) {
    return DYNAMODB.query(query ->
        query
            .tableName(table)
            .indexName(BY_NR)
            .keyConditionExpression("nr = :nr")
            .expressionAttributeValues(Map.of(":nr", n(nr)))
            .select(select));
  }

  @Test
  void query_filter_dropsWhatWasScanned() {
    var response =
        DYNAMODB.query(
            inBern("", Map.of(":t", s("title 4")))
                .filterExpression("title = :t")
                .limit(5)
                .returnConsumedCapacity(ReturnConsumedCapacity.INDEXES)
                .build());

    assertThat(numbers(response.items())).containsExactly(4L);
    assertThat(response.scannedCount()).isEqualTo(5);
    assertThat(response.lastEvaluatedKey()).containsEntry("nr", n(4));
    assertCapacity(response.consumedCapacity(), 0.5, 0.0, Map.of(BY_PLACE, 0.5));
  }

  @Test
  void query_tableByArn_isTheSame() {
    String arn = DYNAMODB.describeTable(describe -> describe.tableName(table)).table().tableArn();

    assertThat(found(inBern().tableName(arn))).isEqualTo(IN_BERN);
  }

  @Test
  void scan_segments_haveEachEntryOnce() {
    List<Map<String, AttributeValue>> whole =
        DYNAMODB.scan(scan -> scan.tableName(table).indexName(BY_PLACE)).items();
    var inSegments = new ArrayList<Map<String, AttributeValue>>();
    for (int segment = 0; segment < 3; segment++) {
      int number = segment;
      for (ScanResponse page :
          DYNAMODB.scanPaginator(scan ->
              scan.tableName(table)
                  .indexName(BY_PLACE)
                  .limit(2)
                  .segment(number)
                  .totalSegments(3))) {
        inSegments.addAll(page.items());
      }
    }

    assertThat(numbers(whole)).containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(inSegments).isEqualTo(whole);
    var scanned =
        DYNAMODB.scan(scan ->
            scan.tableName(table)
                .indexName(BY_PLACE)
                .filterExpression("house = :h")
                .expressionAttributeValues(Map.of(":h", n(9)))
                .projectionExpression("nr")
                .returnConsumedCapacity(ReturnConsumedCapacity.INDEXES));
    assertThat(numbers(scanned.items())).containsExactlyInAnyOrder(0L, 6L);
    assertThat(scanned.scannedCount()).isEqualTo(7);
    assertCapacity(scanned.consumedCapacity(), 0.5, 0.0, Map.of(BY_PLACE, 0.5));
  }

  @Test
  void writes_entries_moveAndGo() {
    String name = GlobalIndexedTables.create("global-moves");
    DYNAMODB.putItem(put -> put.tableName(name).item(player("a", 1, "red", 5)));
    DYNAMODB.putItem(put -> put.tableName(name).item(player("a", 2, "red", 5)));
    assertThat(team(name, "red")).containsExactly(1L, 2L);

    update(name, 1, "SET score = :v", n(7));
    assertThat(team(name, "red")).containsExactly(2L, 1L);
    update(name, 2, "SET team = :v", s("blue"));
    assertThat(team(name, "red")).containsExactly(1L);
    assertThat(team(name, "blue")).containsExactly(2L);
    update(name, 2, "REMOVE team SET note = :v", s("gone"));
    assertThat(team(name, "blue")).isEmpty();
    assertThat(score(name, 5)).containsExactly(2L);
    DYNAMODB.deleteItem(delete -> delete.tableName(name).key(rangeKey("a", 1)));
    assertThat(team(name, "red")).isEmpty();
    assertThat(score(name, 7)).isEmpty();
  }

  private static void update(String name, long nr, String expression, AttributeValue value) {
    DYNAMODB.updateItem(update ->
        update
            .tableName(name)
            .key(rangeKey("a", nr))
            .updateExpression(expression)
            .expressionAttributeValues(Map.of(":v", value)));
  }

  private static List<Long> team(String name, String team) {
    return numbers(query(name, BY_TEAM, "team = :v", s(team)).items());
  }

  private static List<Long> score(String name, long score) {
    return numbers(query(name, BY_SCORE, "score = :v", n(score)).items());
  }

  private static QueryResponse query(
      String name, String index, String condition, AttributeValue value) {
    return DYNAMODB.query(query ->
        query
            .tableName(name)
            .indexName(index)
            .keyConditionExpression(condition)
            .expressionAttributeValues(Map.of(":v", value)));
  }

  @Test
  void query_wideEntries_comeInPagesOfAMebibyte() {
    String name = GlobalIndexedTables.create("global-wide");
    for (long nr = 0; nr < 6; nr++) {
      var wide = with(player("a", nr, "red", 1), "note", s("x".repeat(300_000)));
      DYNAMODB.putItem(put -> put.tableName(name).item(wide));
    }
    assertThat(team(name, "red")).hasSize(6);

    var first = query(name, BY_SCORE, "score = :v", n(1));
    assertThat(first.count()).isEqualTo(4);
    var rest =
        DYNAMODB.query(query ->
            query
                .tableName(name)
                .indexName(BY_SCORE)
                .keyConditionExpression("score = :v")
                .expressionAttributeValues(Map.of(":v", n(1)))
                .exclusiveStartKey(first.lastEvaluatedKey()));

    assertThat(first.lastEvaluatedKey()).containsOnlyKeys("id", "nr", "score");
    assertThat(numbers(first.items())).containsExactly(0L, 1L, 2L, 3L);
    assertThat(numbers(rest.items())).containsExactly(4L, 5L);
    assertThat(rest.hasLastEvaluatedKey()).isFalse();
  }
}
