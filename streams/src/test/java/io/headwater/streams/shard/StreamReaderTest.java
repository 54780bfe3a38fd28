package io.headwater.streams.shard;

import static io.headwater.streams.testing.FakeCatalog.shard;
import static io.headwater.streams.testing.FakeCatalog.shardId;
import static io.headwater.streams.testing.FakeCatalog.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.actors.catalog.StreamDefinition;
import io.headwater.actors.catalog.TableDefinition.TableStatus;
import io.headwater.actors.model.ErrorCode;
import io.headwater.actors.model.ResourceArns;
import io.headwater.streams.record.SequenceNumber;
import io.headwater.streams.shard.StreamReader.Shard;
import io.headwater.streams.shard.StreamReader.StreamStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams and their shards. */
class StreamReaderTest extends StreamReaderFixture {
  @Test
  void listStreams_inPages_areAllThereInOrder() {
    catalog.put(stream("orders", "2026-01-01T00:00:01.000", shard("p2")));
    catalog.put(stream("customers", LABEL, shard("p3")));

    var first = reader.listStreams(null, 2, null);
    var second = reader.listStreams(null, 2, first.lastEvaluatedStreamArn());

    assertThat(first.streams())
        .extracting(reader::arn)
        .containsExactly(ARNS.stream("customers", LABEL), ARN);
    assertThat(first.lastEvaluatedStreamArn()).isEqualTo(ARN);
    assertThat(second.streams())
        .extracting(StreamDefinition::label)
        .containsExactly("2026-01-01T00:00:01.000");
    assertThat(second.lastEvaluatedStreamArn()).isNull();
  }

  @Test
  void listStreams_ofOneTable_leavesOthersOut() {
    catalog.put(stream("customers", LABEL, shard("p3")));

    var page = reader.listStreams(ARNS.table("orders"), null, null);

    assertThat(page.streams()).containsExactly(orders);
  }

  @Test
  void listStreams_unknownTable_isNotFound() {
    assertFailure(
        () -> reader.listStreams("nobody", null, null),
        ErrorCode.RESOURCE_NOT_FOUND,
        "Requested resource not found: Table: nobody not found");
  }

  @Test
  void describeStream_foreignRegionAndAccount_isFoundByName() {
    String foreign = new ResourceArns("eu-central-1", "123456789012").stream("orders", LABEL);

    var description = reader.describeStream(foreign, null, null, null);

    assertThat(description.streamArn()).isEqualTo(ARN);
    assertThat(description.shards())
        .containsExactly(new Shard(shardId(P), new SequenceNumber(1, 0).format(), null));
  }

  @Test
  void describeStream_whileItsTableChanges_isDisabling() {
    assertThat(status()).isEqualTo(StreamStatus.ENABLED);
    catalog.putTable(TableStatus.ACTIVE, orders);
    assertThat(status()).isEqualTo(StreamStatus.ENABLED);
    catalog.putTable(TableStatus.DELETING, orders);
    assertThat(status()).isEqualTo(StreamStatus.DISABLING);
    catalog.putTable(TableStatus.UPDATING, disabled(orders));
    assertThat(status()).isEqualTo(StreamStatus.DISABLING);
    catalog.putTable(TableStatus.DELETING, stream("orders", "2026-01-02T00:00:00.000", shard(P)));
    assertThat(status()).isEqualTo(StreamStatus.ENABLED);
    catalog.put(disabled(orders));
    assertThat(status()).isEqualTo(StreamStatus.DISABLED);
  }

  private StreamStatus status() {
    return reader.describeStream(ARN, null, null, null).status();
  }

  private static StreamDefinition disabled(StreamDefinition stream) {
    return new StreamDefinition(
        stream.tableName(),
        stream.label(),
        stream.viewType(),
        stream.keySchema(),
        stream.createdAtMillis(),
        stream.createdAtMillis() + 1,
        stream.shards());
  }

  @Test
  void describeStream_closedShard_hasAnEnd() {
    catalog.close(orders, 9);

    var description = reader.describeStream(ARN, null, null, null);

    assertThat(description.shards())
        .extracting(Shard::endingSequenceNumber)
        .containsExactly(new SequenceNumber(9, 0).format());
  }

  @Test
  void describeStream_shardsInPages_areAllThereInOrder() {
    catalog.put(stream("orders", LABEL, shard("p3"), shard("p1"), shard("p2")));

    var first = reader.describeStream(ARN, 2, null, null);
    var second = reader.describeStream(ARN, 2, first.lastEvaluatedShardId(), null);

    assertThat(first.shards())
        .extracting(Shard::shardId)
        .containsExactly(shardId("p1"), shardId("p2"));
    assertThat(first.lastEvaluatedShardId()).isEqualTo(shardId("p2"));
    assertThat(second.shards()).extracting(Shard::shardId).containsExactly(shardId("p3"));
    assertThat(second.lastEvaluatedShardId()).isNull();
  }

  @Test
  void describeStream_childShardsOfAnUnsplitShard_areNone() {
    assertThat(reader.describeStream(ARN, null, null, shardId(P)).shards()).isEmpty();
  }

  @Test
  void describeStream_childShardsOfAnUnknownShard_isNotFound() {
    assertFailure(
        () -> reader.describeStream(ARN, null, null, shardId("p9")),
        ErrorCode.RESOURCE_NOT_FOUND,
        "Requested resource not found: Shard: %s in Stream: %s not found"
            .formatted(shardId("p9"), ARN));
  }

  @Test
  void describeStream_unknownStream_isNotFound() {
    String unknown = ARNS.stream("orders", "1999-01-01T00:00:00.000");

    assertFailure(
        () -> reader.describeStream(unknown, null, null, null),
        ErrorCode.RESOURCE_NOT_FOUND,
        "Requested resource not found: Stream: " + unknown + " not found");
  }

  @Test
  void describeStream_noStreamArn_isInvalid() {
    assertFailure(
        () -> reader.describeStream(ARNS.table("orders"), null, null, null),
        ErrorCode.VALIDATION,
        "Invalid StreamArn");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 101})
  void describeStream_limitOutOfRange_isInvalid(int limit) {
    assertFailure(
        () -> reader.describeStream(ARN, limit, null, null),
        ErrorCode.VALIDATION,
        "1 validation error detected: Value '%d' at 'limit' failed to satisfy constraint: %s"
            .formatted(
                limit,
                limit == 0
                    ? "Member must have value greater than or equal to 1"
                    : "Member must have value less than or equal to 100"));
  }
}
