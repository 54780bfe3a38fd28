package io.headwater.actors.catalog;

import static io.headwater.actors.catalog.TableFixtures.NOW;
import static io.headwater.actors.catalog.TableFixtures.ON_DEMAND;
import static io.headwater.actors.catalog.TableFixtures.index;
import static io.headwater.actors.catalog.TableFixtures.newTable;
import static io.headwater.actors.catalog.TableFixtures.stream;
import static io.headwater.actors.catalog.TableFixtures.update;
import static io.headwater.actors.catalog.TableFixtures.updater;
import static io.headwater.actors.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.actors.catalog.CatalogClient.NewIndex;
import io.headwater.actors.catalog.GlobalIndex.IndexStatus;
import io.headwater.actors.catalog.StreamDefinition.StreamShard;
import io.headwater.actors.catalog.TableDefinition.TableStatus;
import io.headwater.actors.catalog.TableTimeToLive.Status;
import io.headwater.actors.catalog.TableUpdate.IndexUpdate;
import io.headwater.actors.catalog.TableUpdate.ThroughputUpdate;
import io.headwater.actors.codec.CatalogRowKeys;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.model.ErrorCode;
import io.headwater.actors.model.StreamViewType;
import io.headwater.actors.partition.PartitionState;
import io.headwater.actors.testing.RunningDatabase;
import io.headwater.persistence.store.LogEntry;
import io.headwater.persistence.store.LogWrite;
import io.headwater.persistence.store.RowChange;
import io.headwater.persistence.store.Store.Direction;
import io.headwater.persistence.store.Store.Durability;
import io.headwater.persistence.testing.InMemoryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How tables change in a running database, and when it stops in the middle of a change. */
class TableChangeTest {
  private final InMemoryStore store = new InMemoryStore();
  private RunningDatabase running = RunningDatabase.start(store);
  private int leftWrites;

  @AfterEach
  void stop() {
    running.close();
    store.close();
  }

  @Test
  void updateTable_enablesAStream_atACommitOfEachPartition() {
    create();

    var answer = updateTable(stream(StreamViewType.NEW_IMAGE));

    assertThat(answer.status()).isEqualTo(TableStatus.UPDATING);
    assertThat(table().status()).isEqualTo(TableStatus.ACTIVE);
    assertThat(shards()).extracting(StreamShard::firstCommit).containsOnly(2L);
    for (PartitionState partition : partitions(table())) {
      assertThat(partition.definition().version()).isEqualTo(2);
      assertThat(partition.definition().streamViewType()).isEqualTo(StreamViewType.NEW_IMAGE);
    }
  }

  @Test
  void updateTable_disablesAndEnablesAStream_keepsTheOldOne() {
    create();
    updateTable(stream(StreamViewType.NEW_IMAGE));
    updateTable(stream(null));
    updateTable(stream(StreamViewType.KEYS_ONLY));
    restart();

    var streams = running.database().catalog().streams();
    assertThat(streams).hasSize(2);
    assertThat(streams.get(0).shards()).extracting(StreamShard::lastCommit).containsOnly(3L);
    assertThat(streams.get(1)).isEqualTo(table().stream());
    assertThat(shards()).extracting(StreamShard::firstCommit).containsOnly(4L);
  }

  @Test
  void stoppedBeforePartitionsHeed_enablesTheStreamAfterARestart() {
    create();
    var updating = updater().updated(table(), stream(StreamViewType.NEW_IMAGE), NOW);

    restartWith(updating);

    awaitActive();
    assertThat(shards()).extracting(StreamShard::firstCommit).containsOnly(2L);
    assertThat(running.database().catalog().streams()).containsExactly(table().stream());
  }

  @Test
  void stoppedAfterPartitionsHeed_enablesTheStreamAtTheSameCommits() {
    create();
    var updating = updater().updated(table(), stream(StreamViewType.NEW_IMAGE), NOW);
    restartWith(updating);
    awaitActive();
    var enabled = table();

    restartWith(updating);

    awaitActive();
    assertThat(table()).isEqualTo(enabled);
  }

  @Test
  void updateTable_createsAnIndex_fedFromTheCommitsOfTheChange() {
    create();

    updateTable(update(new IndexUpdate.Create(index("text"))));

    var index = Objects.requireNonNull(table().globalIndex("text"));
    assertThat(index.sources().values()).containsOnly(2L);
    assertThat(index.status()).isIn(IndexStatus.BACKFILLING, IndexStatus.ACTIVE);
    for (PartitionState partition : partitions(table())) {
      assertThat(partition.definition().globalSecondaryIndexes()).containsExactly(index.index());
    }
    join(client().indexBuilt(table().id(), index.number()));
    assertThat(Objects.requireNonNull(table().globalIndex("text")).status())
        .isEqualTo(IndexStatus.ACTIVE);
    join(client().indexBuilt(table().id(), index.number()));
    join(client().indexBuilt(new UUID(1, 2), 0));
  }

  @Test
  void stoppedBeforePartitionsHeed_createsTheIndexAfterARestart() {
    create();
    var updating = updater().updated(table(), update(new IndexUpdate.Create(index("text"))), NOW);

    restartWith(updating);

    awaitActive();
    var index = Objects.requireNonNull(table().globalIndex("text"));
    assertThat(index.sources().keySet())
        .containsExactlyInAnyOrderElementsOf(
            table().partitions().stream().map(range -> range.partitionId()).toList());
  }

  @Test
  void updateTable_deletesAnIndex_removesItsRows() {
    create(index("text"));
    var id = table().id();
    leaveRows(List.of(indexRow(id, 0), indexRow(id, 1)));

    updateTable(update(new IndexUpdate.Delete("text")));

    awaitIndexPurged(id);
    assertThat(table().globalSecondaryIndexes()).isEmpty();
    assertThat(rows(id, 1)).isEqualTo(1);
    assertThat(partitions(table()))
        .allSatisfy(
            partition -> assertThat(partition.definition().globalSecondaryIndexes()).isEmpty());
  }

  @Test
  void stoppedBeforeAnIndexIsClosed_removesItAfterARestart() {
    create(index("text"));
    var id = table().id();
    leaveRows(List.of(indexRow(id, 0)));
    var updating = updater().updated(table(), update(new IndexUpdate.Delete("text")), NOW);

    restartWith(updating);

    awaitIndexPurged(id);
    var heeded = TableUpdater.heeded(updating, TableFixtures.commits(updating, 2));
    leaveRows(List.of(indexRow(id, 0)));
    restartWith(heeded);
    awaitIndexPurged(id);
  }

  @Test
  void stoppedWhileAnIndexIsPurged_goesOnAfterARestart() {
    create();
    var id = table().id();
    running.close();
    leaveRows(
        List.of(indexRow(id, 5), RowChange.put(CatalogRowKeys.deletedIndex(id, 5), new byte[0])));

    running = RunningDatabase.start(store);

    awaitAssert(() -> {
      assertThat(rows(id, 5)).isZero();
      assertThat(join(store.get(CatalogRowKeys.deletedIndex(id, 5)))).isNull();
    });
  }

  @Test
  void stoppedWhileATableWithAnIndexIsDeleted_isGoneAfterARestart() {
    create(index("text"));
    var id = table().id();
    leaveRows(List.of(indexRow(id, 0)));

    restartWith(TableUpdater.deleted(table()));

    awaitAssert(() -> {
      assertThat(running.database().catalog().table("orders")).isNull();
      assertThat(rows(id, 0)).isZero();
    });
  }

  @Test
  void deleteTable_whileItsTimeToLiveIsSwitched_isDoneAndNobodyWaits() {
    create();
    var updated = client().updateTimeToLive("orders", true, "expires");
    var deleted = client().deleteTable("orders");

    assertThat(join(deleted).status()).isEqualTo(TableStatus.DELETING);
    assertThat(join(updated).status()).isEqualTo(TableStatus.UPDATING);
    assertThat(running.database().catalog().table("orders")).isNull();
  }

  @Test
  void deleteTable_whileItsStreamIsSwitched_isRefused() {
    create();
    var updated = client().updateTable("orders", stream(StreamViewType.NEW_IMAGE));
    var deleted = client().deleteTable("orders");

    assertFails(() -> join(deleted), ErrorCode.RESOURCE_IN_USE);
    join(updated);
    assertThat(table().status()).isEqualTo(TableStatus.ACTIVE);
  }

  @Test
  void timeToLive_whileTheTableIsUpdating_isSwitchedAfterwards() {
    create();
    var updated = client().updateTable("orders", stream(StreamViewType.NEW_IMAGE));
    var enabled = client().updateTimeToLive("orders", true, "expires");
    var enabledAgain = client().updateTimeToLive("orders", true, "expires");

    assertThat(join(updated).timeToLive()).isNull();
    assertThat(Objects.requireNonNull(join(enabled).timeToLive()).isFiled()).isTrue();
    assertFails(() -> join(enabledAgain), ErrorCode.VALIDATION);
    assertThat(shards()).extracting(StreamShard::firstCommit).containsOnly(2L);
    assertThat(partitions(table()))
        .allSatisfy(partition -> {
          assertThat(partition.definition().streamViewType()).isEqualTo(StreamViewType.NEW_IMAGE);
          assertThat(partition.definition().timeToLive()).isNotNull();
        });
  }

  @Test
  void deleteTable_protected_isRefusedUntilItIsNot() {
    create();
    updateTable(protection(true));

    assertFails(() -> join(client().deleteTable("orders")), ErrorCode.VALIDATION);

    updateTable(protection(false));
    join(client().deleteTable("orders"));
  }

  @Test
  void timeToLive_enabledAndFiled_isEnabledAndHeeded() {
    create();

    join(client().updateTimeToLive("orders", true, "expires"));

    var timeToLive = Objects.requireNonNull(table().timeToLive());
    assertThat(partitions(table()))
        .allSatisfy(partition ->
            assertThat(partition.definition().timeToLive()).isEqualTo(timeToLive.timeToLive()));
    join(client().timeToLiveFiled(table().id(), timeToLive.timeToLive().generation()));
    assertThat(Objects.requireNonNull(table().timeToLive()).status()).isEqualTo(Status.ENABLED);
    assertFails(
        () -> join(client().updateTimeToLive("orders", false, "expires")), ErrorCode.VALIDATION);
  }

  @Test
  void stoppedBeforePartitionsHeed_disablesTheTimeToLiveAfterARestart() {
    create();
    join(client().updateTimeToLive("orders", true, "expires"));
    var timeToLive = Objects.requireNonNull(table().timeToLive());
    var disabling =
        table()
            .change()
            .status(TableStatus.UPDATING)
            .partitionsVersion(3)
            .timeToLive(timeToLive.withStatus(Status.DISABLING))
            .build();

    restartWith(disabling);

    awaitActive();
    assertThat(Objects.requireNonNull(table().timeToLive()).status()).isEqualTo(Status.DISABLED);
    assertThat(partitions(table()))
        .allSatisfy(partition -> assertThat(partition.definition().timeToLive()).isNull());
  }

  @Test
  void tags_setAndRemoved_areKeptOverARestart() {
    create();
    join(client().updateTags("orders", Map.of("a", "1", "b", "2"), Set.of()));
    join(client().updateTags("orders", Map.of("c", ""), Set.of("a", "none")));
    restart();

    assertThat(table().tags()).isEqualTo(Map.of("b", "2", "c", ""));
    assertFails(
        () -> join(client().updateTags("none", Map.of("a", "b"), Set.of())),
        ErrorCode.RESOURCE_NOT_FOUND);
  }

  private static TableUpdate protection(boolean on) {
    return new TableUpdate(null, ThroughputUpdate.NONE, null, on, null, null, List.of());
  }

  private void create(NewIndex... indexes) {
    join(client().createTable(newTable("orders", ON_DEMAND, indexes)));
  }

  private TableDefinition updateTable(TableUpdate update) {
    return join(client().updateTable("orders", update));
  }

  private CatalogClient client() {
    return running.database().catalogClient();
  }

  private TableDefinition table() {
    return Objects.requireNonNull(running.database().catalog().table("orders"));
  }

  private List<StreamShard> shards() {
    return Objects.requireNonNull(table().stream()).shards();
  }

  private void restart() {
    running.close();
    running = RunningDatabase.start(store);
  }

  /** Starts as after a stop in the middle: the catalog has this version of the table. */
  private void restartWith(TableDefinition table) {
    running.close();
    leaveRows(List.of(RowChange.put(CatalogRowKeys.table(table.name()), TableCodec.encode(table))));
    running = RunningDatabase.start(store);
  }

  private void leaveRows(List<RowChange> rows) {
    leftWrites++;
    var write = new LogWrite("left", List.of(new LogEntry(leftWrites, new byte[0])), rows);
    join(store.write(List.of(write), Durability.SYNCED));
  }

  private static RowChange indexRow(UUID tableId, int number) {
    return RowChange.put(RowKeys.globalIndexEntries(tableId, number).from(), new byte[0]);
  }

  private void awaitActive() {
    awaitAssert(() -> assertThat(table().status()).isEqualTo(TableStatus.ACTIVE));
  }

  private void awaitIndexPurged(UUID tableId) {
    awaitAssert(() -> {
      assertThat(table().globalSecondaryIndexes()).isEmpty();
      assertThat(rows(tableId, 0)).isZero();
      assertThat(join(store.get(CatalogRowKeys.deletedIndex(tableId, 0)))).isNull();
    });
  }

  private void awaitAssert(Runnable assertion) {
    TestProbe.create(running.database().system())
        .awaitAssert(() -> {
          assertion.run();
          return null;
        });
  }

  private int rows(UUID tableId, int indexNumber) {
    var count = new AtomicInteger();
    join(
        store.scan(
            RowKeys.globalIndexEntries(tableId, indexNumber),
            Direction.FORWARD,
            (_, _) -> {
              count.incrementAndGet();
              return true;
            }));
    return count.get();
  }

  private List<PartitionState> partitions(TableDefinition table) {
    var states = new ArrayList<PartitionState>();
    for (var range : table.partitions()) {
      byte[] row = join(store.get(RowKeys.partitionState(range.partitionId())));
      states.add(PartitionState.fromBytes(Objects.requireNonNull(row)));
    }
    return states;
  }

  private static <T extends @Nullable Object> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
