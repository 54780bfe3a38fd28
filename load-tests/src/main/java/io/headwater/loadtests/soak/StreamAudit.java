package io.headwater.loadtests.soak;

import io.headwater.loadtests.client.DynamoDbConnection;
import io.headwater.loadtests.client.Json;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a stream as a consumer with a checkpoint for each shard does, over crashes of the server,
 * and remembers the versions it was told of, item by item.
 */
final class StreamAudit {
  private final String streamArn;
  private final Violations violations;
  private final Map<String, BigInteger> lastSequenceNumberOfShard = new HashMap<>();
  private final Map<String, List<Long>> versionsOfKey = new HashMap<>();
  private final Set<String> eventIds = new HashSet<>();

  StreamAudit(String streamArn, Violations violations) {
    this.streamArn = streamArn;
    this.violations = violations;
  }

  /** A reader of the same stream that has read nothing yet. */
  StreamAudit withoutCheckpoints() {
    return new StreamAudit(streamArn, violations);
  }

  /** Reads on from the checkpoints until every shard has nothing more. */
  void readToTheEnd(DynamoDbConnection connection) throws IOException {
    Json stream =
        connection
            .callStreams("DescribeStream", "{\"StreamArn\":\"%s\"}".formatted(streamArn))
            .orThrow("DescribeStream")
            .json();
    for (Json shard : stream.at("StreamDescription", "Shards").elements()) {
      readShard(connection, shard.textAt("ShardId"));
    }
  }

  Map<String, List<Long>> versionsOfKey() {
    return versionsOfKey;
  }

  private void readShard(DynamoDbConnection connection, String shardId) throws IOException {
    String iterator = iteratorOf(connection, shardId);
    while (true) {
      Json answer =
          connection
              .callStreams("GetRecords", "{\"ShardIterator\":\"%s\"}".formatted(iterator))
              .orThrow("GetRecords")
              .json();
      List<Json> records = answer.at("Records").elements();
      records.forEach(record -> note(shardId, record));
      if (records.isEmpty() || !answer.has("NextShardIterator")) {
        return;
      }
      iterator = answer.textAt("NextShardIterator");
    }
  }

  private String iteratorOf(DynamoDbConnection connection, String shardId) throws IOException {
    var last = lastSequenceNumberOfShard.get(shardId);
    String from =
        last == null
            ? "\"ShardIteratorType\":\"TRIM_HORIZON\""
            : "\"ShardIteratorType\":\"AFTER_SEQUENCE_NUMBER\",\"SequenceNumber\":\"%s\""
                .formatted(last);
    String body =
        "{\"StreamArn\":\"%s\",\"ShardId\":\"%s\",%s}".formatted(streamArn, shardId, from);
    return connection
        .callStreams("GetShardIterator", body)
        .orThrow("GetShardIterator")
        .json()
        .textAt("ShardIterator");
  }

  private void note(String shardId, Json record) {
    if (!eventIds.add(record.textAt("eventID"))) {
      violations.add("event " + record.textAt("eventID") + " came twice");
    }
    var sequenceNumber = new BigInteger(record.textAt("dynamodb", "SequenceNumber"));
    var last = lastSequenceNumberOfShard.put(shardId, sequenceNumber);
    if (last != null && last.compareTo(sequenceNumber) >= 0) {
      violations.add("shard %s: %s after %s".formatted(shardId, sequenceNumber, last));
    }
    noteVersion(record);
  }

  private void noteVersion(Json record) {
    Json change = record.at("dynamodb");
    String key = change.textAt("Keys", "pk", "S");
    var versions = versionsOfKey.computeIfAbsent(key, _ -> new ArrayList<>());
    long before = versions.isEmpty() ? 0 : versions.getLast();
    long oldVersion = change.has("OldImage") ? version(change.at("OldImage")) : 0;
    if (oldVersion != before) {
      violations.add("%s: version %d follows %d".formatted(key, oldVersion, before));
    }
    String expectedName = before == 0 ? "INSERT" : "MODIFY";
    if (!record.textAt("eventName").equals(expectedName)) {
      violations.add("%s: %s after version %d".formatted(key, record.textAt("eventName"), before));
    }
    versions.add(version(change.at("NewImage")));
  }

  private static long version(Json image) {
    return Long.parseLong(image.textAt("version", "N"));
  }
}
