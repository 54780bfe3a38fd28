package io.headwater.api.conformance;

import static io.headwater.api.conformance.Conformance.DYNAMODB;
import static io.headwater.api.conformance.Conformance.STREAMS;
import static io.headwater.api.conformance.Conformance.n;
import static io.headwater.api.conformance.Conformance.s;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.UpdateTableRequest;

/** Streams that are disabled and enabled again while their table is written. */
final class StreamEndIT {
  private static final int STREAMS_OF_THE_TABLE = 4;
  private static final int ITEMS = 8;
  private static final int MAX_WRITES = 20_000;

  @Test
  void stream_disabledAndEnabledUnderWrites_hasExactlyTheRecordsOfItsTime() {
    String table = Conformance.hashTable("stream-end");
    var done = new AtomicBoolean();
    // A thread of its own: the server in this process needs the common pool.
    var writer =
        CompletableFuture.runAsync(
            () -> write(table, done), task -> Thread.ofPlatform().daemon().start(task));
    var streams = new ArrayList<String>();
    var duringTheEnd = new ArrayList<Record>();

    for (int i = 0; i < STREAMS_OF_THE_TABLE; i++) {
      streams.add(enable(table));
      awaitRecord(streams.getLast());
      DYNAMODB.updateTable(stream(table, false));
      duringTheEnd.addAll(records(streams.getLast()));
    }
    done.set(true);
    writer.join();

    assertHaveImages(duringTheEnd);
    for (String stream : streams) {
      var records = records(stream);
      assertThat(records).isNotEmpty();
      assertHaveImages(records);
      assertHaveEachVersionOnce(records);
    }
  }

  /** Puts items whose versions count up. */
  private static void write(String table, AtomicBoolean done) {
    for (int i = 0; i < MAX_WRITES && !done.get(); i++) {
      int version = i / ITEMS;
      String id = "item" + i % ITEMS;
      DYNAMODB.putItem(
          put -> put.tableName(table).item(Map.of("id", s(id), "version", n(version))));
    }
  }

  private static String enable(String table) {
    var description = DYNAMODB.updateTable(stream(table, true)).tableDescription();
    return description.latestStreamArn();
  }

  private static UpdateTableRequest stream(String table, boolean enabled) {
    return UpdateTableRequest.builder()
        .tableName(table)
        .streamSpecification(specification -> {
          specification.streamEnabled(enabled);
          if (enabled) {
            specification.streamViewType(StreamViewType.NEW_AND_OLD_IMAGES);
          }
        })
        .build();
  }

  private static void awaitRecord(String streamArn) {
    Conformance.eventually(() -> assertThat(records(streamArn)).hasSizeGreaterThan(ITEMS));
  }

  private static List<Record> records(String streamArn) {
    var records = new ArrayList<Record>();
    var shards =
        STREAMS.describeStream(stream -> stream.streamArn(streamArn)).streamDescription().shards();
    for (var shard : shards) {
      String iterator =
          STREAMS
              .getShardIterator(get ->
                  get.streamArn(streamArn)
                      .shardId(shard.shardId())
                      .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
              .shardIterator();
      boolean more = true;
      while (iterator != null && more) {
        String from = iterator;
        var page = STREAMS.getRecords(get -> get.shardIterator(from));
        records.addAll(page.records());
        iterator = page.nextShardIterator();
        more = page.hasRecords() && !page.records().isEmpty();
      }
    }
    return records;
  }

  private static void assertHaveImages(List<Record> records) {
    assertThat(records)
        .allSatisfy(record -> {
          assertThat(record.dynamodb().newImage()).containsKeys("id", "version");
          assertThat(record.dynamodb().oldImage().isEmpty())
              .isEqualTo(record.eventNameAsString().equals("INSERT"));
        });
  }

  private static void assertHaveEachVersionOnce(List<Record> records) {
    var lastVersions = new HashMap<String, Integer>();
    for (Record record : records) {
      String id = requireNonNull(record.dynamodb().keys().get("id")).s();
      int version =
          Integer.parseInt(requireNonNull(record.dynamodb().newImage().get("version")).n());
      Integer last = lastVersions.put(id, version);
      assertThat(version).isEqualTo(last == null ? version : last + 1);
    }
  }
}
