package io.headwater.actors.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.codec.CatalogRowKeys;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.index.IndexPartitionState;
import io.headwater.actors.index.SourcePosition;
import io.headwater.actors.model.AttributeValue.N;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.Bytes;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.model.ItemStatistics;
import io.headwater.actors.partition.Write;
import io.headwater.actors.testing.PlainIndex;
import io.headwater.actors.testing.RunningDatabase;
import io.headwater.actors.testing.Tables;
import io.headwater.persistence.inspect.Verification;
import io.headwater.persistence.inspect.VerifyReport;
import io.headwater.persistence.store.LogWrite;
import io.headwater.persistence.store.RowChange;
import io.headwater.persistence.store.SegmentStore;
import io.headwater.persistence.store.Store;
import io.headwater.persistence.store.Store.Durability;
import io.headwater.persistence.testing.TestSettings;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries of a global secondary index that don't fit its table are found; a real index's do. */
class GlobalIndexCheckTest {
  private static final int ITEMS = 20;
  private static final PlainIndex INDEX = PlainIndex.named("inverted");

  @TempDir Path directory;
  private @Nullable TableDefinition table;
  private Map<Bytes, Bytes> entries = Map.of();

  /** Leaves a database whose index has all. */
  @BeforeEach
  void fill() {
    var settings = ConfigFactory.parseString("headwater.indexes.progress-interval = 10ms");
    try (var store = open();
        var running = RunningDatabase.start(store, InstantSource.system(), settings)) {
      running.createTable("orders", INDEX, Tables.ON_DEMAND);
      table = running.database().catalog().table("orders");
      var random = new Random(1);
      for (int i = 0; i < ITEMS; i++) {
        var key = new ItemKey(new S("p" + i), new N(BigDecimal.ONE));
        var item = EncodedItem.of(PlainIndex.randomItem(random, key));
        running
            .database()
            .router()
            .write(table(), new Write.Put(key, item, null, false))
            .toCompletableFuture()
            .join();
      }
      TestProbe.create(running.database().system())
          .awaitAssert(() -> {
            assertComplete(store);
            return null;
          });
      entries = PlainIndex.rows(store, RowKeys.globalIndexEntries(table().id(), 0));
    }
  }

  private SegmentStore open() {
    return SegmentStore.open(
        TestSettings.with(directory, Map.of("segment-size", "1 MiB", "min-free-space", "0")));
  }

  private TableDefinition table() {
    return Objects.requireNonNull(table);
  }

  private List<String> indexPartitions() {
    return table().globalSecondaryIndexes().getFirst().partitions().stream()
        .map(TableDefinition.PartitionRange::partitionId)
        .toList();
  }

  private void assertComplete(Store store) {
    for (var source : table().partitions()) {
      long last = store.highestNr("Partition|" + source.partitionId()).toCompletableFuture().join();
      for (String id : indexPartitions()) {
        var position = state(store, id).sources().get(source.partitionId());
        assertThat(position == null ? 1 : position.commit()).isEqualTo(last);
      }
    }
  }

  private static IndexPartitionState state(Store store, String indexPartitionId) {
    byte[] row =
        store.get(RowKeys.indexPartitionState(indexPartitionId)).toCompletableFuture().join();
    return row == null ? IndexPartitionState.NEW : IndexPartitionState.fromBytes(row);
  }

  private VerifyReport verify() throws IOException {
    return Verification.run(directory, DatabaseCheck::new, (_, _) -> {});
  }

  private void change(RowChange... changes) {
    try (SegmentStore store = open()) {
      write(store, changes);
    }
  }

  private static void write(SegmentStore store, RowChange... changes) {
    store
        .write(List.of(new LogWrite("none", List.of(), List.of(changes))), Durability.SYNCED)
        .toCompletableFuture()
        .join();
  }

  @Test
  void verify_indexThatHasAll_isWhole() throws IOException {
    assertThat(entries).hasSize(ITEMS);

    var report = verify();

    assertThat(report.findings()).isEmpty();
    assertThat(report.counts())
        .containsEntry("index entries", (long) ITEMS)
        .containsEntry("commits that indexes lack", 0L);
  }

  @Test
  void verify_entryMissing_isFoundByCountAndContent() throws IOException {
    change(RowChange.remove(entries.keySet().iterator().next().toByteArray()));

    assertThat(verify().findings())
        .hasSize(2)
        .anyMatch(finding -> finding.contains(" entries of "))
        .anyMatch(finding -> finding.contains("has other entries (19) than its table's"));
  }

  @Test
  void verify_entryOfAnotherValue_isFound() throws IOException {
    var iterator = entries.entrySet().iterator();
    var first = iterator.next();
    change(RowChange.put(first.getKey().toByteArray(), iterator.next().getValue().toByteArray()));

    assertThat(verify().findings())
        .anyMatch(finding -> finding.startsWith("Index inverted of table orders: partition "));
  }

  @Test
  void verify_indexBehind_isToldAndNoDamage() throws IOException {
    String id = indexPartitions().getFirst();
    try (SegmentStore store = open()) {
      var state = state(store, id);
      var sources = new TreeMap<>(state.sources());
      sources.replaceAll((_, position) -> SourcePosition.at(position.commit() - 1));
      var behind = new IndexPartitionState(true, state.lastCommit(), state.entries(), sources);
      write(store, RowChange.put(RowKeys.indexPartitionState(id), behind.toBytes()));
    }

    var report = verify();

    assertThat(report.findings()).isEmpty();
    assertThat(report.counts().get("commits that indexes lack")).isPositive();
  }

  @Test
  void verify_stateOfAnotherCommitThanTheLog_isFound() throws IOException {
    String id = indexPartitions().getFirst();
    try (SegmentStore store = open()) {
      var state = state(store, id);
      var other =
          new IndexPartitionState(true, state.lastCommit() + 1, state.entries(), state.sources());
      write(store, RowChange.put(RowKeys.indexPartitionState(id), other.toBytes()));
    }

    assertThat(verify().findings())
        .singleElement()
        .asString()
        .startsWith("Index partition " + id + " names ");
  }

  @Test
  void verify_entryOfNoIndex_isFoundUnlessItIsBeingRemoved() throws IOException {
    var first = entries.entrySet().iterator().next();
    byte[] key = first.getKey().toByteArray();
    key[18] = 77; // The lower byte of the index's number.
    change(RowChange.put(key, first.getValue().toByteArray()));
    assertThat(verify().findings()).singleElement().asString().contains("it belongs to no index");

    change(RowChange.put(CatalogRowKeys.deletedIndex(table().id(), 77), new byte[0]));
    assertThat(verify().findings()).isEmpty();
  }

  @Test
  void verify_closedPartitionOfAGoneIndex_isNoDamage() throws IOException {
    var closed = new IndexPartitionState(false, 0, new ItemStatistics(3, 30), new TreeMap<>());
    change(RowChange.put(RowKeys.indexPartitionState("gone"), closed.toBytes()));

    assertThat(verify().findings()).isEmpty();
  }
}
