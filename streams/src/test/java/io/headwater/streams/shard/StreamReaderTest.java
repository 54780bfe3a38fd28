package io.headwater.streams.shard;

import static io.headwater.streams.testing.FakeCatalog.shard;
import static io.headwater.streams.testing.FakeCatalog.shardId;
import static io.headwater.streams.testing.FakeCatalog.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.headwater.actors.catalog.StreamDefinition;
import io.headwater.actors.catalog.StreamDefinition.StreamShard;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ErrorCode;
import io.headwater.actors.model.ResourceArns;
import io.headwater.streams.record.SequenceNumber;
import io.headwater.streams.record.StreamRecord;
import io.headwater.streams.shard.StreamReader.RecordPage;
import io.headwater.streams.shard.StreamReader.Shard;
import io.headwater.streams.shard.StreamReader.ShardIteratorType;
import io.headwater.streams.testing.FakeCatalog;
import io.headwater.streams.testing.FakeChangeFeed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamReaderTest {
  private static final String LABEL = "2026-01-01T00:00:00.000";
  private static final ResourceArns ARNS = new ResourceArns("us-east-1", "000000000000");
  private static final String ARN = ARNS.stream("orders", LABEL);
  private static final String P = "p1";

  private final FakeCatalog catalog = new FakeCatalog();
  private final FakeChangeFeed feed = new FakeChangeFeed();
  private Instant now = Instant.parse("2026-01-02T03:04:05Z");
  private final InstantSource clock = () -> now;
  private final StreamReader reader = new StreamReader(catalog, feed, ARNS, clock);
  private final StreamDefinition orders = stream("orders", LABEL, shard(P));

  @BeforeEach
  void putStream() {
    catalog.put(orders);
  }

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

  @Test
  void getRecords_fromTrimHorizon_yieldsAllInOrderThenNothing() {
    feed.insert(P, 1, 2);
    feed.insert(P, 3);

    var page = records(iterator(ShardIteratorType.TRIM_HORIZON, null), null);
    var behind = records(next(page), null);

    assertThat(ids(page)).containsExactly("1", "2", "3");
    assertThat(behind.records()).isEmpty();
    feed.insert(P, 4);
    assertThat(ids(records(next(behind), null))).containsExactly("4");
  }

  @Test
  void getRecords_withLimit_goesOnWithinACommit() {
    feed.insert(P, 1, 2, 3);

    var first = records(iterator(ShardIteratorType.TRIM_HORIZON, null), 2);
    var second = records(next(first), 2);

    assertThat(ids(first)).containsExactly("1", "2");
    assertThat(ids(second)).containsExactly("3");
  }

  @Test
  void shardIterator_latest_isFixedWhenItIsGivenOut() {
    feed.insert(P, 1);
    String latest = iterator(ShardIteratorType.LATEST, null);
    feed.insert(P, 2);

    assertThat(ids(records(latest, null))).containsExactly("2");
  }

  @Test
  void shardIterator_atAndAfterSequenceNumber_includeAndExcludeIt() {
    feed.insert(P, 1, 2);
    feed.insert(P, 3);
    String second = new SequenceNumber(2, 1).format();

    assertThat(ids(records(iterator(ShardIteratorType.AT_SEQUENCE_NUMBER, second), null)))
        .containsExactly("2", "3");
    assertThat(ids(records(iterator(ShardIteratorType.AFTER_SEQUENCE_NUMBER, second), null)))
        .containsExactly("3");
  }

  @ParameterizedTest
  @EnumSource(names = {"AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER"})
  void shardIterator_startOfShard_readsFromTheFirstRecord(ShardIteratorType type) {
    String start =
        reader.describeStream(ARN, null, null, null).shards().getFirst().startingSequenceNumber();
    String iterator = iterator(type, start);
    feed.insert(P, 1);

    assertThat(ids(records(iterator, null))).containsExactly("1");
  }

  @Test
  void shardIterator_numberOutsideTheShard_isInvalid() {
    feed.insert(P, 1);
    var shards = List.of(new StreamShard(shardId(P), P, 2, null));
    catalog.put(stream("orders", LABEL, shards.toArray(StreamShard[]::new)));

    for (var number : List.of(new SequenceNumber(1, 0), new SequenceNumber(3, 0))) {
      assertFailure(
          () -> iterator(ShardIteratorType.AT_SEQUENCE_NUMBER, number.format()),
          ErrorCode.VALIDATION,
          "Invalid SequenceNumber");
    }
  }

  @Test
  void shardIterator_trimmedNumber_isTrimmedDataAccess() {
    feed.insert(P, 1);
    feed.insert(P, 2);
    feed.trim(P, 3);

    assertFailure(
        () -> iterator(ShardIteratorType.AT_SEQUENCE_NUMBER, new SequenceNumber(2, 0).format()),
        ErrorCode.TRIMMED_DATA_ACCESS,
        "The operation attempted to read past the oldest stream record in a shard.");
    assertThat(ids(records(iterator(ShardIteratorType.TRIM_HORIZON, null), null)))
        .containsExactly("2");
  }

  @Test
  void shardIterator_numberMissingOrTooMuch_isInvalid() {
    String number = new SequenceNumber(2, 0).format();

    assertFailureCode(
        () -> iterator(ShardIteratorType.AT_SEQUENCE_NUMBER, null), ErrorCode.VALIDATION);
    assertFailureCode(() -> iterator(ShardIteratorType.LATEST, number), ErrorCode.VALIDATION);
    assertFailure(
        () -> iterator(ShardIteratorType.AT_SEQUENCE_NUMBER, "1"),
        ErrorCode.VALIDATION,
        "Invalid SequenceNumber");
  }

  @Test
  void getRecords_closedShard_endsWithoutNextIterator() {
    feed.insert(P, 1);
    feed.insert(P, 2);
    feed.append(P);
    catalog.close(orders, 4);
    feed.insert(P, 3); // After the stream was disabled.

    var first = records(iterator(ShardIteratorType.TRIM_HORIZON, null), 1);
    var second = records(next(first), null);

    assertThat(ids(first)).containsExactly("1");
    assertThat(ids(second)).containsExactly("2");
    assertThat(second.nextShardIterator()).isNull();
    var latest = records(iterator(ShardIteratorType.LATEST, null), null);
    assertThat(latest.records()).isEmpty();
    assertThat(latest.nextShardIterator()).isNull();
  }

  @Test
  void getRecords_afterFifteenMinutes_isExpired() {
    String iterator = iterator(ShardIteratorType.TRIM_HORIZON, null);
    now = now.plus(Duration.ofMinutes(15));
    assertThat(records(iterator, null).records()).isEmpty();

    now = now.plusMillis(1);

    assertFailure(
        () -> records(iterator, null),
        ErrorCode.EXPIRED_ITERATOR,
        "Iterator expired. The iterator was created at time Fri Jan 02 03:04:05 UTC 2026 while"
            + " right now it is Fri Jan 02 03:19:05 UTC 2026 which is further in the future than"
            + " the tolerated delay of 900000 milliseconds.");
  }

  @Test
  void getRecords_trimmedSinceTheIterator_isTrimmedDataAccess() {
    feed.insert(P, 1);
    String iterator = iterator(ShardIteratorType.TRIM_HORIZON, null);
    feed.trim(P, 3);

    assertFailureCode(() -> records(iterator, null), ErrorCode.TRIMMED_DATA_ACCESS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x", ARN_FOR_TEST + "|1|", ARN_FOR_TEST + "|1|AAAA", ARN_FOR_TEST + "|2|AAAA"})
  void getRecords_malformedIterator_isInvalid(String iterator) {
    assertFailure(() -> records(iterator, null), ErrorCode.VALIDATION, "Invalid ShardIterator");
  }

  @Test
  void getRecords_streamGone_isNotFound() {
    String iterator = iterator(ShardIteratorType.TRIM_HORIZON, null);
    catalog.remove("orders", LABEL);

    assertFailureCode(() -> records(iterator, null), ErrorCode.RESOURCE_NOT_FOUND);
  }

  @Test
  void getRecords_limitOutOfRange_isInvalid() {
    String iterator = iterator(ShardIteratorType.TRIM_HORIZON, null);

    assertFailureCode(() -> records(iterator, 1_001), ErrorCode.VALIDATION);
  }

  @Test
  void getRecords_closedShardTrimmedToItsEnd_isFinished() {
    feed.insert(P, 1);
    feed.append(P);
    catalog.close(orders, 3);
    feed.trim(P, 4);

    var page = records(iterator(ShardIteratorType.TRIM_HORIZON, null), null);

    assertThat(page.records()).isEmpty();
    assertThat(page.nextShardIterator()).isNull();
  }

  @Test
  void getRecords_trimmedBehindTheIterator_readsOn() {
    feed.insert(P, 1);
    feed.insert(P, 2);
    String iterator = next(records(iterator(ShardIteratorType.TRIM_HORIZON, null), 1));
    feed.trim(P, 3);

    assertThat(ids(records(iterator, null))).containsExactly("2");
  }

  @Test
  void getRecords_atTheEndOfATrimmedLog_waitsForWhatComes() {
    feed.insert(P, 1);
    String latest = iterator(ShardIteratorType.LATEST, null);
    feed.trim(P, 3);

    var page = records(latest, null);
    feed.insert(P, 2);

    assertThat(page.records()).isEmpty();
    assertThat(ids(records(next(page), null))).containsExactly("2");
  }

  private static final String ARN_FOR_TEST =
      "arn:aws:dynamodb:us-east-1:000000000000:table/orders/stream/" + LABEL;

  private String iterator(ShardIteratorType type, @Nullable String sequenceNumber) {
    return join(reader.shardIterator(ARN, shardId(P), type, sequenceNumber));
  }

  private RecordPage records(String iterator, @Nullable Integer limit) {
    return join(reader.getRecords(iterator, limit));
  }

  private static String next(RecordPage page) {
    return java.util.Objects.requireNonNull(page.nextShardIterator());
  }

  private static List<String> ids(RecordPage page) {
    return page.records().stream()
        .map(StreamRecord::keys)
        .map(keys ->
            keys.get("Id") instanceof io.headwater.actors.model.AttributeValue.N id
                ? id.toPlainString()
                : "none")
        .toList();
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private static void assertFailure(Callable<?> call, ErrorCode code, String message) {
    assertThat(failure(call).error().code()).isEqualTo(code);
    assertThat(failure(call)).hasMessage(message);
  }

  private static void assertFailureCode(Callable<?> call, ErrorCode code) {
    assertThat(failure(call).error().code()).isEqualTo(code);
  }

  private static DynamoDbException failure(Callable<?> call) {
    var thrown = catchThrowable(call::call);
    var cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    assertThat(cause).isInstanceOf(DynamoDbException.class);
    return (DynamoDbException) java.util.Objects.requireNonNull(cause);
  }
}
