package io.headwater.api.conformance;

import static io.headwater.api.conformance.Conformance.DYNAMODB;
import static io.headwater.api.conformance.Conformance.assertInvalid;
import static io.headwater.api.conformance.Conformance.assertNoTable;
import static io.headwater.api.conformance.Conformance.hashKey;
import static io.headwater.api.conformance.Conformance.n;
import static io.headwater.api.conformance.Conformance.s;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;

final class ScanIT {
  private static final int ITEMS = 40;
  private static final List<String> IDS =
      IntStream.range(0, ITEMS).mapToObj(nr -> "item-" + nr).toList();

  private static String table = "";

  @BeforeAll
  static void createTable() {
    table = Conformance.hashTable("scan");
    for (int nr = 0; nr < ITEMS; nr++) {
      var item = Map.of("id", s(IDS.get(nr)), "nr", n(nr));
      DYNAMODB.putItem(put -> put.tableName(table).item(item));
    }
  }

  private static ScanRequest.Builder scan() {
    return ScanRequest.builder().tableName(table);
  }

  private static List<String> ids(ScanRequest request) {
    var ids = new ArrayList<String>();
    for (ScanResponse page : DYNAMODB.scanPaginator(request)) {
      page.items().forEach(item -> ids.add(Objects.requireNonNull(item.get("id")).s()));
    }
    return ids;
  }

  @Test
  void scan_pages_coverEverythingOnce() {
    List<String> whole = ids(scan().build());

    assertThat(whole).containsExactlyInAnyOrderElementsOf(IDS);
    assertThat(ids(scan().limit(7).build())).isEqualTo(whole);
  }

  @Test
  void scan_segments_coverEverythingOnce() {
    for (int totalSegments : List.of(1, 3, 16)) {
      var seen = new ArrayList<String>();
      for (int segment = 0; segment < totalSegments; segment++) {
        seen.addAll(ids(scan().segment(segment).totalSegments(totalSegments).limit(2).build()));
      }

      assertThat(seen).containsExactlyInAnyOrderElementsOf(IDS);
    }
  }

  @Test
  void scan_filter_countsWhatItReads() {
    ScanResponse response =
        DYNAMODB.scan(
            scan()
                .filterExpression("nr < :ten AND begins_with(id, :prefix)")
                .expressionAttributeValues(Map.of(":ten", n(10), ":prefix", s("item-")))
                .select(Select.COUNT)
                .returnConsumedCapacity(ReturnConsumedCapacity.INDEXES)
                .consistentRead(true)
                .build());

    assertThat(response.count()).isEqualTo(10);
    assertThat(response.scannedCount()).isEqualTo(ITEMS);
    assertThat(response.hasItems()).isFalse();
    assertThat(response.consumedCapacity().table().capacityUnits()).isEqualTo(1);
  }

  @Test
  void scan_badRequests_areRefused() {
    assertInvalid(
        () -> DYNAMODB.scan(scan().segment(0).build()),
        "The TotalSegments parameter is required but was not present in the request when Segment"
            + " parameter is present");
    assertInvalid(
        () -> DYNAMODB.scan(scan().totalSegments(1).build()),
        "The Segment parameter is required but was not present in the request when parameter"
            + " TotalSegments is present");
    assertInvalid(
        () -> DYNAMODB.scan(scan().segment(2).totalSegments(2).build()),
        "The Segment parameter is zero-based and must be less than parameter TotalSegments:"
            + " Segment: 2 is not less than TotalSegments: 2");
    assertInvalid(
        () -> DYNAMODB.scan(scan().select(Select.ALL_PROJECTED_ATTRIBUTES).build()),
        "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
    assertInvalid(
        () -> DYNAMODB.scan(scan().indexName("by-date").build()),
        "The table does not have the specified index: by-date");
    assertInvalid(
        () -> DYNAMODB.scan(scan().exclusiveStartKey(Map.of("id", n(1))).build()),
        "The provided starting key is invalid: The provided key element does not match the schema");
    assertNoTable(() -> DYNAMODB.scan(scan().tableName("no-such-table").build()));
  }

  @Test
  void scan_startKeyOfAnotherSegment_isRefused() {
    String id = ids(scan().segment(0).totalSegments(2).build()).getFirst();

    assertInvalid(
        () ->
            DYNAMODB.scan(
                scan().segment(1).totalSegments(2).exclusiveStartKey(hashKey(id)).build()),
        "The provided starting key is invalid: Invalid ExclusiveStartKey. Please use"
            + " ExclusiveStartKey with correct Segment. TotalSegments: 2 Segment: 1");
  }
}
