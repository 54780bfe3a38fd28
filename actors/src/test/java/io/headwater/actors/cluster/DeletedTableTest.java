package io.headwater.actors.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.headwater.actors.catalog.CatalogActor;
import io.headwater.actors.catalog.CatalogClient.NewIndex;
import io.headwater.actors.catalog.CatalogClient.NewTable;
import io.headwater.actors.catalog.OnDemandThroughput;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.catalog.TableDefinition.PartitionRange;
import io.headwater.actors.catalog.TableDefinition.TableStatus;
import io.headwater.actors.catalog.TableUpdate;
import io.headwater.actors.catalog.TableUpdate.ThroughputUpdate;
import io.headwater.actors.catalog.Throughput;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.PartitionIds;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.inspect.DatabaseCheck;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.model.StreamViewType;
import io.headwater.actors.partition.StoredCommits;
import io.headwater.actors.partition.Write;
import io.headwater.actors.testing.PlainIndex;
import io.headwater.actors.testing.RunningDatabase;
import io.headwater.actors.testing.Tables;
import io.headwater.persistence.inspect.Verification;
import io.headwater.persistence.store.KeyRange;
import io.headwater.persistence.store.SegmentStore;
import io.headwater.persistence.store.Store;
import io.headwater.persistence.testing.InMemoryStore;
import io.headwater.persistence.testing.TestSettings;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.ActorRefWithCell;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What deleted tables leave in memory and in the store: nothing. */
class DeletedTableTest {
  private static final Config SETTINGS =
      ConfigFactory.parseString(
          """
          headwater.log-trimming { interval = 20ms, step-entries = 3, pause = 1ms }
          headwater.streams.sweep-interval = 20ms
          headwater.routing.batch-timeout = 1s
          headwater.indexes.progress-interval = 20ms
          headwater.catalog.partitions-per-table = 2
          """);

  private final InMemoryStore store = new InMemoryStore();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-02T03:04:05Z"));
  private RunningDatabase running = start(1);

  @AfterEach
  void stop() {
    running.close();
    store.close();
  }

  private RunningDatabase start(int seed) {
    return RunningDatabase.start(store, now::get, SETTINGS, new Random(seed));
  }

  @Test
  void tables_deletedAndRetentionOver_leaveNothing() {
    for (int i = 0; i < 50; i++) {
      create("t" + i, i % 2 == 0 ? StreamViewType.NEW_IMAGE : null);
      write("t" + i);
    }
    for (int i = 0; i < 50; i++) {
      join(running.database().catalogClient().deleteTable("t" + i));
    }
    now.updateAndGet(time -> time.plus(Duration.ofHours(25)));

    awaitNothingLeft();
  }

  @Test
  void tableWithStream_deleted_keepsItsPartitionsUntilTheRetentionIsOver() {
    create("orders", StreamViewType.NEW_IMAGE);
    write("orders");
    var orders = Objects.requireNonNull(running.database().catalog().table("orders"));
    join(running.database().catalogClient().deleteTable("orders"));

    // The removal of a table that is deleted later takes as many steps, and ends later.
    create("customers", null);
    write("customers");
    join(running.database().catalogClient().deleteTable("customers"));

    await(() -> assertThat(remains()).allMatch(what -> isOfPartition(orders, what)));
    assertThat(store.logIds())
        .filteredOn(id -> id.startsWith("Partition|"))
        .hasSameSizeAs(orders.partitions());
    for (PartitionRange range : orders.partitions()) {
      assertThat(join(running.database().feed().lastCommit(range.partitionId()))).isPositive();
    }
    now.updateAndGet(time -> time.plus(Duration.ofHours(25)));
    awaitNothingLeft();
  }

  @Test
  void index_deleted_leavesNothingOfItsPartitions() {
    create("orders", null);
    write("orders");
    awaitIndexActive("orders");
    var update =
        new TableUpdate(
            null,
            ThroughputUpdate.NONE,
            null,
            null,
            null,
            null,
            List.of(new TableUpdate.IndexUpdate.Delete("inverted")));
    join(running.database().catalogClient().updateTable("orders", update));

    await(() -> {
      assertThat(store.logIds()).noneMatch(id -> id.startsWith("IndexPartition"));
      assertThat(remains()).noneMatch(row -> row.startsWith("51") || row.startsWith("14"));
      assertThat(tableActors()).noneMatch(actor -> actor.contains("IndexPartition"));
    });
  }

  private void awaitIndexActive(String name) {
    await(() ->
        assertThat(Objects.requireNonNull(running.database().catalog().table(name)))
            .returns(TableStatus.ACTIVE, TableDefinition::status));
  }

  /** The store fails at one of the steps, and the database is started again after it. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15})
  void tables_databaseStoppedAtAnyStep_leaveNothingAfterARestart(int removals) {
    create("orders", StreamViewType.NEW_IMAGE);
    create("customers", null);
    write("orders");
    write("customers");
    store.failRemovalsAfter(removals);
    join(running.database().catalogClient().deleteTable("orders"));
    join(running.database().catalogClient().deleteTable("customers"));
    now.updateAndGet(time -> time.plus(Duration.ofHours(25)));
    await(() -> assertThat(store.failedRemovals()).isPositive());

    running.close();
    store.failRemovalsAfter(Integer.MAX_VALUE);
    running = start(2);

    awaitNothingLeft();
  }

  @Test
  void start_earlierVersionLeftClosedPartitions_removesThem() {
    running.close();
    String partitionId = PartitionIds.prefix(new UUID(0, 7)) + 0;
    new StoredCommits(store, partitionId, null, 1_000).close(2_000);
    assertThat(remains()).isNotEmpty();

    running = start(2);

    awaitNothingLeft();
  }

  @Test
  void tables_deletedOnDisk_areVerifiedWholeAndLeaveNoLog(@TempDir Path directory)
      throws IOException {
    try (var onDisk = SegmentStore.open(TestSettings.in(directory))) {
      running.close();
      running = RunningDatabase.start(onDisk, now::get, SETTINGS, new Random(1));
      create("orders", null);
      write("orders");
      join(running.database().catalogClient().deleteTable("orders"));
      await(() -> {
        var states = new ArrayList<byte[]>();
        join(
            onDisk.scan(
                RowKeys.partitionStates(), Store.Direction.FORWARD, (key, _) -> states.add(key)));
        assertThat(states).isEmpty();
      });
      running.close();
    }

    var report = Verification.run(directory, DatabaseCheck::new, (_, _) -> {});

    assertThat(report.findings()).isEmpty();
    assertThat(report.counts()).containsEntry("logs", 1L); // The catalog's.
    running = start(2);
  }

  @Test
  void write_lateToADeletedTable_isRefusedAndLeavesNothing() {
    create("orders", null);
    write("orders");
    var orders = Objects.requireNonNull(running.database().catalog().table("orders"));
    join(running.database().catalogClient().deleteTable("orders"));
    awaitNothingLeft();

    for (int i = 0; i < 2; i++) { // The second one after the lane of the first has stopped.
      assertThatThrownBy(() -> putItem(orders).toCompletableFuture().get(20, TimeUnit.SECONDS))
          .hasMessageContaining("Requested resource not found");

      awaitNothingLeft();
    }
  }

  private void create(String name, @Nullable StreamViewType viewType) {
    var index =
        new NewIndex(
            PlainIndex.named("inverted").index(),
            Throughput.ON_DEMAND,
            OnDemandThroughput.UNLIMITED,
            null);
    join(
        running
            .database()
            .catalogClient()
            .createTable(
                new NewTable(
                    name,
                    PlainIndex.TABLE_KEY,
                    List.of(),
                    List.of(index),
                    Tables.ON_DEMAND,
                    Map.of(),
                    viewType)));
  }

  private void write(String name) {
    join(putItem(Objects.requireNonNull(running.database().catalog().table(name))));
  }

  private CompletionStage<?> putItem(TableDefinition table) {
    var key = new ItemKey(new AttributeValue.S("p"), new AttributeValue.N(BigDecimal.ONE));
    var item = EncodedItem.of(PlainIndex.randomItem(new Random(1), key));
    return running.database().router().write(table, new Write.Put(key, item, null, false));
  }

  private void awaitNothingLeft() {
    await(() -> {
      assertThat(remains()).isEmpty();
      assertThat(tableActors()).isEmpty();
    });
  }

  /** The logs and rows that are not of the catalog itself. */
  private List<String> remains() {
    var remains = new ArrayList<>(store.logIds());
    remains.remove(CatalogActor.PERSISTENCE_ID.id());
    var all = new KeyRange(new byte[] {Store.FIRST_ROW_PREFIX}, null);
    join(
        store.scan(
            all,
            Store.Direction.FORWARD,
            (key, _) -> {
              if (key[0] != Store.FIRST_ROW_PREFIX) { // The catalog's version.
                remains.add(HexFormat.of().formatHex(key));
              }
              return true;
            }));
    return remains;
  }

  private static boolean isOfPartition(TableDefinition table, String what) {
    String state = HexFormat.of().formatHex(new byte[] {0x50});
    return what.startsWith(state)
        || what.startsWith("12") // The stream.
        || what.startsWith("13") // The deleted table.
        || what.startsWith("Partition|" + PartitionIds.prefix(table.id()));
  }

  /** Lanes, partitions, index partitions and feeders. */
  private List<String> tableActors() {
    var names = new ArrayList<String>();
    var system = (ExtendedActorSystem) Adapter.toClassic(running.database().system());
    collect((ActorRefWithCell) system.systemGuardian(), names);
    return names;
  }

  private static void collect(ActorRefWithCell actor, List<String> names) {
    String path = actor.path().toStringWithoutAddress();
    String shardPath = "/system/sharding/(Index)?Partition/[^/]+/.+";
    if (path.startsWith("/system/lane-")
        || path.matches(shardPath)
        || path.matches("/system/headwater-index-feeds/[^/]+")) {
      names.add(path);
    }
    actor
        .underlying()
        .childrenRefs()
        .children()
        .foreach(child -> {
          if (child instanceof ActorRefWithCell cell) {
            collect(cell, names);
          }
          return null;
        });
  }

  private void await(Runnable assertion) {
    TestProbe.create(running.database().system())
        .awaitAssert(
            Duration.ofSeconds(20),
            Duration.ofMillis(20),
            () -> {
              assertion.run();
              return null;
            });
  }

  private static <T extends @Nullable Object> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
