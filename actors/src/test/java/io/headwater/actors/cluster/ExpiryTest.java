package io.headwater.actors.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.catalog.TableDefinition.PartitionRange;
import io.headwater.actors.catalog.TableDefinition.TableStatus;
import io.headwater.actors.catalog.TableTimeToLive;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.feed.ChangeFeed.Change;
import io.headwater.actors.feed.ChangeFeed.Kind;
import io.headwater.actors.feed.ChangeFeed.Position;
import io.headwater.actors.model.AttributeValue.N;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.model.StreamViewType;
import io.headwater.actors.partition.Write;
import io.headwater.actors.partition.WriteResult.Done;
import io.headwater.actors.testing.RunningDatabase;
import io.headwater.persistence.store.Store.Direction;
import io.headwater.persistence.testing.InMemoryStore;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A whole database whose items expire while it runs. */
class ExpiryTest {
  private static final Config SETTINGS =
      ConfigFactory.parseString(
          "headwater.time-to-live { look-interval = 20ms, slice-items = 3, retry-pause = 5ms }");
  private static final Instant BEGINNING = Instant.parse("2026-01-02T03:04:05Z");
  private static final int ITEMS = 20;

  private final InMemoryStore store = new InMemoryStore();
  private final AtomicReference<Instant> now = new AtomicReference<>(BEGINNING);
  private RunningDatabase running = RunningDatabase.start(store, now::get, SETTINGS);

  @AfterEach
  void stop() {
    running.close();
    store.close();
  }

  @Test
  void items_thatWereThereBeforeAndLater_goWhenTheirTimeHasCome() {
    running.createTable("sessions", StreamViewType.NEW_AND_OLD_IMAGES);
    for (int i = 0; i < ITEMS; i++) {
      put(i, i % 2 == 0 ? 10L : null);
    }
    updateTimeToLive(true);
    awaitStatus(TableTimeToLive.Status.ENABLED);
    for (int i = ITEMS; i < 2 * ITEMS; i++) {
      put(i, 20L);
    }
    put(0, 30L);
    assertThat(rows()).isEqualTo(ITEMS / 2 + ITEMS);

    now.set(BEGINNING.plusSeconds(11));
    awaitItems(ITEMS + ITEMS / 2 + 1);
    now.set(BEGINNING.plusSeconds(21));
    awaitItems(ITEMS / 2 + 1);

    assertThat(rows()).isEqualTo(1);
    assertThat(expirations())
        .hasSize(ITEMS + ITEMS / 2 - 1)
        .allSatisfy(change -> {
          assertThat(change.kind()).isEqualTo(Kind.REMOVE);
          assertThat(change.oldImage()).isNotNull();
        });
  }

  @Test
  void restart_whileEnabling_enablesAndExpires() {
    running.createTable("sessions", null);
    for (int i = 0; i < ITEMS; i++) {
      put(i, 10L);
    }
    updateTimeToLive(true);

    running.close();
    now.set(BEGINNING.plusSeconds(11));
    running = RunningDatabase.start(store, now::get, SETTINGS);

    awaitStatus(TableTimeToLive.Status.ENABLED);
    awaitItems(0);
  }

  @Test
  void disabled_itemsStayAndTheirRowsGo_enabledForAnotherAttribute_othersGo() {
    running.createTable("sessions", null);
    updateTimeToLive(true);
    awaitStatus(TableTimeToLive.Status.ENABLED);
    for (int i = 0; i < ITEMS; i++) {
      put(i, 10L);
    }
    now.set(BEGINNING.plus(Duration.ofHours(2)));
    awaitItems(0);
    for (int i = 0; i < ITEMS; i++) {
      put(i, 10_000L);
    }
    updateTimeToLive(false);
    awaitStatus(TableTimeToLive.Status.DISABLED);
    awaitRows(0);
    now.set(BEGINNING.plus(Duration.ofHours(4)));
    put(ITEMS, 10L);

    updateTimeToLive(true);
    awaitStatus(TableTimeToLive.Status.ENABLED);
    awaitItems(0);
  }

  private void updateTimeToLive(boolean enabled) {
    join(running.database().catalogClient().updateTimeToLive("sessions", enabled, "until"));
  }

  private void put(int id, @Nullable Long secondsFromBeginning) {
    var key = new ItemKey(new S("id" + id), new N(BigDecimal.ONE));
    var item = new LinkedHashMap<>(table().keySchema().toItem(key).attributes());
    if (secondsFromBeginning != null) {
      long second = BEGINNING.getEpochSecond() + secondsFromBeginning;
      item.put("until", new N(BigDecimal.valueOf(second)));
    }
    var put = new Write.Put(key, EncodedItem.of(new Item(item)), null, false);
    assertThat(join(running.database().router().write(table(), put))).isInstanceOf(Done.class);
  }

  private TableDefinition table() {
    return Objects.requireNonNull(running.database().catalog().table("sessions"));
  }

  private void awaitStatus(TableTimeToLive.Status status) {
    await(() -> {
      assertThat(Objects.requireNonNull(table().timeToLive()).status()).isEqualTo(status);
      assertThat(table().status()).isEqualTo(TableStatus.ACTIVE);
    });
  }

  /** By the partitions' own counts. */
  private void awaitItems(long count) {
    await(() ->
        assertThat(join(running.database().reader().statistics(table())).items().itemCount())
            .isEqualTo(count));
  }

  private void awaitRows(int count) {
    await(() -> assertThat(rows()).isEqualTo(count));
  }

  private void await(Runnable assertion) {
    TestProbe.create(running.database().system())
        .awaitAssert(
            Duration.ofSeconds(10),
            () -> {
              assertion.run();
              return null;
            });
  }

  private int rows() {
    var count = new AtomicInteger();
    var all = RowKeys.timesToLiveBefore(table().id(), Long.MAX_VALUE);
    join(store.scan(all, Direction.FORWARD, (_, _) -> count.incrementAndGet() > 0));
    return count.get();
  }

  private List<Change> expirations() {
    var expirations = new ArrayList<Change>();
    for (PartitionRange partition : table().partitions()) {
      var batch =
          join(
              running
                  .database()
                  .feed()
                  .read(partition.partitionId(), new Position(1, 0), 1_000, 1_000_000));
      batch.changes().stream().filter(Change::expired).forEach(expirations::add);
    }
    return expirations;
  }

  private static <T extends @Nullable Object> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
