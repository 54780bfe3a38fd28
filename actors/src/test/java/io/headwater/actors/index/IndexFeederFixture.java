package io.headwater.actors.index;

import io.headwater.actors.catalog.GlobalIndex.IndexStatus;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.KeyHash;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.feed.StoreChangeFeed;
import io.headwater.actors.index.IndexPartition.Command;
import io.headwater.actors.index.IndexPartition.Feed;
import io.headwater.actors.index.IndexPartition.Look;
import io.headwater.actors.index.IndexPartition.Reply;
import io.headwater.actors.index.IndexPartition.StandsAt;
import io.headwater.actors.index.IndexSettings.Reads;
import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.AttributeValue.N;
import io.headwater.actors.model.GlobalSecondaryIndex;
import io.headwater.actors.model.IndexKeySchema;
import io.headwater.actors.model.IndexProjection;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.KeySchema.KeyAttribute;
import io.headwater.actors.partition.StoredCommits;
import io.headwater.actors.testing.IndexedTables;
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
import java.util.concurrent.CountDownLatch;
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

/** A feeder between a log that the test writes and index partitions that it plays. */
abstract class IndexFeederFixture {
  static final KeySchema TABLE_KEY = new KeySchema(new KeyAttribute("id", AttributeType.N), null);
  static final GlobalSecondaryIndex INDEX =
      new GlobalSecondaryIndex(
          "by-id",
          new IndexKeySchema(List.of(TABLE_KEY.partitionKey()), List.of()),
          IndexProjection.ALL);

  /** Of {@link IndexedTables}. */
  static final int INDEX_NUMBER = 3;

  static final Duration PROGRESS_INTERVAL = Duration.ofHours(1);
  static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
  static final Duration GATHER_TIME = Duration.ofMillis(10);

  static ActorTestKit testKit;
  static ManualTime time;

  final InMemoryStore store = new InMemoryStore();
  final StoreChangeFeed feed = new StoreChangeFeed(store);
  final IndexLag lag = new IndexLag(2);
  final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  final StoredCommits commits = new StoredCommits(store, "p0", null, 1_000);
  final CountDownLatch built = new CountDownLatch(1);
  TestProbe<Command> partitions;
  @Nullable ActorRef<FeederCommand> feeder;

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

  static IndexSettings settings(Duration gatherTime) {
    return settings(Reads.CURRENT, Duration.ZERO, gatherTime);
  }

  static IndexSettings eventual(Duration extraLag) {
    return settings(Reads.EVENTUAL, extraLag, Duration.ZERO);
  }

  static IndexSettings settings(Reads reads, Duration extraLag, Duration gatherTime) {
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

  void start(IndexStatus status) {
    start(status, settings(Duration.ZERO));
  }

  void start(IndexStatus status, IndexSettings settings) {
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

  ActorRef<FeederCommand> feeder() {
    if (feeder == null) {
      throw new IllegalStateException("not started");
    }
    return feeder;
  }

  Look looks() {
    partitions.expectMessageClass(Look.class);
    return partitions.expectMessageClass(Look.class);
  }

  Look looksAfterBackoff() {
    return partitions.awaitAssert(() -> {
      time.timePasses(Duration.ofMillis(100));
      partitions.expectMessageClass(Look.class, Duration.ofMillis(20));
      return partitions.expectMessageClass(Look.class);
    });
  }

  void answerLooks(@Nullable SourcePosition first, @Nullable SourcePosition second) {
    var look = looks();
    stand(look.replyTo(), look.round(), "g0", first);
    stand(look.replyTo(), look.round(), "g1", second);
  }

  Feed nextFeed() {
    return partitions.expectMessageClass(Feed.class);
  }

  void answer(Feed fed) {
    answer(fed, idOf(fed));
  }

  void answer(Feed fed, String id) {
    fed.replyTo().tell(new StandsAt(fed.round(), id, fed.to(), partitions.ref()));
  }

  /** To which partition changes go. */
  static String idOf(Feed fed) {
    byte[] key = fed.changes().getFirst().key();
    return key[19] < 0 ? "g1" : "g0"; // Behind the table's id and the index's number: the hash.
  }

  void stand(ActorRef<Reply> replyTo, long round, String id, @Nullable SourcePosition position) {
    replyTo.tell(new StandsAt(round, id, position, partitions.ref()));
  }

  /** Puts items into the store whose hashes are the partition's; answers their rows in order. */
  List<byte[]> putItems(int count) {
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
