package io.headwater.api.conformance;

import static io.headwater.api.conformance.Conformance.DYNAMODB;
import static io.headwater.api.conformance.Conformance.STREAMS;
import static io.headwater.api.conformance.Conformance.assertInvalid;
import static io.headwater.api.conformance.Conformance.assertRefused;
import static io.headwater.api.conformance.Conformance.hashKey;
import static io.headwater.api.conformance.Conformance.n;
import static io.headwater.api.conformance.Conformance.s;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.api.testing.SharedServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.Stream;
import software.amazon.awssdk.services.dynamodb.model.StreamStatus;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;

/** ListStreams, DescribeStream, GetShardIterator and GetRecords. */
final class StreamsIT {
  private static String createTable(StreamViewType viewType) {
    return Conformance.create(
        Conformance.hashTableRequest(SharedServer.newTableName("stream"))
            .streamSpecification(stream -> stream.streamEnabled(true).streamViewType(viewType))
            .build());
  }

  private static String streamArn(String table) {
    return STREAMS.listStreams(list -> list.tableName(table)).streams().getFirst().streamArn();
  }

  private static List<Shard> shards(String streamArn) {
    return STREAMS.describeStream(d -> d.streamArn(streamArn)).streamDescription().shards();
  }

  private static String iterator(String streamArn, Shard shard, ShardIteratorType type) {
    return STREAMS
        .getShardIterator(
            get -> get.streamArn(streamArn).shardId(shard.shardId()).shardIteratorType(type))
        .shardIterator();
  }

  private static List<Record> records(String streamArn) {
    var records = new ArrayList<Record>();
    for (Shard shard : shards(streamArn)) {
      String iterator = iterator(streamArn, shard, ShardIteratorType.TRIM_HORIZON);
      records.addAll(STREAMS.getRecords(get -> get.shardIterator(iterator)).records());
    }
    return records;
  }

  @Test
  void describeStream_enabled_showsShardsAndKeys() {
    String table = createTable(StreamViewType.KEYS_ONLY);
    String arn = streamArn(table);

    var stream = STREAMS.describeStream(describe -> describe.streamArn(arn)).streamDescription();

    assertThat(stream.streamStatus()).isEqualTo(StreamStatus.ENABLED);
    assertThat(stream.streamViewType()).isEqualTo(StreamViewType.KEYS_ONLY);
    assertThat(stream.tableName()).isEqualTo(table);
    assertThat(stream.streamArn()).isEqualTo(arn);
    assertThat(stream.keySchema()).hasSize(1);
    assertThat(stream.shards())
        .hasSize(4)
        .allSatisfy(shard ->
            assertThat(shard.sequenceNumberRange().startingSequenceNumber())
                .hasSizeBetween(21, 40));
  }

  @Test
  void getRecords_changesOfAnItem_comeInOrderWithBothImages() {
    String table = createTable(StreamViewType.NEW_AND_OLD_IMAGES);
    DYNAMODB.putItem(put -> put.tableName(table).item(Map.of("id", s("a"), "v", n(1))));
    DYNAMODB.putItem(put -> put.tableName(table).item(Map.of("id", s("a"), "v", n(1))));
    DYNAMODB.updateItem(update ->
        update
            .tableName(table)
            .key(hashKey("a"))
            .updateExpression("SET v = :two")
            .expressionAttributeValues(Map.of(":two", n(2))));
    DYNAMODB.deleteItem(delete -> delete.tableName(table).key(hashKey("a")));

    List<Record> records = records(streamArn(table));

    assertThat(records)
        .extracting(Record::eventName)
        .containsExactly(OperationType.INSERT, OperationType.MODIFY, OperationType.REMOVE);
    Record modified = records.get(1);
    assertThat(modified.dynamodb().keys()).isEqualTo(hashKey("a"));
    assertThat(modified.dynamodb().oldImage()).containsEntry("v", n(1));
    assertThat(modified.dynamodb().newImage()).containsEntry("v", n(2));
    assertThat(modified.eventSource()).isEqualTo("aws:dynamodb");
    assertThat(modified.eventID()).matches("[0-9a-f]{32}");
    assertThat(modified.awsRegion()).isEqualTo("us-east-1");
    assertThat(modified.dynamodb().approximateCreationDateTime()).isNotNull();
  }

  @Test
  void getRecords_latest_seesOnlyWhatComesLater() {
    String table = createTable(StreamViewType.NEW_IMAGE);
    DYNAMODB.putItem(put -> put.tableName(table).item(hashKey("before")));
    String arn = streamArn(table);
    var iterators =
        shards(arn).stream().map(shard -> iterator(arn, shard, ShardIteratorType.LATEST)).toList();

    DYNAMODB.putItem(put -> put.tableName(table).item(hashKey("after")));

    var records = new ArrayList<Record>();
    for (String iterator : iterators) {
      var page = STREAMS.getRecords(get -> get.shardIterator(iterator));
      assertThat(page.nextShardIterator()).isNotNull();
      records.addAll(page.records());
    }
    assertThat(records)
        .extracting(streamRecord -> streamRecord.dynamodb().keys())
        .containsExactly(hashKey("after"));
  }

  @Test
  void stream_ofADeletedTable_isDisabledAndReadable() {
    String table = createTable(StreamViewType.OLD_IMAGE);
    DYNAMODB.putItem(put -> put.tableName(table).item(hashKey("a")));
    String arn = streamArn(table);

    DYNAMODB.deleteTable(delete -> delete.tableName(table));

    var stream = STREAMS.describeStream(describe -> describe.streamArn(arn)).streamDescription();
    assertThat(stream.streamStatus()).isEqualTo(StreamStatus.DISABLED);
    assertThat(stream.shards())
        .allSatisfy(
            shard -> assertThat(shard.sequenceNumberRange().endingSequenceNumber()).isNotNull());
    assertThat(records(arn)).hasSize(1);
  }

  @Test
  void updateTable_enablingAStream_answersItsNameAtOnce() {
    String table = Conformance.hashTable("stream");

    var enabled = update(table, true);
    var disabled = update(table, false);
    var again = update(table, true);

    assertThat(enabled.tableStatus()).isEqualTo(TableStatus.UPDATING);
    assertThat(enabled.latestStreamArn()).endsWith("/stream/" + enabled.latestStreamLabel());
    assertThat(enabled.streamSpecification().streamEnabled()).isTrue();
    assertThat(disabled.streamSpecification()).isNull();
    assertThat(disabled.latestStreamArn()).isEqualTo(enabled.latestStreamArn());
    assertThat(again.latestStreamArn()).isNotEqualTo(enabled.latestStreamArn());
    assertThat(streamArns(table))
        .containsExactly(enabled.latestStreamArn(), again.latestStreamArn());
  }

  private static TableDescription update(String table, boolean enabled) {
    return DYNAMODB
        .updateTable(update ->
            update
                .tableName(table)
                .streamSpecification(stream ->
                    stream
                        .streamEnabled(enabled)
                        .streamViewType(enabled ? StreamViewType.NEW_IMAGE : null)))
        .tableDescription();
  }

  private static List<String> streamArns(String table) {
    return STREAMS.listStreams(list -> list.tableName(table)).streams().stream()
        .map(Stream::streamArn)
        .toList();
  }

  @Test
  void listStreams_tableCreatedAgain_hasTheEarlierStreamsOfTheNameToo() {
    String table = createTable(StreamViewType.KEYS_ONLY);
    String earlier = streamArn(table);
    DYNAMODB.deleteTable(delete -> delete.tableName(table));
    assertThat(streamArns(table)).containsExactly(earlier);

    String later =
        DYNAMODB
            .createTable(
                Conformance.hashTableRequest(table)
                    .streamSpecification(stream ->
                        stream.streamEnabled(true).streamViewType(StreamViewType.KEYS_ONLY))
                    .build())
            .tableDescription()
            .latestStreamArn();

    assertThat(streamArns(table)).containsExactly(earlier, later);
  }

  @Test
  void streams_badRequests_areRefused() {
    String table = createTable(StreamViewType.KEYS_ONLY);
    String arn = streamArn(table);
    String shardId = shards(arn).getFirst().shardId();
    String absent = arn.replace("/stream/", "/stream/x");

    assertRefused(
        () -> STREAMS.describeStream(describe -> describe.streamArn(absent)),
        "ResourceNotFoundException",
        "Requested resource not found: Stream: " + absent + " not found");
    assertInvalid(
        () -> STREAMS.getRecords(get -> get.shardIterator("nonsense")), "Invalid ShardIterator");
    assertInvalid(
        () ->
            STREAMS.getShardIterator(
                get -> get.streamArn(arn).shardId(shardId).shardIteratorType("SOMEWHERE")),
        "1 validation error detected: Value 'SOMEWHERE' at 'shardIteratorType' failed to satisfy"
            + " constraint: Member must satisfy enum value set: [TRIM_HORIZON, LATEST,"
            + " AT_SEQUENCE_NUMBER, AFTER_SEQUENCE_NUMBER]");
  }
}
