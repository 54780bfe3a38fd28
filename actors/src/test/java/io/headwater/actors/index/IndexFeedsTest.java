package io.headwater.actors.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.actors.catalog.GlobalIndex.IndexStatus;
import io.headwater.actors.catalog.TableDefinition.TableStatus;
import io.headwater.actors.feed.StoreChangeFeed;
import io.headwater.actors.index.IndexFeeds.TableChanged;
import io.headwater.actors.index.IndexPartition.StandsAt;
import io.headwater.actors.index.IndexSettings.Reads;
import io.headwater.actors.testing.FakeCatalogView;
import io.headwater.actors.testing.IndexedTables;
import io.headwater.actors.testing.PlainIndex;
import io.headwater.persistence.testing.InMemoryStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.Identify;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.pattern.Patterns;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Feeds of one table of two partitions, whose index partitions are one probe. */
class IndexFeedsTest {
  private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);
  private static final IndexSettings SETTINGS =
      new IndexSettings(
          100,
          1_000,
          Reads.CURRENT,
          Duration.ofMillis(200),
          Duration.ZERO,
          Duration.ZERO,
          Duration.ofHours(1),
          Duration.ofHours(1),
          Duration.ofMillis(100),
          Duration.ofSeconds(10));

  private static ActorTestKit testKit;
  private static ManualTime time;

  private final InMemoryStore store = new InMemoryStore();
  private final FakeCatalogView catalog = new FakeCatalogView();
  private final AtomicBoolean leader = new AtomicBoolean(true);
  private TestProbe<IndexPartition.Command> partitions;
  private TestProbe<Integer> built;
  private ActorRef<IndexFeeds.Command> feeds;

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
  void start() {
    partitions = testKit.createTestProbe(IndexPartition.Command.class);
    built = testKit.createTestProbe(Integer.class);
    var environment =
        new FeedEnvironment(
            store,
            new StoreChangeFeed(store),
            _ -> partitions.ref(),
            new IndexLag(SETTINGS.maxLagCommits()),
            InstantSource.system(),
            SETTINGS);
    feeds =
        testKit.spawn(
            IndexFeeds.create(
                catalog, leader::get, environment, (_, number) -> built.ref().tell(number)));
    settle();
  }

  @AfterEach
  void stop() {
    testKit.stop(feeds);
  }

  @Test
  void look_activeIndex_isFedFromEachPartitionOnce() {
    put(TableStatus.ACTIVE, IndexStatus.ACTIVE);

    expectLooks(4); // From two sources at two index partitions.
    partitions.expectNoMessage(Duration.ZERO);
  }

  @Test
  void look_notTheLeader_feedsNothing() {
    leader.set(false);
    put(TableStatus.ACTIVE, IndexStatus.ACTIVE);
    pass();
    partitions.expectNoMessage(Duration.ZERO);

    leader.set(true);
    pass();

    expectLooks(4);
  }

  @Test
  void look_indexOrTableNotServed_feedsNothing() {
    put(TableStatus.UPDATING, IndexStatus.CREATING);
    pass();
    put(TableStatus.UPDATING, IndexStatus.DELETING);
    pass();
    put(TableStatus.DELETING, IndexStatus.ACTIVE);
    pass();

    partitions.expectNoMessage(Duration.ZERO);
  }

  @Test
  void look_indexDeleted_stopsItsFeeders() {
    put(TableStatus.ACTIVE, IndexStatus.ACTIVE);
    expectLooks(4);
    put(TableStatus.UPDATING, IndexStatus.DELETING);
    pass();

    put(TableStatus.ACTIVE, IndexStatus.ACTIVE);

    // The feeders end on their own. Each is started again at a check after that.
    for (int i = 0; i < 4; i++) {
      partitions.awaitAssert(() -> {
        pass();
        return partitions.expectMessageClass(IndexPartition.Look.class, Duration.ZERO);
      });
    }
  }

  @Test
  void built_allSources_isToldUntilTheViewHasIt() {
    put(TableStatus.ACTIVE, IndexStatus.BACKFILLING);
    var looks = new ArrayList<IndexPartition.Look>();
    for (int i = 0; i < 4; i++) {
      looks.add(partitions.expectMessageClass(IndexPartition.Look.class));
    }
    looks.stream().filter(look -> look.source().equals("p0")).forEach(this::answer);
    built.expectNoMessage(Duration.ZERO);
    looks.stream().filter(look -> !look.source().equals("p0")).forEach(this::answer);

    assertThat(built.receiveMessage()).isEqualTo(3);
    pass();
    assertThat(built.receiveMessage()).isEqualTo(3);
    put(TableStatus.ACTIVE, IndexStatus.ACTIVE);
    pass();
    built.expectNoMessage(Duration.ZERO);
    partitions.expectNoMessage(Duration.ZERO); // The same feeders go on.
  }

  @Test
  void check_indexWasBuilt_looksAtItsTableNoLonger() {
    put(TableStatus.ACTIVE, IndexStatus.BACKFILLING);
    for (int i = 0; i < 4; i++) {
      answer(partitions.expectMessageClass(IndexPartition.Look.class));
    }
    built.receiveMessage();
    put(TableStatus.ACTIVE, IndexStatus.ACTIVE);
    long reads = catalog.tableReads();

    pass();

    assertThat(catalog.tableReads()).isEqualTo(reads);
  }

  /** Lets the feeds check once; the timer of the next check is set when this returns. */
  private void pass() {
    time.timePasses(CHECK_INTERVAL);
    settle();
  }

  /** An actor answers Identify after the messages that were in its mailbox. */
  private void settle() {
    Patterns.ask(Adapter.toClassic(feeds), new Identify(0), Duration.ofSeconds(10))
        .toCompletableFuture()
        .join();
  }

  private void answer(IndexPartition.Look look) {
    look.replyTo().tell(new StandsAt(look.round(), "g0", SourcePosition.at(1), partitions.ref()));
    look.replyTo().tell(new StandsAt(look.round(), "g1", SourcePosition.at(1), partitions.ref()));
  }

  private void put(TableStatus table, IndexStatus index) {
    var changed =
        IndexedTables.with(PlainIndex.TABLE_KEY, PlainIndex.named("keys").index(), index)
            .withStatus(table);
    catalog.put(changed);
    feeds.tell(new TableChanged(changed.id()));
    settle();
  }

  private void expectLooks(int count) {
    for (int i = 0; i < count; i++) {
      partitions.expectMessageClass(IndexPartition.Look.class);
    }
  }
}
