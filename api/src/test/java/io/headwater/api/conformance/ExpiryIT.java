package io.headwater.api.conformance;

import static io.headwater.api.conformance.Conformance.eventually;
import static io.headwater.api.conformance.Conformance.hashKey;
import static io.headwater.api.conformance.Conformance.n;
import static io.headwater.api.conformance.Conformance.s;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.api.testing.TestServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** Items that expire, on a server that looks for them often. */
final class ExpiryIT {
  private static final String TABLE = "sessions";

  @TempDir Path dataDirectory;
  private TestServer server;
  private DynamoDbClient dynamoDb;
  private DynamoDbStreamsClient streams;

  @BeforeEach
  void start() {
    server =
        TestServer.start(
            dataDirectory,
            Map.of(
                "headwater.time-to-live.look-interval", "20ms",
                "headwater.catalog.time-to-live-interval", "0s"));
    dynamoDb = Conformance.dynamoDb(server.endpoint());
    streams = Conformance.streams(server.endpoint());
    dynamoDb.createTable(
        Conformance.hashTableRequest(TABLE)
            .streamSpecification(stream ->
                stream.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES))
            .build());
  }

  @AfterEach
  void stop() {
    dynamoDb.close();
    streams.close();
    server.close();
  }

  @Test
  void item_timeIsPast_goesAndItsRecordNamesTheService() {
    put("there before", n(nowSeconds() - 10));
    put("stays", n(nowSeconds() + 1_000));
    updateTimeToLive(true);
    awaitItems(Set.of("stays"));
    awaitStatus(TimeToLiveStatus.ENABLED);

    put("comes later", n(nowSeconds() - 10));
    put("deleted by its user", n(nowSeconds() + 1_000));
    dynamoDb.deleteItem(delete -> delete.tableName(TABLE).key(hashKey("deleted by its user")));
    awaitItems(Set.of("stays"));

    var removals =
        records().stream().filter(record -> record.eventName() == OperationType.REMOVE).toList();
    assertThat(removals)
        .extracting(removal -> removal.dynamodb().keys())
        .containsExactlyInAnyOrder(
            hashKey("there before"), hashKey("comes later"), hashKey("deleted by its user"));
    assertThat(removals)
        .allSatisfy(removal -> {
          boolean expired = !removal.dynamodb().keys().equals(hashKey("deleted by its user"));
          assertThat(removal.userIdentity() != null).isEqualTo(expired);
          if (expired) {
            assertThat(removal.userIdentity().type()).isEqualTo("Service");
            assertThat(removal.userIdentity().principalId()).isEqualTo("dynamodb.amazonaws.com");
            assertThat(removal.dynamodb().oldImage()).containsKey("until");
          }
        });
  }

  @Test
  void item_timeIsMoved_staysUntilThen() {
    updateTimeToLive(true);
    awaitStatus(TimeToLiveStatus.ENABLED);
    put("moved", n(nowSeconds() + 2));
    dynamoDb.updateItem(update ->
        update
            .tableName(TABLE)
            .key(hashKey("moved"))
            .updateExpression("SET #until = :later")
            .expressionAttributeNames(Map.of("#until", "until"))
            .expressionAttributeValues(Map.of(":later", n(nowSeconds() + 1_000))));
    put("witness", n(nowSeconds() + 2));

    awaitItems(Set.of("moved"));
  }

  @Test
  void item_valueIsNoTimeOrTooLongPast_stays() {
    updateTimeToLive(true);
    awaitStatus(TimeToLiveStatus.ENABLED);
    put("milliseconds", n(Instant.now().toEpochMilli()));
    put("text", s(Long.toString(nowSeconds() - 10)));
    put("long past", n(nowSeconds() - Duration.ofDays(5 * 366).toSeconds()));
    put("negative", n(-10));
    put("huge", AttributeValue.fromN("1E100"));
    put("fraction", AttributeValue.fromN(nowSeconds() - 10 + ".5"));
    put("nested", AttributeValue.fromM(Map.of("until", n(nowSeconds() - 10))));

    awaitItems(Set.of("milliseconds", "text", "long past", "negative", "huge", "nested"));
  }

  @Test
  void timeToLive_disabled_itemsStay() {
    updateTimeToLive(true);
    awaitStatus(TimeToLiveStatus.ENABLED);
    updateTimeToLive(false);
    awaitStatus(TimeToLiveStatus.DISABLED);
    put("late", n(nowSeconds() - 10));
    updateTimeToLive(true);

    awaitItems(Set.of());
  }

  private void put(String id, AttributeValue until) {
    dynamoDb.putItem(put -> put.tableName(TABLE).item(Map.of("id", s(id), "until", until)));
  }

  private static long nowSeconds() {
    return Instant.now().getEpochSecond();
  }

  private void updateTimeToLive(boolean enabled) {
    dynamoDb.updateTimeToLive(update ->
        update
            .tableName(TABLE)
            .timeToLiveSpecification(spec -> spec.enabled(enabled).attributeName("until")));
  }

  private void awaitStatus(TimeToLiveStatus status) {
    eventually(() ->
        assertThat(
                dynamoDb
                    .describeTimeToLive(describe -> describe.tableName(TABLE))
                    .timeToLiveDescription()
                    .timeToLiveStatus())
            .isEqualTo(status));
  }

  private void awaitItems(Set<String> ids) {
    var keys = new HashSet<Map<String, AttributeValue>>();
    ids.forEach(id -> keys.add(hashKey(id)));
    eventually(() -> assertThat(keys()).isEqualTo(keys));
  }

  private Set<Map<String, AttributeValue>> keys() {
    var scanned =
        dynamoDb.scan(
            scan -> scan.tableName(TABLE).consistentRead(true).projectionExpression("id"));
    return new HashSet<>(scanned.items());
  }

  private List<Record> records() {
    String arn =
        dynamoDb.describeTable(describe -> describe.tableName(TABLE)).table().latestStreamArn();
    var records = new ArrayList<Record>();
    for (Shard shard :
        streams.describeStream(describe -> describe.streamArn(arn)).streamDescription().shards()) {
      String iterator =
          streams
              .getShardIterator(get ->
                  get.streamArn(arn)
                      .shardId(shard.shardId())
                      .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
              .shardIterator();
      records.addAll(streams.getRecords(get -> get.shardIterator(iterator)).records());
    }
    return records;
  }
}
