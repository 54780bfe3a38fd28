package io.headwater.actors.cluster;

import static io.headwater.actors.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.headwater.actors.catalog.CatalogActor;
import io.headwater.actors.catalog.CatalogClient;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.catalog.TableDefinition.TableStatus;
import io.headwater.actors.catalog.TableUpdate;
import io.headwater.actors.catalog.TableUpdate.IndexUpdate;
import io.headwater.actors.catalog.TableUpdate.ThroughputUpdate;
import io.headwater.actors.codec.CatalogRowKeys;
import io.headwater.actors.model.ErrorCode;
import io.headwater.actors.testing.PlainIndex;
import io.headwater.actors.testing.RunningDatabase;
import io.headwater.actors.testing.Tables;
import io.headwater.persistence.store.Admission;
import io.headwater.persistence.testing.InMemoryStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A whole database while the disk is short of space: what frees space goes on. */
class ShortOfSpaceTest {
  private static final Config SETTINGS =
      ConfigFactory.parseString("headwater.log-trimming { interval = 20ms, pause = 1ms }");
  private static final PlainIndex INDEX = PlainIndex.named("inverted");
  private static final IndexUpdate DELETE_INDEX = new IndexUpdate.Delete("inverted");

  private final InMemoryStore store = new InMemoryStore();
  private RunningDatabase running = start();

  private RunningDatabase start() {
    return RunningDatabase.start(store, InstantSource.system(), SETTINGS);
  }

  @AfterEach
  void stop() {
    running.close();
    store.close();
  }

  @Test
  void catalog_freeingOnly_acceptsWhatLeadsToADeletion() {
    createTable();
    join(catalog().updateTable("orders", update(true, List.of())));
    store.setAdmission(Admission.FREEING_ONLY);

    assertFails(() -> running.createTable("more", INDEX, Tables.ON_DEMAND), ErrorCode.INTERNAL);
    assertRefused(catalog().updateTags("orders", Map.of("a", "b"), Set.of()));
    assertRefused(catalog().updateTimeToLive("orders", true, "expires"));
    assertRefused(catalog().updateTable("orders", update(true, List.of(DELETE_INDEX))));
    join(catalog().updateTable("orders", update(null, List.of(DELETE_INDEX))));
    await(() -> assertThat(table()).returns(TableStatus.ACTIVE, TableDefinition::status));
    join(catalog().updateTable("orders", update(false, List.of())));
    var id = table().id();
    join(catalog().deleteTable("orders"));

    awaitPurged(id);
  }

  @Test
  void catalog_nothingAdmitted_refusesADeletion() {
    createTable();
    store.setAdmission(Admission.NONE);

    assertRefused(catalog().deleteTable("orders"));

    assertThat(table().status()).isEqualTo(TableStatus.ACTIVE);
  }

  @Test
  void logs_freeingOnly_areTrimmed() {
    createTable();
    store.setAdmission(Admission.FREEING_ONLY);
    join(catalog().deleteTable("orders")); // Which is in the catalog's log.

    String log = CatalogActor.PERSISTENCE_ID.id();
    await(() -> assertThat(join(store.lowestNr(log))).isGreaterThan(join(store.highestNr(log))));
  }

  @Test
  void purge_nothingAdmitted_waitsForSpace() {
    createTable();
    var id = table().id();
    store.failRemovalsAfter(0);
    join(catalog().deleteTable("orders"));
    await(() -> assertThat(store.failedRemovals()).isPositive());
    running.close();
    int failedRemovals = store.failedRemovals();
    store.setAdmission(Admission.NONE);

    running = start();
    for (int i = 0; i < 10; i++) { // The catalog resumes the purge before it replies.
      join(catalog().indexBuilt(UUID.randomUUID(), 0));
    }

    assertThat(store.failedRemovals()).isEqualTo(failedRemovals);
    store.failRemovalsAfter(Integer.MAX_VALUE);
    store.setAdmission(Admission.FREEING_ONLY);
    awaitPurged(id);
  }

  private CatalogClient catalog() {
    return running.database().catalogClient();
  }

  private void createTable() {
    running.createTable("orders", INDEX, Tables.ON_DEMAND);
    await(() -> assertThat(table()).returns(TableStatus.ACTIVE, TableDefinition::status));
  }

  private TableDefinition table() {
    return Objects.requireNonNull(running.database().catalog().table("orders"));
  }

  private static TableUpdate update(
      @Nullable Boolean deletionProtection, List<IndexUpdate> indexUpdates) {
    return new TableUpdate(
        null, ThroughputUpdate.NONE, null, deletionProtection, null, null, indexUpdates);
  }

  private static void assertRefused(CompletionStage<?> change) {
    assertFails(() -> join(change), ErrorCode.INTERNAL);
  }

  private void awaitPurged(UUID tableId) {
    await(() -> assertThat(join(store.get(CatalogRowKeys.deletedTable(tableId)))).isNull());
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
