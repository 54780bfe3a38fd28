package io.headwater.actors.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.catalog.TableTimeToLive;
import io.headwater.actors.codec.CatalogRowKeys;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.KeyHash;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.index.IndexCommitRecord;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.model.StreamViewType;
import io.headwater.actors.partition.CommitRecord;
import io.headwater.actors.partition.CommitRecord.ItemsChanged;
import io.headwater.actors.partition.Write;
import io.headwater.actors.testing.RunningDatabase;
import io.headwater.persistence.inspect.Verification;
import io.headwater.persistence.inspect.VerifyReport;
import io.headwater.persistence.journal.JournalEntry;
import io.headwater.persistence.store.LogEntry;
import io.headwater.persistence.store.LogWrite;
import io.headwater.persistence.store.RowChange;
import io.headwater.persistence.store.SegmentStore;
import io.headwater.persistence.store.Store.Durability;
import io.headwater.persistence.testing.TestSettings;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that are each intact but do not fit each other are found; a real database's all do. */
class DatabaseCheckTest {
  private static final int ITEMS = 20;
  private static final long FAR_SECOND = 4_000_000_000L;
  private static final Map<String, String> SMALL =
      Map.of("segment-size", "1 MiB", "min-free-space", "0");

  @TempDir static Path original;
  private static @Nullable TableDefinition streamed;
  private static @Nullable TableDefinition indexed;
  private static @Nullable TableDefinition expiring;

  @TempDir Path directory;

  @BeforeAll
  static void fill() {
    SegmentStore store = open(original);
    try (var running = RunningDatabase.start(store)) {
      streamed = running.createTable("streamed", StreamViewType.NEW_AND_OLD_IMAGES);
      indexed = running.createIndexedTable("indexed");
      for (TableDefinition table : List.of(streamed(), indexed())) {
        for (int nr = 0; nr < ITEMS; nr++) {
          write(running, table, put(nr, "first"));
        }
        write(running, table, put(3, "second"));
        write(running, table, new Write.Delete(key(4), null, false));
      }
      expiring = fillExpiring(running);
    }
    store.abandon();
  }

  /** A table whose items have a time to live that is not over. */
  private static TableDefinition fillExpiring(RunningDatabase running) {
    var table = running.createTable("expiring", null);
    write(running, table, new Write.Put(key(1), expiringItem(1), null, false));
    running
        .database()
        .catalogClient()
        .updateTimeToLive("expiring", true, "until")
        .toCompletableFuture()
        .join();
    write(running, table, new Write.Put(key(2), expiringItem(2), null, false));
    return TestProbe.create(running.database().system())
        .awaitAssert(
            Duration.ofSeconds(10),
            () -> {
              var now = Objects.requireNonNull(running.database().catalog().table("expiring"));
              assertThat(Objects.requireNonNull(now.timeToLive()).status())
                  .isEqualTo(TableTimeToLive.Status.ENABLED);
              return now;
            });
  }

  private static EncodedItem expiringItem(int nr) {
    var attributes = new LinkedHashMap<>(item(nr, "first").attributes());
    attributes.put("until", new AttributeValue.N(BigDecimal.valueOf(FAR_SECOND)));
    return EncodedItem.of(new Item(attributes));
  }

  private static TableDefinition expiring() {
    return Objects.requireNonNull(expiring);
  }

  private static byte[] timeToLiveRow(int nr, long generation) {
    return RowKeys.timeToLive(expiring(), generation, FAR_SECOND, key(nr));
  }

  private static long generation() {
    return Objects.requireNonNull(expiring().timeToLive()).timeToLive().generation();
  }

  private static TableDefinition streamed() {
    return Objects.requireNonNull(streamed);
  }

  private static TableDefinition indexed() {
    return Objects.requireNonNull(indexed);
  }

  private static SegmentStore open(Path path) {
    return SegmentStore.open(TestSettings.with(path, SMALL));
  }

  private static void write(RunningDatabase running, TableDefinition table, Write write) {
    running.database().router().write(table, write).toCompletableFuture().join();
  }

  private static Write put(int nr, String text) {
    return new Write.Put(key(nr), EncodedItem.of(item(nr, text)), null, false);
  }

  private static Item item(int nr, String text) {
    return new Item(
        Map.of(
            "id", new AttributeValue.S("item" + nr),
            "sk", new AttributeValue.N(BigDecimal.valueOf(nr)),
            "text", new AttributeValue.S(text)));
  }

  private static ItemKey key(int nr) {
    return new ItemKey(
        new AttributeValue.S("item" + nr), new AttributeValue.N(BigDecimal.valueOf(nr)));
  }

  @BeforeEach
  void copy() throws IOException {
    for (String folder : List.of("", "segments", "leveldb")) {
      Files.createDirectories(directory.resolve(folder));
      try (Stream<Path> files = Files.list(original.resolve(folder))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Files.copy(file, directory.resolve(folder).resolve(file.getFileName()));
        }
      }
    }
  }

  private void change(RowChange... changes) {
    try (SegmentStore store = open(directory)) {
      write(store, new LogWrite("none", List.of(), List.of(changes)));
    }
  }

  private static void write(SegmentStore store, LogWrite write) {
    store.write(List.of(write), Durability.SYNCED).toCompletableFuture().join();
  }

  private VerifyReport verify() throws IOException {
    return Verification.run(directory, DatabaseCheck::new, (_, _) -> {});
  }

  private static String partitionId(TableDefinition table, int nr) {
    return table.partitionOf(KeyHash.of(table, key(nr).partitionKey())).partitionId();
  }

  @Test
  void verify_databaseThatWasKilled_isWhole() throws IOException {
    VerifyReport report = verify();

    assertThat(report.findings()).isEmpty();
    assertThat(report.counts())
        .containsEntry("tables", 3L)
        .containsEntry("items", 2L * (ITEMS - 1) + 2)
        .containsEntry("index entries", (long) (ITEMS - 1));
    assertThat(report.counts().get("commits")).isGreaterThan(2L * ITEMS);
  }

  @Test
  void verify_itemMissing_isFound() throws IOException {
    change(RowChange.remove(RowKeys.item(streamed(), key(1))));

    assertThat(verify().findings())
        .singleElement()
        .asString()
        .startsWith("Partition " + partitionId(streamed(), 1) + " of table streamed counts ");
  }

  @Test
  void verify_itemUnderAnotherKey_isFound() throws IOException {
    byte[] bytes = EncodedItem.of(item(2, "first")).bytes();
    change(RowChange.put(RowKeys.item(streamed(), key(1)), bytes));

    assertThat(verify().findings()).contains("An item of table streamed lies under another key");
  }

  @Test
  void verify_itemThatCannotBeDecoded_isFound() throws IOException {
    change(RowChange.put(RowKeys.item(streamed(), key(1)), new byte[] {1, 2, 3}));

    assertThat(verify().findings())
        .anyMatch(finding -> finding.startsWith("A row whose key begins with 20: "));
  }

  @Test
  void verify_itemOfNoTable_isFound() throws IOException {
    byte[] key = RowKeys.item(streamed(), key(1));
    key[5] ^= 1;
    change(RowChange.put(key, EncodedItem.of(item(1, "first")).bytes()));

    assertThat(verify().findings()).singleElement().asString().contains("it belongs to no table");
  }

  @Test
  void verify_rowsOfADeletedTable_areNoDamage() throws IOException {
    var id = new UUID(1, 2);
    byte[] key = RowKeys.item(streamed(), key(1));
    for (int i = 0; i < Long.BYTES * 2; i++) {
      key[1 + i] = (byte) (i == 7 ? 1 : i == 15 ? 2 : 0);
    }
    change(
        RowChange.put(CatalogRowKeys.deletedTable(id), new byte[0]),
        RowChange.put(key, EncodedItem.of(item(1, "first")).bytes()));

    assertThat(verify().findings()).isEmpty();
  }

  @Test
  void verify_indexEntryMissing_isFound() throws IOException {
    byte[] entry = RowKeys.localIndexEntry(indexed(), 0, key(1), new AttributeValue.S("first"));
    change(RowChange.remove(entry));

    assertThat(verify().findings())
        .hasSize(3)
        .anyMatch(finding -> finding.contains("index by-text has other entries"))
        .anyMatch(finding -> finding.contains("entries of index by-text, and holds"))
        .anyMatch(finding -> finding.contains("its item collections come to"));
  }

  @Test
  void verify_indexEntryOfAnotherItem_isFound() throws IOException {
    byte[] entry = RowKeys.localIndexEntry(indexed(), 0, key(3), new AttributeValue.S("second"));
    Item stale =
        new Item(
            Map.of(
                "id",
                new AttributeValue.S("item3"),
                "sk",
                new AttributeValue.N(BigDecimal.valueOf(3)),
                "text",
                new AttributeValue.S("secund")));
    change(RowChange.put(entry, EncodedItem.of(stale).bytes()));

    assertThat(verify().findings())
        .singleElement()
        .asString()
        .contains("index by-text has other entries");
  }

  @Test
  void verify_timeToLiveMissing_isFound() throws IOException {
    change(RowChange.remove(timeToLiveRow(1, generation())));

    assertThat(verify().findings())
        .singleElement()
        .asString()
        .contains("of table expiring: other items are filed by their time to live");
  }

  @Test
  void verify_timeToLiveOfAnotherSecond_isFound() throws IOException {
    byte[] wrong = RowKeys.timeToLive(expiring(), generation(), FAR_SECOND - 1, key(2));
    change(RowChange.remove(timeToLiveRow(2, generation())), RowChange.put(wrong, new byte[0]));

    assertThat(verify().findings())
        .singleElement()
        .asString()
        .contains("of table expiring: other items are filed by their time to live");
  }

  @Test
  void verify_timeToLiveOfAnEarlierGeneration_isNoDamage() throws IOException {
    change(RowChange.put(timeToLiveRow(1, generation() - 1), new byte[0]));

    assertThat(verify().findings()).isEmpty();
  }

  @Test
  void verify_timeToLiveThatThereIsNot_isFound() throws IOException {
    change(
        RowChange.put(timeToLiveRow(1, generation() + 1), new byte[0]),
        RowChange.put(RowKeys.timeToLive(streamed(), 1, FAR_SECOND, key(1)), new byte[0]));

    assertThat(verify().findings())
        .hasSize(2)
        .allMatch(finding -> finding.contains("row of its time to live"));
  }

  @Test
  void verify_stateMissing_isFound() throws IOException {
    String partitionId = streamed().partitions().getFirst().partitionId();
    change(RowChange.remove(RowKeys.partitionState(partitionId)));

    assertThat(verify().findings())
        .containsExactly("Partition " + partitionId + " of table streamed has no state row");
  }

  @Test
  void verify_stateBehindItsLog_isFound() throws IOException {
    String partitionId = streamed().partitions().getFirst().partitionId();
    try (SegmentStore store = open(directory)) {
      String logId = "Partition|" + partitionId;
      long nr = store.highestNr(logId).toCompletableFuture().join();
      List<byte[]> last = new ArrayList<>();
      store.readLog(logId, nr, (_, bytes) -> last.add(bytes)).toCompletableFuture().join();
      write(store, new LogWrite(logId, List.of(new LogEntry(nr + 1, last.getFirst())), List.of()));
    }

    assertThat(verify().findings())
        .singleElement()
        .asString()
        .contains(partitionId, "as its last commit, and its log ends with");
  }

  @Test
  void dump_database_showsCommitsAndItemsInOrder() throws IOException {
    List<Item> items = new ArrayList<>();
    List<Item> oldImages = new ArrayList<>();
    List<String> others = new ArrayList<>();
    var target =
        new DatabaseDump.Target() {
          @Override
          public void commit(String logId, long nr, CommitRecord commit) {
            if (commit instanceof ItemsChanged changed) {
              changed.changes().stream()
                  .map(CommitRecord.ItemChange::oldImage)
                  .filter(Objects::nonNull)
                  .forEach(image -> oldImages.add(image.item()));
            }
          }

          @Override
          public void indexCommit(
              String logId, long nr, long storedAtMillis, IndexCommitRecord commit) {
            throw new AssertionError("no table has such an index");
          }

          @Override
          public void event(String logId, long nr, JournalEntry.@Nullable Event event) {
            others.add(logId);
          }

          @Override
          public void item(String tableName, EncodedItem item) {
            items.add(item.item());
          }

          @Override
          public void finding(String what) {
            throw new AssertionError(what);
          }
        };

    try (var dump = DatabaseDump.open(directory, target)) {
      assertThat(dump.tableNames()).containsExactly("expiring", "indexed", "streamed");
      for (String logId : dump.logIds("streamed")) {
        dump.log(logId, 1);
      }
      dump.items("streamed");
      assertThat(items).hasSize(ITEMS - 1).contains(item(3, "second"), item(5, "first"));
      assertThat(oldImages).containsExactlyInAnyOrder(item(3, "first"), item(4, "first"));
      for (String logId : dump.logIds()) {
        dump.log(logId, 1);
      }
    }
    assertThat(others).isNotEmpty().allMatch(logId -> logId.startsWith("Catalog|"));
  }
}
