package io.headwater.actors.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.actors.catalog.CatalogClient.NewIndex;
import io.headwater.actors.catalog.CatalogClient.NewTable;
import io.headwater.actors.catalog.TableDefinition.PartitionRange;
import io.headwater.actors.catalog.TableDefinition.TableStatus;
import io.headwater.actors.catalog.TableSettings.BillingMode;
import io.headwater.actors.catalog.TableSettings.TableClass;
import io.headwater.actors.codec.MalformedBytesException;
import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.GlobalSecondaryIndex;
import io.headwater.actors.model.IndexKeySchema;
import io.headwater.actors.model.IndexProjection;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.KeySchema.KeyAttribute;
import io.headwater.actors.model.StreamViewType;
import io.headwater.actors.model.TimeToLive;
import io.headwater.actors.testing.GoldenFile;
import io.headwater.actors.testing.Tables;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CatalogCodecTest {
  private static final TableSettings PROVISIONED =
      TableSettings.of(BillingMode.PROVISIONED, Throughput.of(5, 7));
  private static final TableSettings SETTINGS =
      new TableSettings(
          BillingMode.PAY_PER_REQUEST,
          1_700_000_000_000L,
          2,
          new Throughput(0, 0, 1_600_000_000_000L, 1_650_000_000_000L, 3),
          new OnDemandThroughput(null, 11L),
          new WarmThroughput(12_001, 4_001),
          TableClass.STANDARD_INFREQUENT_ACCESS,
          1_690_000_000_000L,
          1,
          true,
          "arn:aws:kms:us-east-1:000000000000:key/1");

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

  private static final KeySchema SCHEMA =
      new KeySchema(
          new KeyAttribute("pk", AttributeType.S), new KeyAttribute("sk", AttributeType.B));

  private final Random random = new Random(20_120_810);

  /** Its ids are those of the golden files, of no UUID version. */
  private final TableFactory factory =
      new TableFactory(
          InstantSource.fixed(NOW),
          random,
          () -> new UUID(random.nextLong(), random.nextLong()),
          4);

  @Test
  void table_withStream_isReadBack() {
    var table = factory.create(newTable(StreamViewType.OLD_IMAGE)).withStatus(TableStatus.ACTIVE);

    assertThat(TableCodec.decode(TableCodec.encode(table))).isEqualTo(table);
  }

  @Test
  void table_withoutStream_isReadBack() {
    var table = factory.create(newTable(null));

    assertThat(TableCodec.decode(TableCodec.encode(table))).isEqualTo(table);
  }

  @Test
  void table_withIndexes_isReadBack() {
    var table = factory.create(indexed());

    assertThat(table.localSecondaryIndexes()).isEqualTo(indexed().localSecondaryIndexes());
    assertThat(TableCodec.decode(TableCodec.encode(table))).isEqualTo(table);
  }

  @Test
  void table_thatChanged_isReadBack() {
    var table = changed();

    assertThat(TableCodec.decode(TableCodec.encode(table))).isEqualTo(table);
  }

  @Test
  void table_goldenBytes_areWrittenAndReadForGood() {
    var plain = factory.create(newTable(StreamViewType.OLD_IMAGE));
    Map<String, byte[]> encoded = new LinkedHashMap<>();
    encoded.put("table", TableCodec.encode(plain));
    encoded.put("tableWithIndexes", TableCodec.encode(factory.create(indexed())));
    encoded.put("tableThatChanged", TableCodec.encode(changed()));
    GoldenFile.named("table-version-3").assertHolds(encoded);

    for (String version : List.of("table-version-1", "table-version-2")) {
      byte[] old = Objects.requireNonNull(GoldenFile.named(version).read().get("table"));
      assertThat(TableCodec.decode(old)).as(version).isEqualTo(plain);
    }
  }

  @Test
  void changes_ofEveryKind_areReadBack() {
    var table = factory.create(newTable(StreamViewType.KEYS_ONLY));
    var stream = Objects.requireNonNull(table.stream());
    var disabled = stream.disabledAt(NOW.toEpochMilli()).at(lastCommits(table, 12));
    List<CatalogChange> changes =
        List.of(
            new CatalogChange.TablePut(table),
            new CatalogChange.TableRemoved("orders", table.id()),
            new CatalogChange.TablePurged(table.id()),
            new CatalogChange.IndexRemoved(table.id(), 300),
            new CatalogChange.IndexPurged(table.id(), 0),
            new CatalogChange.StreamPut(disabled),
            new CatalogChange.StreamRemoved("orders", disabled.label()));

    assertThat(CatalogCodec.decodeChanges(CatalogCodec.encodeChanges(changes))).isEqualTo(changes);
  }

  @Test
  void decodeTable_cutAnywhere_isRefused() {
    byte[] bytes = TableCodec.encode(factory.create(newTable(StreamViewType.NEW_IMAGE)));

    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> TableCodec.decode(cut)).isInstanceOf(MalformedBytesException.class);
    }
  }

  @Test
  void factory_partitions_coverTheHashRangeInOrder() {
    var table = factory.create(newTable(null));

    assertThat(table.partitions())
        .extracting(PartitionRange::hashFrom)
        .containsExactly(
            0L, 0x3FFF_FFFF_FFFF_FFFFL, 0x7FFF_FFFF_FFFF_FFFEL, 0xBFFF_FFFF_FFFF_FFFDL);
    assertThat(table.partitionOf(0)).isEqualTo(table.partitions().getFirst());
    assertThat(table.partitionOf(0x3FFF_FFFF_FFFF_FFFEL)).isEqualTo(table.partitions().getFirst());
    assertThat(table.partitionOf(0x3FFF_FFFF_FFFF_FFFFL)).isEqualTo(table.partitions().get(1));
    assertThat(table.partitionOf(-1)).isEqualTo(table.partitions().getLast());
  }

  @Test
  void factory_stream_isNamedByItsCreation() {
    var stream =
        Objects.requireNonNull(factory.create(newTable(StreamViewType.KEYS_ONLY)).stream());

    assertThat(stream.label()).isEqualTo("2026-01-02T03:04:05.678");
    assertThat(stream.shards())
        .hasSize(4)
        .allSatisfy(shard -> assertThat(shard.shardId()).matches("shardId-[0-9]{20}-[0-9a-f]{8}"))
        .doesNotHaveDuplicates();
  }

  private static Map<String, Long> lastCommits(TableDefinition table, long commit) {
    return table.partitions().stream()
        .collect(Collectors.toMap(PartitionRange::partitionId, _ -> commit));
  }

  private static NewTable newTable(@Nullable StreamViewType viewType) {
    return new NewTable("orders", SCHEMA, List.of(), List.of(), PROVISIONED, Map.of(), viewType);
  }

  private static NewTable indexed() {
    var include = IndexProjection.include(List.of("a", "b"));
    var indexes =
        List.of(
            Tables.localIndex(SCHEMA, "by-a", "a", AttributeType.N, IndexProjection.KEYS_ONLY),
            Tables.localIndex(SCHEMA, "by-c", "c", AttributeType.S, include));
    return new NewTable("orders", SCHEMA, indexes, List.of(), PROVISIONED, Map.of(), null);
  }

  /** A table with everything that can be changed later. */
  private TableDefinition changed() {
    var keySchema =
        new IndexKeySchema(
            List.of(
                new KeyAttribute("city", AttributeType.S), new KeyAttribute("a", AttributeType.N)),
            List.of(new KeyAttribute("at", AttributeType.B)));
    var index =
        new NewIndex(
            new GlobalSecondaryIndex("by-city", keySchema, IndexProjection.include(List.of("b"))),
            Throughput.of(3, 4),
            new OnDemandThroughput(8L, null),
            new WarmThroughput(9, 10));
    var table =
        factory.create(
            new NewTable(
                "orders",
                SCHEMA,
                List.of(),
                List.of(index),
                SETTINGS,
                Map.of("team", "blue", "stage", ""),
                null));
    return table
        .change()
        .status(TableStatus.UPDATING)
        .partitionsVersion(7)
        .nextIndexNumber(3)
        .timeToLive(
            new TableTimeToLive(
                new TimeToLive("until", 5), TableTimeToLive.Status.DISABLING, 1_800_000_000_000L))
        .build();
  }
}
