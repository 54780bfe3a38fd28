package io.headwater.actors.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.actors.catalog.CatalogActor;
import io.headwater.actors.catalog.StreamDefinition;
import io.headwater.actors.catalog.StreamDefinition.StreamShard;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.index.IndexPartitionActor;
import io.headwater.actors.index.IndexPartitionState;
import io.headwater.actors.index.SourcePosition;
import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.ItemStatistics;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.KeySchema.KeyAttribute;
import io.headwater.actors.model.StreamViewType;
import io.headwater.actors.partition.StoredCommits;
import io.headwater.actors.retention.LogRetention.RetainedLog;
import io.headwater.actors.retention.LogRetention.Step;
import io.headwater.actors.testing.FakeCatalogView;
import io.headwater.actors.testing.IndexedTables;
import io.headwater.actors.testing.PlainIndex;
import io.headwater.persistence.store.LogEntry;
import io.headwater.persistence.store.LogWrite;
import io.headwater.persistence.store.RowChange;
import io.headwater.persistence.store.Store.Durability;
import io.headwater.persistence.testing.InMemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LogRetentionTest {
  private static final Duration DAY = Duration.ofHours(24);
  private static final RetentionSettings SETTINGS =
      new RetentionSettings(DAY, Duration.ofSeconds(10), 3, Duration.ofMillis(10));

  private final InMemoryStore store = new InMemoryStore();
  private final FakeCatalogView catalog = new FakeCatalogView();
  private long now = 1_700_000_000_000L;
  private final LogRetention retention =
      new LogRetention(store, catalog, () -> Instant.ofEpochMilli(now), SETTINGS);

  @Test
  void round_noStream_leavesNoEntryAndTheHighestNumber() {
    var commits = partition("p", null);
    commitEverySecond(commits, 9);

    round();

    assertThat(lowestNr(commits)).isEqualTo(11);
    assertThat(join(store.highestNr(commits.logId()))).isEqualTo(10);
  }

  @Test
  void step_noStream_endsAtTheStepsSize() {
    var commits = partition("p", null);
    commitEverySecond(commits, 3);
    var log = new RetainedLog(commits.logId(), 4, 4, false);

    assertThat(join(retention.trimStep(log))).isEqualTo(new Step(3, true, null));
    assertThat(lowestNr(commits)).isEqualTo(4);
    assertThat(join(retention.trimStep(log))).isEqualTo(new Step(1, false, null));
    assertThat(join(retention.trimStep(log))).isEqualTo(new Step(0, false, null));
  }

  @Test
  void round_stream_keepsExactlyWhatIsADayOld() {
    var commits = partition("p", StreamViewType.NEW_IMAGE);
    commitEverySecond(commits, 9);
    round();
    assertThat(lowestNr(commits)).isEqualTo(1);

    now += DAY.toMillis() - 4_000; // Commit 6 is 24 hours old to the millisecond.
    round();

    assertThat(lowestNr(commits)).isEqualTo(6);
    now++;
    round();
    assertThat(lowestNr(commits)).isEqualTo(7);
  }

  @Test
  void round_closedPartitionWithStream_goesWhollyADayAfterItsEnd() {
    var commits = partition("p", StreamViewType.KEYS_ONLY);
    commitEverySecond(commits, 4);
    commits.close(now);

    now += DAY.toMillis();
    round();
    assertThat(lowestNr(commits)).isEqualTo(5);
    now++;
    round();

    assertThat(lowestNr(commits)).isEqualTo(7);
  }

  @Test
  void round_partitionOfAStreamThatEnded_isKeptAsLongAsTheCatalogHasIt() {
    var commits = partition("p", null);
    commitEverySecond(commits, 2);
    var shards = List.of(new StreamShard("shardId-1", "p", 1, 2L));
    var schema = new KeySchema(new KeyAttribute("id", AttributeType.N), null);
    catalog.add(
        new StreamDefinition("t", "label", StreamViewType.KEYS_ONLY, schema, 1, 2L, shards));

    round();
    assertThat(lowestNr(commits)).isEqualTo(1);
    catalog.clearStreams();
    round();

    assertThat(lowestNr(commits)).isEqualTo(4);
  }

  @Test
  void round_numberWithoutACommit_goesWithTheCommitBehindIt() {
    var commits = partition("p", StreamViewType.KEYS_ONLY);
    now += 1_000;
    commits.reject(now);
    now += 1_000;
    commits.commit(now);

    now += DAY.toMillis();
    round();
    assertThat(lowestNr(commits)).isEqualTo(2);
    now++;
    round();

    assertThat(lowestNr(commits)).isEqualTo(4);
  }

  @Test
  void round_catalogLog_leavesNoEntry() {
    String catalogLog = CatalogActor.PERSISTENCE_ID.id();
    var entries = List.of(new LogEntry(1, new byte[1]), new LogEntry(2, new byte[1]));
    join(store.write(List.of(new LogWrite(catalogLog, entries, List.of())), Durability.BUFFERED));

    round();

    assertThat(join(store.lowestNr(catalogLog))).isEqualTo(3);
  }

  @Test
  void logs_emptied_areLeftOutUntilTheyGrow() {
    var commits = partition("p", null);
    round();

    assertThat(join(retention.logs())).isEmpty();
    commits.commit(now);
    assertThat(join(retention.logs()))
        .containsExactly(new RetainedLog(commits.logId(), 2, 2, false));
  }

  @Test
  void step_storeFails_isDoneAgain() {
    var commits = partition("p", null);
    var log = join(retention.logs()).getFirst();
    store.failNextRead(new IllegalStateException("the test's failure"));

    assertThatThrownBy(() -> join(retention.trimStep(log))).hasMessageContaining("the test's");

    assertThat(join(retention.trimStep(log))).isEqualTo(new Step(1, false, null));
    assertThat(lowestNr(commits)).isEqualTo(2);
  }

  @Test
  void round_damagedStateOfAPartition_trimsTheOthersOnly() {
    var before = partition("a", null);
    var damaged = partition("b", null);
    var after = partition("c", null);
    store.damageRow(RowKeys.partitionState("b"));

    round();

    assertThat(lowestNr(before)).isEqualTo(2);
    assertThat(lowestNr(damaged)).isEqualTo(1);
    assertThat(lowestNr(after)).isEqualTo(2);
  }

  @Test
  void logs_damagedStateOfACommittedLog_namesTheOthers() {
    var damaged = partition("b", null);
    var intact = partition("c", null);
    store.damageRow(RowKeys.partitionState("b"));

    assertThat(join(retention.logs(Set.of(damaged.logId(), intact.logId()))))
        .containsExactly(new RetainedLog(intact.logId(), 1, 1, false));
  }

  @Test
  void round_damagedStateOfAnIndexPartition_keepsAllThatItMayLack() {
    catalog.put(IndexedTables.active(PlainIndex.named("keys").index()));
    var commits = partition("p0", null);
    commitEverySecond(commits, 9);
    stand("g0", 10);
    stand("g1", 4);
    store.damageRow(RowKeys.indexPartitionState("g1"));

    round();

    assertThat(lowestNr(commits)).isEqualTo(2); // It is fed the commits from the second on.
  }

  @Test
  void round_globalSecondaryIndex_keepsWhatItsPartitionsLack() {
    catalog.put(IndexedTables.active(PlainIndex.named("keys").index()));
    var commits = partition("p0", null);
    commitEverySecond(commits, 9);
    round();
    assertThat(lowestNr(commits)).isEqualTo(2);

    stand("g0", 10);
    stand("g1", 4);
    round();
    assertThat(lowestNr(commits)).isEqualTo(5);

    stand("g1", 10);
    round();
    assertThat(lowestNr(commits)).isEqualTo(11);
  }

  @Test
  void round_indexPartition_leavesNoEntry() {
    stand("g0", 1);
    stand("g0", 2);
    String logId = IndexPartitionActor.persistenceId("g0").id();
    assertThat(join(store.lowestNr(logId))).isEqualTo(1);

    round();

    assertThat(join(store.lowestNr(logId))).isEqualTo(3);
  }

  /** What an index partition commits when it has all of p0 up to a commit. */
  private void stand(String indexPartitionId, long commit) {
    String logId = IndexPartitionActor.persistenceId(indexPartitionId).id();
    long nr = join(store.highestNr(logId)) + 1;
    var sources = new TreeMap<>(Map.of("p0", SourcePosition.at(commit)));
    var state = new IndexPartitionState(true, nr, ItemStatistics.NONE, sources);
    var row = RowChange.put(RowKeys.indexPartitionState(indexPartitionId), state.toBytes());
    var entry = new LogEntry(nr, new byte[] {1, 0});
    join(
        store.write(
            List.of(new LogWrite(logId, List.of(entry), List.of(row))), Durability.BUFFERED));
  }

  private StoredCommits partition(String id, @Nullable StreamViewType viewType) {
    return new StoredCommits(store, id, viewType, now);
  }

  private void commitEverySecond(StoredCommits commits, int count) {
    for (int i = 0; i < count; i++) {
      now += 1_000;
      commits.commit(now);
    }
  }

  private void round() {
    for (RetainedLog log : join(retention.logs())) {
      while (join(retention.trimStep(log)).more()) {
        assertThat(log.lastNr()).isPositive();
      }
    }
  }

  private long lowestNr(StoredCommits commits) {
    return join(store.lowestNr(commits.logId()));
  }

  private static <T extends @Nullable Object> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
