package io.headwater.streams.shard;

import static io.headwater.streams.testing.FakeCatalog.shardId;
import static io.headwater.streams.testing.FakeCatalog.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.actors.catalog.StreamDefinition.StreamShard;
import io.headwater.actors.model.ErrorCode;
import io.headwater.streams.record.SequenceNumber;
import io.headwater.streams.record.StreamRecord;
import io.headwater.streams.shard.StreamReader.RecordPage;
import io.headwater.streams.shard.StreamReader.ShardIteratorType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Shard iterators and the records that they lead to. */
class RecordReadingTest extends StreamReaderFixture {
  private static final String ARN_FOR_TEST =
      "arn:aws:dynamodb:us-east-1:000000000000:table/orders/stream/" + LABEL;

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

  /** The log has the commit that ended the stream before the catalog's view shows it. */
  @Test
  void getRecords_streamEndedInTheLogAlone_endsThere() {
    feed.insert(P, 1, 2);
    String iterator = iterator(ShardIteratorType.TRIM_HORIZON, null);
    feed.endStream(P);
    feed.insert(P, 3);

    var first = records(iterator, 1);
    var second = records(next(first), null);

    assertThat(ids(first)).containsExactly("1");
    assertThat(ids(second)).containsExactly("2");
    assertThat(second.nextShardIterator()).isNull();
  }

  @Test
  void shardIterator_latestAfterTheStreamEndedInTheLogAlone_readsNothing() {
    feed.insert(P, 1);
    feed.endStream(P);
    feed.insert(P, 2);

    var latest = records(iterator(ShardIteratorType.LATEST, null), null);

    assertThat(latest.records()).isEmpty();
    assertThat(latest.nextShardIterator()).isNull();
    assertFailure(
        () -> iterator(ShardIteratorType.AT_SEQUENCE_NUMBER, new SequenceNumber(4, 0).format()),
        ErrorCode.VALIDATION,
        "Invalid SequenceNumber");
  }

  @Test
  void getRecords_streamIsDisabledAndEnabledAgain_eachStreamHasItsOwnRecords() {
    feed.insert(P, 1);
    feed.endStream(P);
    feed.insert(P, 2);
    feed.append(P); // Enables the second stream; the catalog's view shows the first as open.
    feed.insert(P, 3);
    String later = "2026-01-01T00:00:01.000";
    catalog.put(stream("orders", later, new StreamShard(shardId(P), P, 5, null)));

    var first = records(iterator(ShardIteratorType.TRIM_HORIZON, null), null);
    String ofSecond =
        reader
            .shardIterator(
                ARNS.stream("orders", later), shardId(P), ShardIteratorType.TRIM_HORIZON, null)
            .toCompletableFuture()
            .join();

    assertThat(ids(first)).containsExactly("1");
    assertThat(ids(records(ofSecond, null))).containsExactly("3");
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
}
