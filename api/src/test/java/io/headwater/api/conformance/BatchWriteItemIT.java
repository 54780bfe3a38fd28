package io.headwater.api.conformance;

import static io.headwater.api.conformance.Conformance.DYNAMODB;
import static io.headwater.api.conformance.Conformance.assertInvalid;
import static io.headwater.api.conformance.Conformance.assertNoTable;
import static io.headwater.api.conformance.Conformance.hashKey;
import static io.headwater.api.conformance.Conformance.n;
import static io.headwater.api.conformance.Conformance.rangeKey;
import static io.headwater.api.conformance.Conformance.s;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

final class BatchWriteItemIT {
  private static String table = "";
  private static String other = "";

  @BeforeAll
  static void createTables() {
    table = Conformance.rangeTable("batch-write");
    other = Conformance.hashTable("batch-write");
  }

  private static WriteRequest put(Map<String, AttributeValue> item) {
    return WriteRequest.builder().putRequest(put -> put.item(item)).build();
  }

  private static WriteRequest delete(Map<String, AttributeValue> key) {
    return WriteRequest.builder().deleteRequest(delete -> delete.key(key)).build();
  }

  private static void write(String tableName, WriteRequest... requests) {
    DYNAMODB.batchWriteItem(write -> write.requestItems(Map.of(tableName, List.of(requests))));
  }

  @Test
  void batchWriteItem_putsAndDeletes_areAllDone() {
    DYNAMODB.putItem(put -> put.tableName(other).item(hashKey("old")));
    var puts = LongStream.range(0, 20).mapToObj(nr -> put(rangeKey("many", nr))).toList();

    var answer =
        DYNAMODB.batchWriteItem(write ->
            write
                .requestItems(
                    Map.of(
                        table, puts, other, List.of(delete(hashKey("old")), put(hashKey("new")))))
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL));

    assertThat(answer.unprocessedItems()).isEmpty();
    assertThat(answer.consumedCapacity())
        .extracting(capacity -> capacity.tableName() + " " + capacity.capacityUnits())
        .containsExactlyInAnyOrder(table + " 20.0", other + " 2.0");
    assertThat(DYNAMODB.scan(scan -> scan.tableName(table)).count()).isEqualTo(20);
    assertThat(DYNAMODB.scan(scan -> scan.tableName(other)).items())
        .containsExactly(hashKey("new"));
  }

  @Test
  void batchWriteItem_badRequests_areRefused() {
    assertInvalid(
        () -> DYNAMODB.batchWriteItem(write -> write.returnConsumedCapacity("TOTAL")),
        "The requestItems parameter is required for BatchWriteItem");
    assertInvalid(
        () -> write(table, WriteRequest.builder().build()),
        "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the"
            + " supported datatypes");
    assertInvalid(
        () -> write(table, put(rangeKey("a", 1)), delete(rangeKey("a", 1))),
        "Provided list of item keys contains duplicates");
    assertInvalid(
        () -> write(table, put(hashKey("a"))),
        "The provided key element does not match the schema");
    assertInvalid(
        () -> write(table, delete(Map.of("id", s("a"), "nr", n(1), "more", n(1)))),
        "The provided key element does not match the schema");
    assertInvalid(
        () -> write(other, put(Map.of("id", s("a"), "v", s("x".repeat(409_600))))),
        "Item size has exceeded the maximum allowed size");
    assertInvalid(
        () ->
            DYNAMODB.batchWriteItem(write ->
                write.requestItems(
                    Map.of(
                        table,
                        LongStream.range(0, 13).mapToObj(nr -> put(rangeKey("a", nr))).toList(),
                        other,
                        LongStream.range(0, 13).mapToObj(nr -> put(hashKey("a" + nr))).toList()))),
        "Too many items requested for the BatchWriteItem call");
    assertNoTable(() -> write("no-such-table", put(hashKey("a"))));
  }
}
