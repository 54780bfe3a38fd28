package io.headwater.api.conformance;

import static io.headwater.api.conformance.Conformance.assertRefused;
import static io.headwater.api.conformance.Conformance.eventually;
import static io.headwater.api.conformance.Conformance.s;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.api.testing.TestServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** Streams on a server that keeps records for a moment only. */
final class StreamRetentionIT {
  private static final int ITEMS = 40;

  @TempDir Path dataDirectory;
  private TestServer server;
  private DynamoDbClient dynamoDb;
  private DynamoDbStreamsClient streams;
  private String streamArn;

  @BeforeEach
  void start() {
    var settings =
        Map.of(
            "headwater.streams.retention", "50ms",
            "headwater.log-trimming.interval", "20ms",
            "headwater.log-trimming.step-entries", 3);
    server = TestServer.start(dataDirectory, settings);
    dynamoDb = Conformance.dynamoDb(server.endpoint());
    streams = Conformance.streams(server.endpoint());
    streamArn =
        dynamoDb
            .createTable(
                Conformance.hashTableRequest("kept-briefly")
                    .streamSpecification(stream ->
                        stream.streamEnabled(true).streamViewType(StreamViewType.KEYS_ONLY))
                    .build())
            .tableDescription()
            .latestStreamArn();
    for (int i = 0; i < ITEMS; i++) {
      var item = Map.of("id", s("item" + i));
      dynamoDb.putItem(put -> put.tableName("kept-briefly").item(item));
    }
  }

  @AfterEach
  void stop() {
    dynamoDb.close();
    streams.close();
    server.close();
  }

  @Test
  void recordsThatExpired_areGoneAndTheItemsAreNot() {
    for (Shard shard : shards()) {
      eventually(() -> assertThat(hasRecords(shard)).as("records in the shard").isFalse());

      String start = shard.sequenceNumberRange().startingSequenceNumber();
      assertRefused(
          () ->
              streams.getShardIterator(get ->
                  get.streamArn(streamArn)
                      .shardId(shard.shardId())
                      .shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER)
                      .sequenceNumber(start)),
          "TrimmedDataAccessException",
          "The operation attempted to read past the oldest stream record in a shard.");
    }
    assertThat(dynamoDb.scan(scan -> scan.tableName("kept-briefly")).count()).isEqualTo(ITEMS);
  }

  private List<Shard> shards() {
    return streams.describeStream(d -> d.streamArn(streamArn)).streamDescription().shards();
  }

  /** A trim between the two calls makes the second one fail; then there were records just now. */
  private boolean hasRecords(Shard shard) {
    String iterator =
        streams
            .getShardIterator(get ->
                get.streamArn(streamArn)
                    .shardId(shard.shardId())
                    .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
            .shardIterator();
    try {
      return !streams.getRecords(get -> get.shardIterator(iterator)).records().isEmpty();
    } catch (TrimmedDataAccessException _) {
      return true;
    }
  }
}
