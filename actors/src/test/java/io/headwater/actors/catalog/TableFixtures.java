package io.headwater.actors.catalog;

import io.headwater.actors.catalog.CatalogClient.NewIndex;
import io.headwater.actors.catalog.CatalogClient.NewTable;
import io.headwater.actors.catalog.TableDefinition.PartitionRange;
import io.headwater.actors.catalog.TableSettings.BillingMode;
import io.headwater.actors.catalog.TableUpdate.Capacity;
import io.headwater.actors.catalog.TableUpdate.IndexUpdate;
import io.headwater.actors.catalog.TableUpdate.StreamUpdate;
import io.headwater.actors.catalog.TableUpdate.ThroughputUpdate;
import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.GlobalSecondaryIndex;
import io.headwater.actors.model.IndexKeySchema;
import io.headwater.actors.model.IndexProjection;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.KeySchema.KeyAttribute;
import io.headwater.actors.model.StreamViewType;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Definitions and updates that the tests of the catalog share. */
final class TableFixtures {
  static final long NOW = Instant.parse("2026-01-02T03:04:05.678Z").toEpochMilli();

  static final TableSettings ON_DEMAND =
      TableSettings.of(BillingMode.PAY_PER_REQUEST, Throughput.ON_DEMAND);

  private TableFixtures() {}

  static TableFactory factory() {
    var random = new Random(20_120_810);
    return new TableFactory(
        InstantSource.fixed(Instant.ofEpochMilli(NOW)),
        random,
        () -> TableFactory.randomId(random),
        2);
  }

  static TableUpdater updater() {
    return new TableUpdater(factory());
  }

  static TableSettings provisioned(long read, long write) {
    return TableSettings.of(BillingMode.PROVISIONED, Throughput.of(read, write));
  }

  /** An ACTIVE table with partition key {@code id} (S) and these global secondary indexes. */
  static TableDefinition table(TableSettings settings, NewIndex... indexes) {
    return TableUpdater.opened(factory().create(newTable("orders", settings, indexes)));
  }

  static NewTable newTable(String name, TableSettings settings, NewIndex... indexes) {
    return new NewTable(
        name,
        new KeySchema(new KeyAttribute("id", AttributeType.S), null),
        List.of(),
        List.of(indexes),
        settings,
        Map.of(),
        null);
  }

  static NewIndex index(String name) {
    return index(name, Throughput.ON_DEMAND);
  }

  static NewIndex index(String name, Throughput throughput) {
    var keySchema = new IndexKeySchema(List.of(new KeyAttribute(name, AttributeType.S)), List.of());
    return new NewIndex(
        new GlobalSecondaryIndex(name, keySchema, IndexProjection.ALL),
        throughput,
        OnDemandThroughput.UNLIMITED,
        null);
  }

  static TableUpdate update(IndexUpdate... indexes) {
    return new TableUpdate(null, ThroughputUpdate.NONE, null, null, null, null, List.of(indexes));
  }

  static TableUpdate update(@Nullable BillingMode mode, ThroughputUpdate throughput) {
    return new TableUpdate(mode, throughput, null, null, null, null, List.of());
  }

  static TableUpdate stream(@Nullable StreamViewType viewType) {
    return new TableUpdate(
        null, ThroughputUpdate.NONE, null, null, null, new StreamUpdate(viewType), List.of());
  }

  static ThroughputUpdate capacity(long read, long write) {
    return new ThroughputUpdate(new Capacity(read, write), null, null);
  }

  /** The same commit of each of a table's partitions. */
  static Map<String, Long> commits(TableDefinition table, long commit) {
    return table.partitions().stream()
        .collect(Collectors.toMap(PartitionRange::partitionId, _ -> commit));
  }
}
