package io.headwater.actors.cluster;

import static io.headwater.actors.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.catalog.TableDefinition.TableStatus;
import io.headwater.actors.codec.CatalogRowKeys;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.expression.ExpressionParser;
import io.headwater.actors.expression.KeyCondition.BoundKeyCondition;
import io.headwater.actors.expression.Placeholders;
import io.headwater.actors.feed.ChangeFeed.Change;
import io.headwater.actors.feed.ChangeFeed.Kind;
import io.headwater.actors.feed.ChangeFeed.Position;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.ErrorCode;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.model.StreamViewType;
import io.headwater.actors.partition.PartitionDefinition;
import io.headwater.actors.partition.Write;
import io.headwater.actors.partition.WriteResult;
import io.headwater.actors.partition.WriteResult.Done;
import io.headwater.actors.table.TableReader.IndexRead;
import io.headwater.actors.table.TableReader.PageLimits;
import io.headwater.actors.table.TableReader.QueryRange;
import io.headwater.actors.testing.RunningDatabase;
import io.headwater.persistence.store.KeyRange;
import io.headwater.persistence.store.LogEntry;
import io.headwater.persistence.store.LogWrite;
import io.headwater.persistence.store.RowChange;
import io.headwater.persistence.store.Store.Direction;
import io.headwater.persistence.store.Store.Durability;
import io.headwater.persistence.testing.InMemoryStore;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeadwaterDatabaseTest {
  private final InMemoryStore store = new InMemoryStore();
  private RunningDatabase running = RunningDatabase.start(store);

  @BeforeEach
  void expectEmpty() {
    assertThat(running.database().catalog().tableNames()).isEmpty();
  }

  @AfterEach
  void stop() {
    running.close();
    store.close();
  }

  @Test
  void createTable_answered_isActiveInTheView() {
    var created = running.createTable("orders", null);

    assertThat(created.status()).isEqualTo(TableStatus.CREATING);
    assertThat(table("orders").status()).isEqualTo(TableStatus.ACTIVE);
    assertThat(table("orders").partitions()).hasSize(4);
  }

  @Test
  void createTable_nameTaken_isRefused() {
    running.createTable("orders", null);

    assertFails(() -> running.createTable("orders", null), ErrorCode.RESOURCE_IN_USE);
  }

  @Test
  void write_answered_isReadAtOnceAndAfterARestart() {
    running.createTable("orders", null);

    var result = write("orders", put("a", 1, "first"));

    assertThat(result).isInstanceOf(Done.class);
    assertThat(read("orders", "a", 1)).isEqualTo(item("a", 1, "first"));
    restart();
    assertThat(read("orders", "a", 1)).isEqualTo(item("a", 1, "first"));
    assertThat(write("orders", put("a", 1, "second")))
        .isInstanceOfSatisfying(Done.class, done -> assertThat(done.before()).isNotNull());
  }

  @Test
  void write_manyAtOnceOnOneKey_areDecidedOneAfterTheOther() {
    running.createTable("orders", null);
    var increment =
        ExpressionParser.update(
            "ADD hits :one",
            new Placeholders(null, Map.of(":one", new AttributeValue.N(BigDecimal.ONE))));
    var results = new ArrayList<CompletableFuture<WriteResult>>();

    for (int i = 0; i < 500; i++) {
      var write = new Write.UpdateItem(key("a", 1), increment, null, false);
      results.add(running.database().router().write(table("orders"), write).toCompletableFuture());
    }

    assertThat(results).allSatisfy(result -> assertThat(result.join()).isInstanceOf(Done.class));
    assertThat(read("orders", "a", 1))
        .extracting(item -> item.get("hits"))
        .isEqualTo(new AttributeValue.N(BigDecimal.valueOf(500)));
  }

  @Test
  void statistics_afterWritesAndRemovals_areExact() {
    running.createTable("orders", null);
    for (int i = 0; i < 20; i++) {
      write("orders", put("a" + i, i, "x"));
    }
    write("orders", new Write.Delete(key("a3", 3), null, false));

    var statistics = join(running.database().reader().statistics(table("orders")));

    assertThat(statistics.items().itemCount()).isEqualTo(19);
    assertThat(statistics.items().sizeBytes()).isPositive();
  }

  @Test
  void feed_afterWrites_hasEachChangeOnceInOrder() {
    running.createTable("orders", StreamViewType.NEW_AND_OLD_IMAGES);
    write("orders", put("a", 1, "first"));
    write("orders", put("a", 1, "first"));
    write("orders", put("a", 1, "second"));
    write("orders", new Write.Delete(key("a", 1), null, false));
    restart();

    var changes = changesOf("orders");

    assertThat(changes)
        .extracting(Change::kind)
        .containsExactly(Kind.INSERT, Kind.MODIFY, Kind.REMOVE);
    assertThat(changes.get(1).oldImage()).isNotNull();
    assertThat(changes).extracting(Change::keys).containsOnly(keyItem("a", 1));
    assertThat(changes).extracting(Change::position).isSorted();
  }

  @Test
  void deleteTable_answered_isGoneAndItsNameStartsEmpty() {
    running.createTable("orders", StreamViewType.KEYS_ONLY);
    write("orders", put("a", 1, "x"));
    var old = table("orders");

    var deleted = join(running.database().catalogClient().deleteTable("orders"));

    assertThat(deleted.status()).isEqualTo(TableStatus.DELETING);
    assertThat(running.database().catalog().table("orders")).isNull();
    assertFails(() -> write(old, put("b", 1, "x")), ErrorCode.RESOURCE_NOT_FOUND);
    running.createTable("orders", null);
    assertThat(read("orders", "a", 1)).isNull();
  }

  @Test
  void deleteTable_itsStream_isClosedAndStillReadable() {
    running.createTable("orders", StreamViewType.KEYS_ONLY);
    write("orders", put("a", 1, "x"));

    join(running.database().catalogClient().deleteTable("orders"));
    restart();

    assertThat(running.database().catalog().streams())
        .singleElement()
        .satisfies(stream -> {
          assertThat(stream.isEnabled()).isFalse();
          assertThat(stream.shards())
              .allSatisfy(shard -> assertThat(shard.lastCommit()).isNotNull());
        });
  }

  @Test
  void deleteTable_missing_isRefused() {
    assertFails(
        () -> join(running.database().catalogClient().deleteTable("orders")),
        ErrorCode.RESOURCE_NOT_FOUND);
  }

  @Test
  void write_journalFails_isOfUnknownOutcomeAndTheNextGoesThrough() {
    running.createTable("orders", null);
    write("orders", put("a", 1, "first"));
    store.failNextWrite(new IllegalStateException("the test's failure"));

    assertFails(() -> write("orders", put("a", 1, "second")), ErrorCode.INTERNAL);

    assertThat(write("orders", put("a", 1, "third"))).isInstanceOf(Done.class);
    assertThat(read("orders", "a", 1)).isEqualTo(item("a", 1, "third"));
  }

  @Test
  void localIndex_afterWritesAndARestart_isReadAsWritten() {
    running.createIndexedTable("orders");
    write("orders", put("a", 1, "second"));
    write("orders", put("a", 2, "first"));
    restart();
    write("orders", put("a", 1, "zeroth"));
    write("orders", put("a", 3, "gone"));
    write("orders", new Write.Delete(key("a", 3), null, false));

    var range =
        new QueryRange(
            new IndexRead.Local(0, IndexRead.Fetch.NOTHING),
            new BoundKeyCondition(List.of(new AttributeValue.S("a")), List.of(), null),
            true,
            null);
    var limits = new PageLimits(10, null);
    var page = join(running.database().reader().query(table("orders"), range, limits));
    var statistics = join(running.database().reader().statistics(table("orders")));

    assertThat(page.items())
        .extracting(EncodedItem::item)
        .containsExactly(item("a", 2, "first"), item("a", 1, "zeroth"));
    assertThat(statistics.localSecondaryIndexes())
        .singleElement()
        .satisfies(index -> assertThat(index.itemCount()).isEqualTo(2));
  }

  @Test
  void deleteTable_withIndex_removesEveryRow() {
    running.createIndexedTable("orders");
    write("orders", put("a", 1, "x"));
    var id = table("orders").id();
    assertThat(rows(id)).isEqualTo(3);

    join(running.database().catalogClient().deleteTable("orders"));

    awaitPurged(id);
  }

  /** The items went before the stop; what belongs to the index is left. */
  @Test
  void deleteTable_stoppedWhileRowsAreRemoved_goesOnAfterARestart() {
    running.createIndexedTable("orders");
    var deleted = new UUID(1, 2);
    var definition =
        PartitionDefinition.first(deleted, 3, table("orders").keySchema(), List.of(), null);
    running.close();
    var entry = RowKeys.localIndexEntry(definition, 0, key("a", 1), new AttributeValue.S("x"));
    var collection = RowKeys.itemCollection(definition, new AttributeValue.S("a"));
    var rows =
        List.of(
            RowChange.put(CatalogRowKeys.deletedTable(deleted), new byte[0]),
            RowChange.put(entry, new byte[0]),
            RowChange.put(collection, new byte[0]));
    var write = new LogWrite("left", List.of(new LogEntry(1, new byte[0])), rows);
    join(store.write(List.of(write), Durability.SYNCED));
    assertThat(rows(deleted)).isEqualTo(2);

    running = RunningDatabase.start(store);

    awaitPurged(deleted);
  }

  private void awaitPurged(UUID tableId) {
    TestProbe.create(running.database().system())
        .awaitAssert(() -> {
          assertThat(rows(tableId)).isZero();
          assertThat(join(store.get(CatalogRowKeys.deletedTable(tableId)))).isNull();
          return null;
        });
  }

  private int rows(UUID tableId) {
    var count = new AtomicInteger();
    for (KeyRange range : RowKeys.tableContents(tableId)) {
      join(
          store.scan(
              range,
              Direction.FORWARD,
              (_, _) -> {
                count.incrementAndGet();
                return true;
              }));
    }
    return count.get();
  }

  private void restart() {
    running.close();
    running = RunningDatabase.start(store);
  }

  private List<Change> changesOf(String tableName) {
    var changes = new ArrayList<Change>();
    for (var partition : table(tableName).partitions()) {
      var read =
          running
              .database()
              .feed()
              .read(partition.partitionId(), new Position(1, 0), 100, Integer.MAX_VALUE);
      changes.addAll(join(read).changes());
    }
    return changes;
  }

  private TableDefinition table(String name) {
    return Objects.requireNonNull(running.database().catalog().table(name));
  }

  private WriteResult write(String tableName, Write write) {
    return write(table(tableName), write);
  }

  private WriteResult write(TableDefinition table, Write write) {
    return join(running.database().router().write(table, write));
  }

  private @Nullable Item read(String tableName, String id, int sortKey) {
    var read = join(running.database().reader().get(table(tableName), key(id, sortKey)));
    return read == null ? null : read.item();
  }

  private static Write put(String id, int sortKey, String text) {
    return new Write.Put(key(id, sortKey), EncodedItem.of(item(id, sortKey, text)), null, false);
  }

  private static ItemKey key(String id, int sortKey) {
    return new ItemKey(new AttributeValue.S(id), new AttributeValue.N(BigDecimal.valueOf(sortKey)));
  }

  private static Item keyItem(String id, int sortKey) {
    return new Item(
        Map.of(
            "id",
            new AttributeValue.S(id),
            "sk",
            new AttributeValue.N(BigDecimal.valueOf(sortKey))));
  }

  private static Item item(String id, int sortKey, String text) {
    var attributes = new LinkedHashMap<>(keyItem(id, sortKey).attributes());
    attributes.put("text", new AttributeValue.S(text));
    return new Item(attributes);
  }

  private static <T extends @Nullable Object> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
