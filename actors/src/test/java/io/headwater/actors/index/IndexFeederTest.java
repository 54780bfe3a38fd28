package io.headwater.actors.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.actors.catalog.GlobalIndex.IndexStatus;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.KeyHash;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.feed.StoreChangeFeed;
import io.headwater.actors.index.IndexPartition.Command;
import io.headwater.actors.index.IndexPartition.Feed;
import io.headwater.actors.index.IndexPartition.Look;
import io.headwater.actors.index.IndexPartition.Refused;
import io.headwater.actors.index.IndexPartition.Reply;
import io.headwater.actors.index.IndexPartition.StandsAt;
import io.headwater.actors.index.IndexPartition.Unreadable;
import io.headwater.actors.index.IndexSettings.Reads;
import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.AttributeValue.N;
import io.headwater.actors.model.Bytes;
import io.headwater.actors.model.GlobalSecondaryIndex;
import io.headwater.actors.model.IndexKeySchema;
import io.headwater.actors.model.IndexProjection;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.KeySchema.KeyAttribute;
import io.headwater.actors.partition.StoredCommits;
import io.headwater.actors.testing.IndexedTables;
import io.headwater.persistence.store.Admission;
import io.headwater.persistence.store.KeyRange;
import io.headwater.persistence.store.LogWrite;
import io.headwater.persistence.store.RowChange;
import io.headwater.persistence.store.Store.Durability;
import io.headwater.persistence.testing.InMemoryStore;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A feeder of an index whose two partitions are one probe. */
class IndexFeederTest {
  private static final KeySchema TABLE_KEY =
      new KeySchema(new KeyAttribute("id", AttributeType.N), null);
  private static final GlobalSecondaryIndex INDEX =
      new GlobalSecondaryIndex(
          "by-id",
          new IndexKeySchema(List.of(TABLE_KEY.partitionKey()), List.of()),
          IndexProjection.ALL);

  /** Of {@link IndexedTables}. */
  private static final int INDEX_NUMBER = 3;

  private static final Duration PROGRESS_INTERVAL = Duration.ofHours(1);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration GATHER_TIME = Duration.ofMillis(10);

  private static ActorTestKit testKit;
  private static ManualTime time;

  private final InMemoryStore store = new InMemoryStore();
  private final StoreChangeFeed feed = new StoreChangeFeed(store);
  private final IndexLag lag = new IndexLag(2);
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final StoredCommits commits = new StoredCommits(store, "p0", null, 1_000);
  private final CountDownLatch built = new CountDownLatch(1);
  private TestProbe<Command> partitions;
  private @Nullable ActorRef<IndexFeeder.Command> feeder;

  @BeforeAll
  static void startActorSystem() {
    testKit = ActorTestKit.create(ManualTime.config());
    time = ManualTime.get(testKit.system());
  }

  @AfterAll
  static void stopActorSystem() {
    testKit.shutdownTestKit();
  }

  @BeforeEach
  void createProbe() {
    partitions = testKit.createTestProbe(Command.class);
  }

  @AfterEach
  void stop() {
    if (feeder != null) {
      testKit.stop(feeder);
    }
  }

  @Test
  void log_commitsThere_areFedAsOneAndFromWhereThePartitionsStand() {
    commits.commit(1_000);
    commits.commit(1_000);
    start(IndexStatus.ACTIVE);

    answerLooks(SourcePosition.at(1), SourcePosition.at(1));
    var fed = nextFeed();
    assertThat(fed.from()).isEqualTo(SourcePosition.at(1));
    assertThat(fed.to()).isEqualTo(SourcePosition.at(3));
  }

  @Test
  void hint_newCommit_isFed() {
    start(IndexStatus.ACTIVE);
    answerLooks(null, null);
    commits.commit(1_000);
    feed.committed("p0", 2);

    var fed = nextFeed();

    assertThat(fed.from()).isNull();
    assertThat(fed.to()).isEqualTo(SourcePosition.at(2));
    assertThat(fed.changes()).hasSize(1);
  }

  @Test
  void hints_soonAfterAFeed_areFedAsOneAfterTheGatherTime() {
    startGathering();
    commits.commit(1_000);
    feed.committed("p0", 3);
    commits.commit(1_000);
    feed.committed("p0", 4);
    partitions.expectNoMessage(Duration.ofMillis(10));

    time.timePasses(GATHER_TIME);

    assertThat(nextFeed().to()).isEqualTo(SourcePosition.at(4));
  }

  @Test
  void hint_longAfterAFeed_isFedAtOnce() {
    startGathering();
    time.timePasses(GATHER_TIME);

    commits.commit(1_000);
    feed.committed("p0", 3);

    assertThat(nextFeed().to()).isEqualTo(SourcePosition.at(3));
  }

  @Test
  void reader_whileCommitsGather_hasThemFedAtOnce() {
    startGathering();
    commits.commit(1_000);
    lag.committed("p0", 3);
    feed.committed("p0", 3);

    var caughtUp = Objects.requireNonNull(lag.catchUp("p0", INDEX_NUMBER));

    answer(nextFeed());
    assertThat(caughtUp.orTimeout(10, TimeUnit.SECONDS).join()).isNotNull();
  }

  @Test
  void reader_whileCommitsAreSent_hasTheNextOnesFedAtOnce() {
    startGathering();
    commits.commit(1_000);
    lag.committed("p0", 3);
    feed.committed("p0", 3);
    time.timePasses(GATHER_TIME);
    var sent = nextFeed();
    commits.commit(1_000);
    lag.committed("p0", 4);
    feed.committed("p0", 4);

    var caughtUp = Objects.requireNonNull(lag.catchUp("p0", INDEX_NUMBER));
    answer(sent);

    var next = nextFeed();
    assertThat(next.to()).isEqualTo(SourcePosition.at(4));
    answer(next);
    assertThat(caughtUp.orTimeout(10, TimeUnit.SECONDS).join()).isNotNull();
  }

  /** Answers a feed, and after it nothing has been fed for no time. */
  private void startGathering() {
    commits.commit(1_000);
    start(IndexStatus.ACTIVE, settings(GATHER_TIME));
    answerLooks(SourcePosition.at(1), SourcePosition.at(1));
    answer(nextFeed());
    partitions.awaitAssert(() -> {
      assertThat(lag.isNone("p0", INDEX_NUMBER)).isTrue();
      return null;
    });
  }

  @Test
  void extraLag_commitIsYoung_isFedWhenItIsOlder() {
    start(IndexStatus.ACTIVE, eventual(Duration.ofSeconds(5)));
    answerLooks(SourcePosition.at(1), SourcePosition.at(1));
    commits.commit(1_000);
    commits.commit(3_000);
    now.set(Instant.ofEpochMilli(6_000));
    feed.committed("p0", 3);

    var first = nextFeed();
    assertThat(first.to()).isEqualTo(SourcePosition.at(2));
    answer(first);
    partitions.expectNoMessage(Duration.ofMillis(10));
    now.set(Instant.ofEpochMilli(8_000));
    time.timePasses(Duration.ofSeconds(2));

    assertThat(nextFeed().to()).isEqualTo(SourcePosition.at(3));
  }

  @Test
  void progress_commitThatConcernsOnePartition_isToldTheOtherAfterTheInterval() {
    commits.commit(1_000);
    start(IndexStatus.ACTIVE);
    answerLooks(SourcePosition.at(1), SourcePosition.at(1));
    var fed = nextFeed();
    answer(fed);
    partitions.expectNoMessage(Duration.ZERO);

    time.timePasses(PROGRESS_INTERVAL);

    var told = nextFeed();
    assertThat(told.to()).isEqualTo(SourcePosition.at(2));
    assertThat(told.changes()).isEmpty();
  }

  @Test
  void building_itemsThere_areScannedAndThenTheLogIsFed() throws InterruptedException {
    putItems(1);
    commits.commit(1_000);
    start(IndexStatus.BACKFILLING);
    answerLooks(null, null);

    var slices = List.of(nextFeed(), nextFeed());
    assertThat(slices)
        .allSatisfy(slice -> {
          assertThat(slice.from()).isNull();
          assertThat(slice.to()).isEqualTo(SourcePosition.at(1));
        });
    assertThat(slices.stream().mapToInt(slice -> slice.changes().size()).sum()).isEqualTo(1);
    answer(slices.get(0), "g0");
    answer(slices.get(1), "g1");
    var logs = List.of(nextFeed(), nextFeed());
    assertThat(logs).allSatisfy(log -> assertThat(log.to()).isEqualTo(SourcePosition.at(2)));
    assertThat(built.getCount()).isEqualTo(1);
    answer(logs.get(0), "g0");
    answer(logs.get(1), "g1");
    built.await();
  }

  @Test
  void building_scanWasInterrupted_goesOnWhereItStood() {
    var behindFirst = Bytes.ofOwned(KeyRange.successorOf(putItems(2).getFirst()));
    start(IndexStatus.BACKFILLING);

    answerLooks(new SourcePosition(1, behindFirst), SourcePosition.at(1));

    var slice = nextFeed();
    assertThat(slice.from()).isEqualTo(new SourcePosition(1, behindFirst));
    assertThat(slice.to()).isEqualTo(SourcePosition.at(1));
    partitions.expectNoMessage(Duration.ZERO);
  }

  @Test
  void failures_inARow_areWaitedForLongerAndLonger() {
    start(IndexStatus.ACTIVE);
    for (int backoffMillis : new int[] {100, 200, 300, 300}) {
      looks();
      time.timePasses(ANSWER_TIMEOUT);
      time.timePasses(Duration.ofMillis(backoffMillis - 1));
      partitions.expectNoMessage(Duration.ZERO);
      time.timePasses(Duration.ofMillis(1));
    }
    looks();
  }

  @Test
  void entry_unreadable_isWaitedForLongerAndLonger() {
    commits.commit(1_000);
    start(IndexStatus.ACTIVE);
    for (int backoffMillis : new int[] {100, 200, 300, 300}) {
      answerLooks(SourcePosition.at(1), SourcePosition.at(1));
      var fed = nextFeed();
      fed.replyTo().tell(new Unreadable(fed.round(), idOf(fed)));
      partitions.expectNoMessage(Duration.ZERO);
      time.timePasses(Duration.ofMillis(backoffMillis - 1));
      partitions.expectNoMessage(Duration.ZERO);
      time.timePasses(Duration.ofMillis(1));
    }
    looks();
  }

  @Test
  void log_damagedEntry_isWaitedForLongerAndLonger() {
    commits.commit(1_000);
    store.damageLogEntry(commits.logId(), commits.lastCommit());
    start(IndexStatus.ACTIVE);
    for (int backoffMillis : new int[] {100, 200, 300}) {
      answerLooks(SourcePosition.at(1), SourcePosition.at(1));
      partitions.expectNoMessage(Duration.ZERO);
      time.timePasses(Duration.ofMillis(backoffMillis - 1));
      partitions.expectNoMessage(Duration.ZERO);
      time.timePasses(Duration.ofMillis(1));
    }
    looks();
  }

  @Test
  void building_freeingOnly_waitsForSpace() {
    putItems(1);
    store.setAdmission(Admission.FREEING_ONLY);
    start(IndexStatus.BACKFILLING);
    answerLooks(null, null);

    var look = looksAfterBackoff();

    store.setAdmission(Admission.ALL);
    stand(look.replyTo(), look.round(), "g0", null);
    stand(look.replyTo(), look.round(), "g1", null);
    assertThat(List.of(nextFeed(), nextFeed()))
        .allSatisfy(slice -> assertThat(slice.to()).isEqualTo(SourcePosition.at(1)));
  }

  @Test
  void log_freeingOnly_isFed() {
    commits.commit(1_000);
    store.setAdmission(Admission.FREEING_ONLY);
    start(IndexStatus.ACTIVE);

    answerLooks(SourcePosition.at(1), SourcePosition.at(1));

    assertThat(nextFeed().to()).isEqualTo(SourcePosition.at(2));
  }

  @Test
  void log_nothingAdmitted_waitsForSpace() {
    commits.commit(1_000);
    store.setAdmission(Admission.NONE);
    start(IndexStatus.ACTIVE);
    answerLooks(SourcePosition.at(1), SourcePosition.at(1));

    looksAfterBackoff();
  }

  @Test
  void positions_elsewhereThanSent_areAskedForAgain() {
    commits.commit(1_000);
    start(IndexStatus.ACTIVE);
    answerLooks(SourcePosition.at(1), SourcePosition.at(1));
    var fed = nextFeed();

    stand(fed.replyTo(), fed.round(), idOf(fed), SourcePosition.at(1));
    partitions.expectNoMessage(Duration.ofMillis(10));
    time.timePasses(Duration.ofMillis(100));

    answerLooks(SourcePosition.at(1), SourcePosition.at(1));
    assertThat(nextFeed().to()).isEqualTo(fed.to());
  }

  @Test
  void log_trimmedTooFar_isNotSkipped() {
    commits.commit(1_000);
    commits.commit(1_000);
    store.trimLog(commits.logId(), 2).toCompletableFuture().join();
    start(IndexStatus.ACTIVE);

    answerLooks(SourcePosition.at(1), SourcePosition.at(1));
    partitions.expectNoMessage(Duration.ofMillis(10));

    time.timePasses(Duration.ofMillis(100));
    looks();
  }

  @Test
  void closed_indexPartition_endsTheFeeder() {
    start(IndexStatus.ACTIVE);
    var look = partitions.expectMessageClass(Look.class);

    look.replyTo().tell(new Refused(look.round(), "g0"));

    partitions.expectTerminated(feeder());
    feeder = null;
  }

  @Test
  void lag_feederGetsNoAnswer_growsUntilItDoes() {
    start(IndexStatus.ACTIVE);
    answerLooks(SourcePosition.at(1), SourcePosition.at(1));
    commits.commit(1_000);
    feed.committed("p0", 2);
    var fed = nextFeed();
    for (int nr = 2; nr <= 4; nr++) {
      lag.committed("p0", nr);
    }
    assertThat(lag.isTooLarge("p0")).isTrue();

    answer(fed);

    partitions.awaitAssert(() -> {
      assertThat(lag.isTooLarge("p0")).isFalse();
      return null;
    });
  }

  private static IndexSettings settings(Duration gatherTime) {
    return settings(Reads.CURRENT, Duration.ZERO, gatherTime);
  }

  private static IndexSettings eventual(Duration extraLag) {
    return settings(Reads.EVENTUAL, extraLag, Duration.ZERO);
  }

  private static IndexSettings settings(Reads reads, Duration extraLag, Duration gatherTime) {
    return new IndexSettings(
        2,
        1_000,
        reads,
        Duration.ofMillis(200),
        extraLag,
        gatherTime,
        PROGRESS_INTERVAL,
        ANSWER_TIMEOUT,
        Duration.ofMillis(100),
        Duration.ofMillis(300));
  }

  private void start(IndexStatus status) {
    start(status, settings(Duration.ZERO));
  }

  private void start(IndexStatus status, IndexSettings settings) {
    TableDefinition table = IndexedTables.with(TABLE_KEY, INDEX, status);
    var environment =
        new FeedEnvironment(store, feed, _ -> partitions.ref(), lag, now::get, settings);
    feeder =
        testKit.spawn(
            IndexFeeder.create(
                environment,
                table,
                table.globalSecondaryIndexes().getFirst(),
                "p0",
                built::countDown));
  }

  private ActorRef<IndexFeeder.Command> feeder() {
    if (feeder == null) {
      throw new IllegalStateException("not started");
    }
    return feeder;
  }

  private Look looks() {
    partitions.expectMessageClass(Look.class);
    return partitions.expectMessageClass(Look.class);
  }

  private Look looksAfterBackoff() {
    return partitions.awaitAssert(() -> {
      time.timePasses(Duration.ofMillis(100));
      partitions.expectMessageClass(Look.class, Duration.ofMillis(20));
      return partitions.expectMessageClass(Look.class);
    });
  }

  private void answerLooks(@Nullable SourcePosition first, @Nullable SourcePosition second) {
    var look = looks();
    stand(look.replyTo(), look.round(), "g0", first);
    stand(look.replyTo(), look.round(), "g1", second);
  }

  private Feed nextFeed() {
    return partitions.expectMessageClass(Feed.class);
  }

  private void answer(Feed fed) {
    answer(fed, idOf(fed));
  }

  private void answer(Feed fed, String id) {
    fed.replyTo().tell(new StandsAt(fed.round(), id, fed.to(), partitions.ref()));
  }

  /** To which partition changes go. */
  private static String idOf(Feed fed) {
    byte[] key = fed.changes().getFirst().key();
    return key[19] < 0 ? "g1" : "g0"; // Behind the table's id and the index's number: the hash.
  }

  private void stand(
      ActorRef<Reply> replyTo, long round, String id, @Nullable SourcePosition position) {
    replyTo.tell(new StandsAt(round, id, position, partitions.ref()));
  }

  /** Puts items into the store whose hashes are the partition's; answers their rows in order. */
  private List<byte[]> putItems(int count) {
    var table = IndexedTables.with(TABLE_KEY, INDEX, IndexStatus.ACTIVE);
    var rows = new ArrayList<RowChange>();
    for (int id = 0; rows.size() < count; id++) {
      var key = new ItemKey(new N(BigDecimal.valueOf(id)), null);
      if (KeyHash.of(table, key.partitionKey()) >= 0) {
        byte[] item = EncodedItem.of(new Item(TABLE_KEY.toItem(key).attributes())).bytes();
        rows.add(RowChange.put(RowKeys.item(table, key), item));
      }
    }
    store
        .write(List.of(new LogWrite("items", List.of(), rows)), Durability.BUFFERED)
        .toCompletableFuture()
        .join();
    return rows.stream().map(RowChange::key).sorted(Arrays::compareUnsigned).toList();
  }
}
