package io.headwater.actors.catalog;

import static io.headwater.actors.catalog.TableFixtures.NOW;
import static io.headwater.actors.catalog.TableFixtures.ON_DEMAND;
import static io.headwater.actors.catalog.TableFixtures.capacity;
import static io.headwater.actors.catalog.TableFixtures.commits;
import static io.headwater.actors.catalog.TableFixtures.index;
import static io.headwater.actors.catalog.TableFixtures.provisioned;
import static io.headwater.actors.catalog.TableFixtures.stream;
import static io.headwater.actors.catalog.TableFixtures.table;
import static io.headwater.actors.catalog.TableFixtures.update;
import static io.headwater.actors.catalog.TableFixtures.updater;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.actors.catalog.CatalogClient.NewIndex;
import io.headwater.actors.catalog.GlobalIndex.IndexStatus;
import io.headwater.actors.catalog.StreamDefinition.StreamShard;
import io.headwater.actors.catalog.TableDefinition.PartitionRange;
import io.headwater.actors.catalog.TableDefinition.TableStatus;
import io.headwater.actors.catalog.TableSettings.BillingMode;
import io.headwater.actors.catalog.TableUpdate.IndexUpdate;
import io.headwater.actors.catalog.TableUpdate.ThroughputUpdate;
import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.GlobalSecondaryIndex;
import io.headwater.actors.model.IndexKeySchema;
import io.headwater.actors.model.IndexProjection;
import io.headwater.actors.model.KeySchema.KeyAttribute;
import io.headwater.actors.model.StreamViewType;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TableUpdaterTest {
  private static final String INVALID = "One or more parameter values were invalid: ";
  private static final String IN_USE = "Attempt to change a resource which is still in use: ";
  private static final String ONE_AT_A_TIME =
      "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per"
          + " table";

  private final TableUpdater updater = updater();

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(DynamoDbException.class).hasMessageStartingWith(message);
  }

  private TableDefinition apply(TableDefinition table, TableUpdate update) {
    return updater.updated(table, update, NOW);
  }

  private static IndexUpdate create(String name) {
    return new IndexUpdate.Create(index(name));
  }

  private static IndexUpdate delete(String name) {
    return new IndexUpdate.Delete(name);
  }

  private static GlobalIndex indexOf(TableDefinition table, String name) {
    return Objects.requireNonNull(table.globalIndex(name));
  }

  @Test
  void index_createdHeededAndBuilt_isActive() {
    var updating = apply(table(ON_DEMAND), update(create("a")));
    var heeded = TableUpdater.heeded(updating, commits(updating, 7));
    var built = Objects.requireNonNull(TableUpdater.indexBuilt(heeded, 0));

    assertThat(updating.status()).isEqualTo(TableStatus.UPDATING);
    assertThat(updating.partitionsVersion()).isEqualTo(2);
    assertThat(updating.fedIndexes()).hasSize(1);
    assertThat(indexOf(updating, "a").status()).isEqualTo(IndexStatus.CREATING);
    assertThat(indexOf(updating, "a").sources()).isEmpty();
    assertThat(indexOf(updating, "a").partitions())
        .extracting(PartitionRange::partitionId)
        .allMatch(id -> id.contains("-g0-"));
    assertThat(heeded.status()).isEqualTo(TableStatus.ACTIVE);
    assertThat(indexOf(heeded, "a").status()).isEqualTo(IndexStatus.BACKFILLING);
    assertThat(indexOf(heeded, "a").sources()).isEqualTo(commits(updating, 7));
    assertThat(indexOf(built, "a").status()).isEqualTo(IndexStatus.ACTIVE);
    assertThat(TableUpdater.indexBuilt(built, 0)).isNull();
  }

  @Test
  void index_ofANewTable_isActiveWithIt() {
    var table = table(ON_DEMAND, index("a"));

    assertThat(indexOf(table, "a").status()).isEqualTo(IndexStatus.ACTIVE);
    assertThat(indexOf(table, "a").sources()).isEqualTo(commits(table, 1));
  }

  @Test
  void index_deleted_isFedNoLongerAndItsNumberNotUsedAgain() {
    var updating = apply(table(ON_DEMAND, index("a")), update(delete("a")));
    var heeded = TableUpdater.heeded(updating, commits(updating, 9));
    var without = Objects.requireNonNull(TableUpdater.withoutIndex(heeded, 0));
    var again = apply(without, update(create("a")));

    assertThat(updating.fedIndexes()).isEmpty();
    assertThat(heeded.status()).isEqualTo(TableStatus.ACTIVE);
    assertThat(indexOf(heeded, "a").status()).isEqualTo(IndexStatus.DELETING);
    assertThat(TableSteps.wants(heeded)).isTrue();
    assertThat(without.globalSecondaryIndexes()).isEmpty();
    assertThat(TableUpdater.withoutIndex(without, 0)).isNull();
    assertThat(indexOf(again, "a").number()).isEqualTo(1);
  }

  @Test
  void index_whileAnotherIsUnderWay_isRefused() {
    var updating = apply(table(ON_DEMAND, index("a")), update(create("b")));
    var filling = TableUpdater.heeded(updating, commits(updating, 2));

    assertRefused(() -> apply(filling, update(create("c"))), ONE_AT_A_TIME);
    assertRefused(() -> apply(filling, update(delete("a"))), ONE_AT_A_TIME);
    assertRefused(() -> apply(table(ON_DEMAND), update(create("a"), create("b"))), ONE_AT_A_TIME);
    var deleting = apply(filling, update(delete("b")));
    assertThat(indexOf(deleting, "b").status()).isEqualTo(IndexStatus.DELETING);
    assertThat(TableUpdater.indexBuilt(deleting, 1)).isNull();
    var heeded = TableUpdater.heeded(deleting, commits(deleting, 3));
    assertRefused(
        () -> apply(heeded, update(delete("b"))),
        "Attempt to change a resource which is still in use: Index is being deleted: b");
  }

  @Test
  void index_unknownOrKnown_isRefused() {
    var table = table(ON_DEMAND, index("a"));

    assertRefused(
        () -> apply(table, update(create("a"))),
        "Attempting to create an index which already exists");
    assertRefused(
        () -> apply(table, update(delete("b"))),
        "Requested resource not found: Index b for table orders");
    assertRefused(
        () -> apply(table, update(new IndexUpdate.Update("b", capacity(1, 1)))),
        "Requested resource not found: Index b for table orders");
  }

  @Test
  void index_keyedOnAnAttributeOfAnotherType_isRefused() {
    var table = table(ON_DEMAND, index("a"));
    var created =
        new NewIndex(
            new GlobalSecondaryIndex(
                "b",
                new IndexKeySchema(
                    List.of(new KeyAttribute("c", AttributeType.S)),
                    List.of(new KeyAttribute("a", AttributeType.N))),
                IndexProjection.ALL),
            Throughput.ON_DEMAND,
            OnDemandThroughput.UNLIMITED,
            null);

    assertRefused(
        () -> apply(table, update(new IndexUpdate.Create(created))),
        INVALID
            + "Attributes cannot be redefined. Please check that your attribute has the same type"
            + " as previously defined. Existing schema: Schema:[SchemaElement: key{a:S:HASH}] New"
            + " schema: Schema:[SchemaElement: key{c:S:HASH}, SchemaElement: key{a:N:RANGE}]");
  }

  @Test
  void table_created_hasAnIdOfVersion4() {
    var factory = TableFixtures.factory();
    var definition = TableFixtures.newTable("orders", ON_DEMAND);

    var ids = Stream.generate(() -> factory.create(definition).id()).limit(100).toList();

    assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.version() == 4 && id.variant() == 2);
  }

  @Test
  void index_the21st_isRefused() {
    var table = table(ON_DEMAND);
    for (int i = 0; i < 20; i++) {
      var updating = apply(table, update(create("i" + i)));
      var heeded = TableUpdater.heeded(updating, commits(updating, i + 2));
      table = Objects.requireNonNull(TableUpdater.indexBuilt(heeded, i));
    }
    var full = table;

    assertRefused(
        () -> apply(full, update(create("more"))),
        "Subscriber limit exceeded: Number of global secondary indexes exceeds per-table limit of"
            + " 20");
  }

  @Test
  void indexThroughput_againstBillingMode_isRefused() {
    var onDemand = table(ON_DEMAND, index("a"));
    var provisioned = table(provisioned(1, 1), index("a", Throughput.of(2, 3)));

    assertRefused(
        () -> apply(onDemand, update(new IndexUpdate.Update("a", capacity(1, 1)))),
        INVALID
            + "The only Updates for index: a when TableThroughputMode is PAY_PER_REQUEST can be to"
            + " OnDemandThroughput, WarmThroughput");
    assertRefused(
        () -> apply(onDemand, update(new IndexUpdate.Update("a", ThroughputUpdate.NONE))),
        INVALID
            + "The only Updates for index: a when TableThroughputMode is PAY_PER_REQUEST can be to"
            + " OnDemandThroughput, WarmThroughput");
    assertRefused(
        () -> apply(onDemand, update(new IndexUpdate.Create(index("b", Throughput.of(1, 1))))),
        INVALID
            + "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: b when"
            + " BillingMode is PAY_PER_REQUEST");
    assertRefused(
        () -> apply(provisioned, update(create("b"))),
        INVALID + "Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: b");
    assertRefused(
        () -> apply(provisioned, update(new IndexUpdate.Update("a", capacity(2, 3)))),
        "The provisioned throughput for the index a will not change.");
    var updated = apply(provisioned, update(new IndexUpdate.Update("a", capacity(2, 4))));
    assertThat(indexOf(updated, "a").throughput()).isEqualTo(new Throughput(2, 4, NOW, null, 0));
    assertThat(updated.status()).isEqualTo(TableStatus.ACTIVE);
  }

  @Test
  void billingMode_switched_takesTheIndexesAlong() {
    var onDemand = table(ON_DEMAND, index("a"), index("b"));
    var toProvisioned =
        new TableUpdate(
            BillingMode.PROVISIONED,
            capacity(1, 1),
            null,
            null,
            null,
            null,
            List.of(new IndexUpdate.Update("a", capacity(5, 6))));

    assertRefused(
        () -> apply(onDemand, update(BillingMode.PROVISIONED, capacity(1, 1))),
        INVALID + "ProvisionedThroughput must be specified for index: a");
    assertRefused(
        () -> apply(onDemand, toProvisioned),
        INVALID + "ProvisionedThroughput must be specified for index: b");
    var provisioned = apply(table(ON_DEMAND, index("a")), toProvisioned);
    assertThat(indexOf(provisioned, "a").throughput()).isEqualTo(Throughput.of(5, 6));
    var back = apply(provisioned, update(BillingMode.PAY_PER_REQUEST, ThroughputUpdate.NONE));
    assertThat(indexOf(back, "a").throughput()).isEqualTo(Throughput.ON_DEMAND);
  }

  @Test
  void stream_switchedOnAndOff_liesBetweenTheCommitsOfTheChange() {
    var enabling = apply(table(ON_DEMAND), stream(StreamViewType.NEW_IMAGE));
    var enabled = TableUpdater.heeded(enabling, commits(enabling, 4));
    var disabling = apply(enabled, stream(null));
    var disabled = TableUpdater.heeded(disabling, commits(disabling, 9));

    var begun = Objects.requireNonNull(enabled.stream());
    assertThat(Objects.requireNonNull(enabling.stream()).hasBegun()).isFalse();
    assertThat(begun.shards()).extracting(StreamShard::firstCommit).containsOnly(4L);
    assertThat(begun.shards()).extracting(StreamShard::lastCommit).containsOnlyNulls();
    var ended = Objects.requireNonNull(disabled.stream());
    assertThat(ended.isEnabled()).isFalse();
    assertThat(ended.shards()).extracting(StreamShard::firstCommit).containsOnly(4L);
    assertThat(ended.shards()).extracting(StreamShard::lastCommit).containsOnly(9L);
    assertRefused(
        () -> apply(enabled, stream(StreamViewType.NEW_IMAGE)),
        "Table already has an enabled stream: TableName: orders");
    assertRefused(
        () -> apply(disabled, stream(null)), "Table has no stream to disable: TableName: orders");
  }

  @Test
  void stream_enabledTwiceWithinAMillisecond_hasTwoNames() {
    var first = apply(table(ON_DEMAND), stream(StreamViewType.KEYS_ONLY));
    var disabling = apply(TableUpdater.heeded(first, commits(first, 2)), stream(null));
    var second =
        apply(
            TableUpdater.heeded(disabling, commits(disabling, 3)),
            stream(StreamViewType.KEYS_ONLY));

    assertThat(Objects.requireNonNull(second.stream()).label())
        .isGreaterThan(Objects.requireNonNull(first.stream()).label());
  }

  @Test
  void deletion_inTheMiddleOfAStreamsChange_endsItOnlyIfItWasKnown() {
    var enabling = apply(table(ON_DEMAND), stream(StreamViewType.NEW_IMAGE));
    var enabled = TableUpdater.heeded(enabling, commits(enabling, 4));
    var disabling = apply(enabled, stream(null));
    var last = commits(enabled, 11);

    assertThat(TableUpdater.endedStream(enabling, last, NOW)).isNull();
    for (var table : List.of(enabled, disabling)) {
      var ended = Objects.requireNonNull(TableUpdater.endedStream(table, last, NOW));
      assertThat(ended.isEnabled()).isFalse();
      assertThat(ended.shards()).extracting(StreamShard::lastCommit).containsOnly(11L);
    }
    var disabled = TableUpdater.heeded(disabling, commits(disabling, 9));
    assertThat(TableUpdater.endedStream(disabled, last, NOW)).isNull();
  }

  @Test
  void deletion_protectedOrWhileItChanges_isRefused() {
    var table = table(ON_DEMAND);
    var protectedTable =
        apply(
            table, new TableUpdate(null, ThroughputUpdate.NONE, null, true, null, null, List.of()));
    var creating = apply(table, update(create("a")));
    var streaming = apply(table, stream(StreamViewType.NEW_IMAGE));

    assertRefused(
        () -> TableUpdater.deleted(protectedTable),
        "Resource cannot be deleted as it is currently protected against deletion. Disable"
            + " deletion protection first.");
    assertRefused(
        () -> TableUpdater.deleted(table.withStatus(TableStatus.CREATING)),
        IN_USE + "Table is being created: orders");
    assertRefused(
        () -> TableUpdater.deleted(table.withStatus(TableStatus.DELETING)),
        IN_USE + "Table is being deleted: orders");
    var enabled = TableUpdater.heeded(streaming, commits(streaming, 2));
    for (var switching : List.of(streaming, apply(enabled, stream(null)))) {
      assertRefused(
          () -> TableUpdater.deleted(switching),
          IN_USE + "Cannot delete table while stream is being enabled/disabled.");
    }
    var filling = TableUpdater.heeded(creating, commits(creating, 2));
    var deleting = apply(filling, update(delete("a")));
    for (var indexing :
        List.of(creating, filling, deleting, TableUpdater.heeded(deleting, commits(creating, 3)))) {
      assertRefused(
          () -> TableUpdater.deleted(indexing),
          IN_USE + "Cannot delete table while indexes are being created, updated, or deleted.");
    }
  }

  @Test
  void deletion_ofATableWithAStreamAndAnIndex_isAccepted() {
    var table = table(ON_DEMAND, index("a"));
    var enabling = apply(table, stream(StreamViewType.NEW_IMAGE));
    var enabled = TableUpdater.heeded(enabling, commits(enabling, 2));
    var disabling = apply(enabled, stream(null));

    for (var changed :
        List.of(table, enabled, TableUpdater.heeded(disabling, commits(disabling, 3)))) {
      assertThat(TableUpdater.deleted(changed).status()).isEqualTo(TableStatus.DELETING);
    }
  }

  @Test
  void timeToLive_ofATableThatIsCreatedOrDeleted_isRefused() {
    var table = table(ON_DEMAND);

    assertRefused(
        () -> enabled(table.withStatus(TableStatus.CREATING)),
        IN_USE + "Table orders is being created");
    assertRefused(
        () -> enabled(table.withStatus(TableStatus.DELETING)),
        IN_USE + "Table is being deleted: orders");
  }

  private static TableDefinition enabled(TableDefinition table) {
    return TableUpdater.withTimeToLive(table, true, "at", NOW, Duration.ZERO);
  }

  @Test
  void update_ofATableThatIsNotActive_isRefused() {
    var table = table(ON_DEMAND).withStatus(TableStatus.UPDATING);

    assertRefused(
        () -> apply(table, stream(StreamViewType.NEW_IMAGE)),
        "Attempt to change a resource which is still in use: Table is being updated: orders");
  }

  @Test
  void tags_ofATableThatIsCreatedOrDeleted_cannotChange() {
    var tagged = TableUpdater.tagged(table(ON_DEMAND), Map.of("a", "1"), Set.of());
    var deleting = tagged.withStatus(TableStatus.DELETING);

    assertRefused(
        () ->
            TableUpdater.tagged(
                tagged.withStatus(TableStatus.CREATING), Map.of("a", "1"), Set.of()),
        IN_USE + "Table is being created: orders");
    assertRefused(
        () -> TableUpdater.tagged(deleting, Map.of("a", "2"), Set.of()),
        IN_USE + "Table is being deleted: orders");
    assertRefused(
        () -> TableUpdater.tagged(deleting, Map.of(), Set.of("a")),
        IN_USE + "Table is being deleted: orders");
    assertThat(TableUpdater.tagged(deleting, Map.of("a", "1"), Set.of("b"))).isSameAs(deleting);
  }

  @Test
  void tags_setAndRemoved_areAtMost50() {
    var tags = new HashMap<String, String>();
    for (int i = 0; i < 50; i++) {
      tags.put("key" + i, "value");
    }
    var table = TableUpdater.tagged(table(ON_DEMAND), tags, Set.of());

    assertThat(table.tags()).hasSize(50);
    assertThat(TableUpdater.tagged(table, Map.of("key0", "other"), Set.of("key1")).tags())
        .hasSize(49)
        .containsEntry("key0", "other");
    assertThat(TableUpdater.tagged(table, Map.of("key0", "value"), Set.of("none"))).isSameAs(table);
    assertRefused(
        () -> TableUpdater.tagged(table, Map.of("more", ""), Set.of()),
        "Number of Tags exceed the current limit for the provided ResourceArn");
  }
}
