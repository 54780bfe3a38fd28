package io.headwater.actors.ttl;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.catalog.TableDefinition.TableStatus;
import io.headwater.actors.catalog.TableTimeToLive;
import io.headwater.actors.catalog.TableTimeToLive.Status;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.AttributeValue.N;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.model.TimeToLive;
import io.headwater.actors.partition.DecidingRouter;
import io.headwater.actors.partition.Write;
import io.headwater.actors.testing.FakeCatalogView;
import io.headwater.actors.testing.Tables;
import io.headwater.persistence.store.KeyRange;
import io.headwater.persistence.store.Store.Direction;
import io.headwater.persistence.testing.InMemoryStore;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.Identify;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.pattern.Patterns;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TimeToLiveSweeperTest {
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration RETRY_PAUSE = Duration.ofMillis(100);
  private static final TimeToLiveSettings SETTINGS =
      new TimeToLiveSettings(INTERVAL, 2, RETRY_PAUSE);
  private static final TableDefinition TABLE = Tables.withSortKey(AttributeType.S, AttributeType.N);
  private static final TimeToLive TIME_TO_LIVE = new TimeToLive("t", 3);
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
  private static final long SECOND = NOW.getEpochSecond();

  private static ActorTestKit testKit;
  private static ManualTime time;

  private final InMemoryStore store = new InMemoryStore();
  private final FakeCatalogView catalog = new FakeCatalogView();
  private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
  private final DecidingRouter partitions = new DecidingRouter(store, now::get, TABLE);
  private final AtomicBoolean leader = new AtomicBoolean(true);
  private final List<Long> reports = new CopyOnWriteArrayList<>();
  private final AtomicInteger failingReports = new AtomicInteger();

  private ActorRef<TimeToLiveSweeper.Command> sweeper;

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
    sweeper =
        testKit.spawn(
            TimeToLiveSweeper.create(
                store, catalog, partitions, this::report, now::get, SETTINGS, leader::get));
    settle();
  }

  @AfterEach
  void stop() {
    testKit.stop(sweeper);
  }

  private CompletionStage<?> report(UUID tableId, long generation) {
    if (failingReports.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      return CompletableFuture.failedFuture(new IllegalStateException("the test's failure"));
    }
    reports.add(generation);
    return CompletableFuture.completedFuture(null);
  }

  @Test
  void look_itemsAreDue_removesThemSliceBySlice() {
    partitions.redefine(TIME_TO_LIVE);
    putItems(7, SECOND - 1);
    put("later", SECOND + 1);
    table(Status.ENABLED, TableStatus.ACTIVE);

    pass(INTERVAL);

    assertThat(items()).isEqualTo(1);
    assertThat(partitions.changes()).filteredOn(change -> change.expired()).hasSize(7);
  }

  @Test
  void look_itemExpiresLater_removesItThen() {
    partitions.redefine(TIME_TO_LIVE);
    put("a", SECOND);
    table(Status.ENABLED, TableStatus.ACTIVE);
    pass(INTERVAL);
    assertThat(items()).isEqualTo(1);

    now.set(NOW.plusSeconds(1));
    pass(INTERVAL);

    assertThat(items()).isZero();
  }

  @Test
  void look_pastForMoreThanFiveYears_leavesTheItemAlone() {
    partitions.redefine(TIME_TO_LIVE);
    put("a", NOW.minus(Duration.ofDays(1_827)).getEpochSecond());
    table(Status.ENABLED, TableStatus.ACTIVE);

    pass(INTERVAL);

    assertThat(partitions.decided()).noneMatch(write -> write instanceof Write.Expire);
    assertThat(items()).isEqualTo(1);
  }

  @Test
  void look_notThisNodesTurn_doesNothingUntilItIs() {
    partitions.redefine(TIME_TO_LIVE);
    put("a", SECOND - 1);
    table(Status.ENABLED, TableStatus.ACTIVE);
    leader.set(false);
    pass(INTERVAL);
    assertThat(items()).isEqualTo(1);

    leader.set(true);
    pass(INTERVAL);

    assertThat(items()).isZero();
  }

  @Test
  void slice_partitionBusy_othersGoOnAndTheNextLookAsksAgain() {
    partitions.redefine(TIME_TO_LIVE);
    putItems(6, SECOND - 1);
    table(Status.ENABLED, TableStatus.ACTIVE);
    partitions.throttle(write -> write.key().equals(key("item0")));

    pass(INTERVAL);
    for (int i = 0; i < 5; i++) {
      pass(RETRY_PAUSE);
    }
    assertThat(items()).isEqualTo(1);

    partitions.throttle(_ -> false);
    pass(INTERVAL);

    assertThat(items()).isZero();
  }

  @Test
  void slice_storeFails_isDoneAgain() {
    partitions.redefine(TIME_TO_LIVE);
    put("a", SECOND - 1);
    table(Status.ENABLED, TableStatus.ACTIVE);
    store.failNextRead(new IllegalStateException("the test's failure"));
    pass(INTERVAL);
    assertThat(items()).isEqualTo(1);

    pass(RETRY_PAUSE);

    assertThat(items()).isZero();
  }

  @Test
  void slice_damagedRowOfAnExpiry_othersAreRemoved() {
    partitions.redefine(TIME_TO_LIVE);
    putItems(5, SECOND - 1);
    store.damageRow(RowKeys.timeToLive(TABLE, 3, SECOND - 1, key("item2")));
    table(Status.ENABLED, TableStatus.ACTIVE);

    pass(INTERVAL);

    assertThat(items()).isZero();
  }

  @Test
  void slice_damagedItem_othersAreRemovedAndItIsSkippedFromThenOn() {
    partitions.redefine(TIME_TO_LIVE);
    putItems(5, SECOND - 1);
    store.damageRow(RowKeys.item(TABLE, key("item2")));
    table(Status.ENABLED, TableStatus.ACTIVE);

    pass(INTERVAL);

    assertThat(filed(3)).isEqualTo(1);
    long decided = partitions.decided().size();
    pass(RETRY_PAUSE);
    pass(INTERVAL);
    assertThat(partitions.decided()).hasSize((int) decided);
    put("later", SECOND - 1);
    pass(INTERVAL);
    assertThat(filed(3)).isEqualTo(1);
  }

  @Test
  void enabling_damagedItem_othersAreFiledAndTheCatalogIsTold() {
    putItems(5, SECOND + 100);
    partitions.redefine(TIME_TO_LIVE);
    store.damageRow(RowKeys.item(TABLE, key("item2")));
    table(Status.ENABLING, TableStatus.ACTIVE);

    pass(INTERVAL);

    assertThat(filed(3)).isEqualTo(4);
    assertThat(reports).containsExactly(3L);
  }

  @Test
  void enabling_itemsWereThereBefore_filesThemAndTellsTheCatalogUntilItShows() {
    putItems(5, SECOND + 100);
    partitions.redefine(TIME_TO_LIVE);
    table(Status.ENABLING, TableStatus.ACTIVE);
    failingReports.set(1);

    pass(INTERVAL);
    assertThat(filed(3)).isEqualTo(5);
    assertThat(reports).isEmpty();

    pass(INTERVAL);
    pass(INTERVAL);
    assertThat(reports).containsExactly(3L, 3L);

    table(Status.ENABLED, TableStatus.ACTIVE);
    pass(INTERVAL);
    assertThat(reports).hasSize(2);
    assertThat(partitions.decided()).filteredOn(write -> write instanceof Write.File).hasSize(5);
  }

  @Test
  void enabling_partitionsDoNotFileYet_waits() {
    putItems(3, SECOND + 100);
    table(Status.ENABLING, TableStatus.UPDATING);

    pass(INTERVAL);

    assertThat(partitions.decided()).noneMatch(write -> write instanceof Write.File);
    assertThat(reports).isEmpty();
  }

  @Test
  void enabling_writeFails_itsSliceIsDoneAgainBeforeTheCatalogIsTold() {
    putItems(5, SECOND + 100);
    partitions.redefine(TIME_TO_LIVE);
    table(Status.ENABLING, TableStatus.ACTIVE);
    partitions.throttle(write -> write.key().equals(key("item0")));

    pass(INTERVAL);
    pass(RETRY_PAUSE);
    assertThat(reports).isEmpty();

    partitions.throttle(_ -> false);
    pass(RETRY_PAUSE);

    assertThat(filed(3)).isEqualTo(5);
    assertThat(reports).containsExactly(3L);
  }

  @Test
  void enabling_tableIsUpdatedMeanwhile_goesOn() {
    putItems(5, SECOND + 100);
    partitions.redefine(TIME_TO_LIVE);
    table(Status.ENABLING, TableStatus.ACTIVE);
    partitions.throttle(_ -> true);
    pass(INTERVAL);

    table(Status.ENABLING, TableStatus.UPDATING);
    pass(INTERVAL);
    partitions.throttle(_ -> false);
    pass(RETRY_PAUSE);

    assertThat(filed(3)).isEqualTo(5);
    assertThat(reports).containsExactly(3L);
  }

  @Test
  void enabled_rowsOfEarlierTimesToLive_areCleared() {
    partitions.redefine(new TimeToLive("t", 2));
    putItems(5, SECOND + 100);
    partitions.redefine(TIME_TO_LIVE);
    put("own", SECOND + 100);
    table(Status.ENABLED, TableStatus.ACTIVE);

    pass(INTERVAL);

    assertThat(filed(2)).isZero();
    assertThat(filed(3)).isEqualTo(1);
  }

  @Test
  void disabled_itsRowsAreCleared_butNotWhileDisabling() {
    partitions.redefine(TIME_TO_LIVE);
    putItems(5, SECOND + 100);
    table(Status.DISABLING, TableStatus.UPDATING);
    pass(INTERVAL);
    assertThat(filed(3)).isEqualTo(5);

    table(Status.DISABLED, TableStatus.ACTIVE);
    pass(INTERVAL);

    assertThat(filed(3)).isZero();
    assertThat(items()).isEqualTo(5);
  }

  @Test
  void tableDeleted_itsWorkEnds() {
    partitions.redefine(TIME_TO_LIVE);
    putItems(5, SECOND - 1);
    table(Status.ENABLED, TableStatus.ACTIVE);
    partitions.throttle(_ -> true);
    pass(INTERVAL);
    catalog.remove(TABLE.name());
    pass(INTERVAL);
    partitions.throttle(_ -> false);

    pass(RETRY_PAUSE);
    pass(INTERVAL);

    assertThat(items()).isEqualTo(5);
  }

  @Test
  void stop_endsIt() {
    sweeper.tell(TimeToLiveSweeper.Stop.INSTANCE);

    testKit.createTestProbe().expectTerminated(sweeper);
  }

  private void table(Status status, TableStatus tableStatus) {
    catalog.put(
        TABLE
            .change()
            .status(tableStatus)
            .timeToLive(new TableTimeToLive(TIME_TO_LIVE, status, 0))
            .build());
  }

  private void putItems(int count, long seconds) {
    for (int i = 0; i < count; i++) {
      put("item" + i, seconds);
    }
  }

  private void put(String id, long seconds) {
    var item = new LinkedHashMap<>(TABLE.keySchema().toItem(key(id)).attributes());
    item.put("t", new N(BigDecimal.valueOf(seconds)));
    partitions
        .write(TABLE, new Write.Put(key(id), EncodedItem.of(new Item(item)), null, false))
        .toCompletableFuture()
        .join();
  }

  private static ItemKey key(String id) {
    return new ItemKey(new S(id), new N(BigDecimal.ONE));
  }

  private int items() {
    return count(RowKeys.items(TABLE.id()));
  }

  private int filed(long generation) {
    return count(
        RowKeys.timesToLive(TABLE.id(), generation, new TimeToLive.Due(0, Long.MAX_VALUE)));
  }

  private int count(KeyRange range) {
    var count = new AtomicInteger();
    store
        .scan(range, Direction.FORWARD, (_, _) -> count.incrementAndGet() > 0)
        .toCompletableFuture()
        .join();
    return count.get();
  }

  /** Lets time pass and the sweeper come to rest. */
  private void pass(Duration duration) {
    time.timePasses(duration);
    settle();
  }

  /** An actor answers Identify behind what was in its mailbox; a slice here is one message. */
  private void settle() {
    for (int i = 0; i < 16; i++) {
      Patterns.ask(Adapter.toClassic(sweeper), new Identify(i), Duration.ofSeconds(10))
          .toCompletableFuture()
          .join();
    }
  }
}
