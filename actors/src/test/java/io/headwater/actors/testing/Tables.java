package io.headwater.actors.testing;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.catalog.TableDefinition.PartitionRange;
import io.headwater.actors.catalog.TableDefinition.TableStatus;
import io.headwater.actors.catalog.TableSettings;
import io.headwater.actors.catalog.TableSettings.BillingMode;
import io.headwater.actors.catalog.Throughput;
import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.IndexProjection;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.KeySchema.KeyAttribute;
import io.headwater.actors.model.LocalSecondaryIndex;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tables that are always the same, with the key attributes {@code pk} and {@code sk}. */
public final class Tables {
  /** A table's settings, where a test wants no others. */
  public static final TableSettings ON_DEMAND =
      TableSettings.of(BillingMode.PAY_PER_REQUEST, Throughput.ON_DEMAND);

  public static final String PARTITION_KEY = "pk";
  public static final String SORT_KEY = "sk";

  private static final UUID ID = UUID.fromString("0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0");
  private static final long HASH_SEED = 20_120_810;

  private Tables() {}

  public static TableDefinition withPartitionKey(AttributeType type) {
    return table(type, null);
  }

  public static TableDefinition withSortKey(AttributeType partitionKey, AttributeType sortKey) {
    return table(partitionKey, new KeyAttribute(SORT_KEY, sortKey));
  }

  /** The same table with local secondary indexes. */
  public static TableDefinition withLocalIndexes(
      TableDefinition table, List<LocalSecondaryIndex> indexes) {
    return table(table.keySchema(), indexes);
  }

  public static LocalSecondaryIndex localIndex(
      KeySchema tableKey,
      String name,
      String sortKey,
      AttributeType type,
      IndexProjection projection) {
    var keySchema = new KeySchema(tableKey.partitionKey(), new KeyAttribute(sortKey, type));
    return new LocalSecondaryIndex(name, keySchema, projection);
  }

  private static TableDefinition table(AttributeType partitionKey, @Nullable KeyAttribute sortKey) {
    return table(new KeySchema(new KeyAttribute(PARTITION_KEY, partitionKey), sortKey), List.of());
  }

  private static TableDefinition table(KeySchema keySchema, List<LocalSecondaryIndex> indexes) {
    return TableDefinition.first(
        "Readings",
        ID,
        TableStatus.ACTIVE,
        1_700_000_000_000L,
        HASH_SEED,
        keySchema,
        indexes,
        List.of(new PartitionRange("p0", 0), new PartitionRange("p1", Long.MIN_VALUE)),
        null,
        ON_DEMAND);
  }
}
