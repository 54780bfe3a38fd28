package io.headwater.actors.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.actors.catalog.GlobalIndex.IndexStatus;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.catalog.TableDefinition.TableStatus;
import io.headwater.actors.index.IndexPartitionState;
import io.headwater.actors.index.SourcePosition;
import io.headwater.actors.model.Bytes;
import io.headwater.actors.model.GlobalSecondaryIndex;
import io.headwater.actors.model.ItemStatistics;
import io.headwater.actors.partition.PartitionDefinition;
import io.headwater.actors.partition.PartitionState;
import io.headwater.actors.testing.IndexedTables;
import io.headwater.actors.testing.PlainIndex;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The needs of an index of the partitions g0 and g1, which is fed what follows commit 1 of p0. */
class IndexNeedsTest {
  private static final GlobalSecondaryIndex INDEX = PlainIndex.named("keys").index();

  private final Map<String, IndexPartitionState> indexPartitions = new HashMap<>();

  @Test
  void lastUnneeded_partitionsStandApart_isWhereTheLastStands() {
    stand("g0", SourcePosition.at(9));
    stand("g1", SourcePosition.at(7));

    assertThat(lastUnneeded(table(IndexStatus.ACTIVE), INDEX)).isEqualTo(7);
  }

  @Test
  void lastUnneeded_onePartitionHasNothingYet_isTheStart() {
    stand("g0", SourcePosition.at(9));

    assertThat(lastUnneeded(table(IndexStatus.ACTIVE), INDEX)).isEqualTo(1);
  }

  @Test
  void lastUnneeded_itemsAreScanned_isTheStart() {
    stand("g0", SourcePosition.at(1));
    stand("g1", new SourcePosition(1, Bytes.ofOwned(new byte[] {0x20})));

    assertThat(lastUnneeded(table(IndexStatus.BACKFILLING), INDEX)).isEqualTo(1);
  }

  @Test
  void lastUnneeded_indexWithoutSources_isNothing() {
    var creating = table(IndexStatus.CREATING);
    var index = creating.globalSecondaryIndexes().getFirst().withSources(Map.of());
    var table = creating.change().globalSecondaryIndexes(List.of(index)).build();

    assertThat(lastUnneeded(table, INDEX)).isZero();
  }

  @Test
  void lastUnneeded_partitionKnowsAnIndexThatTheViewDoesNot_isNothing() {
    var table = table(IndexStatus.ACTIVE).change().globalSecondaryIndexes(List.of()).build();

    assertThat(lastUnneeded(table, INDEX)).isZero();
    assertThat(needs(List.of()).lastUnneeded("p0", state(INDEX))).isZero();
  }

  @Test
  void lastUnneeded_indexOrTableGoes_isAll() {
    stand("g0", SourcePosition.at(2));

    assertThat(lastUnneeded(table(IndexStatus.DELETING), INDEX)).isEqualTo(Long.MAX_VALUE);
    assertThat(lastUnneeded(table(IndexStatus.ACTIVE).withStatus(TableStatus.DELETING), INDEX))
        .isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void lastUnneeded_noIndex_isAll() {
    var table = table(IndexStatus.ACTIVE).change().globalSecondaryIndexes(List.of()).build();

    assertThat(lastUnneeded(table)).isEqualTo(Long.MAX_VALUE);
    assertThat(needs(List.of()).lastUnneeded("p0", state())).isEqualTo(Long.MAX_VALUE);
  }

  private long lastUnneeded(TableDefinition table, GlobalSecondaryIndex... ofPartition) {
    return needs(List.of(table)).lastUnneeded("p0", state(ofPartition));
  }

  private IndexNeeds needs(List<TableDefinition> tables) {
    return new IndexNeeds(tables, indexPartitions);
  }

  private static TableDefinition table(IndexStatus status) {
    return IndexedTables.with(PlainIndex.TABLE_KEY, INDEX, status);
  }

  private static PartitionState state(GlobalSecondaryIndex... indexes) {
    var table = table(IndexStatus.ACTIVE);
    var definition =
        new PartitionDefinition(
            table.id(),
            table.hashSeed(),
            table.keySchema(),
            List.of(),
            null,
            2,
            List.of(indexes),
            null);
    return PartitionState.opened(definition, 1, 1_000);
  }

  private void stand(String indexPartitionId, SourcePosition position) {
    var state =
        new IndexPartitionState(
            true, 1, ItemStatistics.NONE, new TreeMap<>(Map.of("p0", position)));
    indexPartitions.put(indexPartitionId, state);
  }
}
