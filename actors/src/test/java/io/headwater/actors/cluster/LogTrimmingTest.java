package io.headwater.actors.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.headwater.actors.catalog.CatalogActor;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.catalog.TableDefinition.PartitionRange;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.index.IndexPartitionActor;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.model.StreamViewType;
import io.headwater.actors.partition.PartitionActor;
import io.headwater.actors.partition.Write;
import io.headwater.actors.partition.WriteResult.Done;
import io.headwater.actors.testing.PlainIndex;
import io.headwater.actors.testing.RunningDatabase;
import io.headwater.actors.testing.Tables;
import io.headwater.persistence.testing.InMemoryStore;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A whole database whose logs are trimmed while it runs. */
class LogTrimmingTest {
  private static final Config SETTINGS =
      ConfigFactory.parseString(
          "headwater.log-trimming { interval = 20ms, step-entries = 3, pause = 1ms }");

  private final InMemoryStore store = new InMemoryStore();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-02T03:04:05Z"));
  private RunningDatabase running = RunningDatabase.start(store, now::get, SETTINGS);

  @AfterEach
  void stop() {
    running.close();
    store.close();
  }

  @Test
  void tableWithoutStream_trimmedToItsEnd_goesOnAfterARestart() {
    running.createTable("orders", null);
    for (int i = 0; i < 30; i++) {
      write("orders", i);
    }
    awaitEntries(table("orders"), 0);
    awaitLogEmpty(CatalogActor.PERSISTENCE_ID.id());

    running.close();
    running = RunningDatabase.start(store, now::get, SETTINGS);

    for (int i = 20; i < 40; i++) {
      write("orders", i);
    }
    var statistics = join(running.database().reader().statistics(table("orders")));
    assertThat(statistics.items().itemCount()).isEqualTo(40);
    running.createTable("customers", null);
    assertThat(running.database().catalog().tableNames()).containsExactly("customers", "orders");
  }

  @Test
  void tableWithStream_keepsRecordsADayAndEndsWithItsTable() {
    running.createTable("orders", StreamViewType.NEW_IMAGE);
    running.createTable("customers", null);
    write("orders", 1);
    write("customers", 1);
    awaitEntries(table("customers"), 0); // By then the trimmer has looked at both.
    var orders = table("orders");
    assertThat(entries(orders)).isEqualTo(5);

    now.updateAndGet(time -> time.plus(Duration.ofHours(25)));
    awaitEntries(orders, 0);
    write("orders", 2);
    join(running.database().catalogClient().deleteTable("orders"));
    assertThat(entries(orders)).isEqualTo(5);

    now.updateAndGet(time -> time.plus(Duration.ofHours(25)));
    awaitEntries(orders, 0);
  }

  @Test
  void tableWithGlobalIndex_trimmedToItsEnd_hasLeftNothingOutOfTheIndex() {
    var index = PlainIndex.named("inverted");
    running.createTable("orders", index, Tables.ON_DEMAND);
    var random = new Random(1);
    for (int i = 0; i < 30; i++) {
      var key = new ItemKey(new AttributeValue.S("p" + i), new AttributeValue.N(BigDecimal.ONE));
      write("orders", key, PlainIndex.randomItem(random, key));
    }

    awaitEntries(table("orders"), 0);
    var orders = table("orders");
    for (PartitionRange range : orders.globalSecondaryIndexes().getFirst().partitions()) {
      awaitLogEmpty(IndexPartitionActor.persistenceId(range.partitionId()).id());
    }
    assertThat(PlainIndex.rows(store, RowKeys.globalIndexEntries(orders.id(), 0))).hasSize(30);
    var statistics = join(running.database().reader().statistics(orders));
    assertThat(statistics.globalSecondaryIndexes().getFirst().itemCount()).isEqualTo(30);
  }

  private void write(String tableName, int id) {
    var key = new ItemKey(new AttributeValue.S("id" + id), new AttributeValue.N(BigDecimal.ONE));
    var attributes =
        Map.<String, AttributeValue>of(
            "id", key.partitionKey(), "sk", Objects.requireNonNull(key.sortKey()));
    write(tableName, key, new Item(attributes));
  }

  private void write(String tableName, ItemKey key, Item item) {
    var put = new Write.Put(key, EncodedItem.of(item), null, false);
    assertThat(join(running.database().router().write(table(tableName), put)))
        .isInstanceOf(Done.class);
  }

  private TableDefinition table(String name) {
    return Objects.requireNonNull(running.database().catalog().table(name));
  }

  private void awaitEntries(TableDefinition table, long count) {
    TestProbe.create(running.database().system())
        .awaitAssert(() -> {
          assertThat(entries(table)).isEqualTo(count);
          return null;
        });
  }

  private void awaitLogEmpty(String logId) {
    TestProbe.create(running.database().system())
        .awaitAssert(() -> {
          assertThat(entries(logId)).isZero();
          return null;
        });
  }

  private long entries(TableDefinition table) {
    return logs(table).stream().mapToLong(this::entries).sum();
  }

  private static List<String> logs(TableDefinition table) {
    return table.partitions().stream()
        .map(PartitionRange::partitionId)
        .map(partitionId -> PartitionActor.persistenceId(partitionId).id())
        .toList();
  }

  private long entries(String logId) {
    return join(store.highestNr(logId)) + 1 - join(store.lowestNr(logId));
  }

  private static <T extends @Nullable Object> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
