package io.headwater.actors.partition;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.MalformedBytesException;
import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.GlobalSecondaryIndex;
import io.headwater.actors.model.IndexKeySchema;
import io.headwater.actors.model.IndexProjection;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.ItemStatistics;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.KeySchema.KeyAttribute;
import io.headwater.actors.model.StreamViewType;
import io.headwater.actors.model.TimeToLive;
import io.headwater.actors.partition.CommitRecord.Closed;
import io.headwater.actors.partition.CommitRecord.ItemChange;
import io.headwater.actors.partition.CommitRecord.ItemsChanged;
import io.headwater.actors.partition.CommitRecord.Opened;
import io.headwater.actors.partition.CommitRecord.Redefined;
import io.headwater.actors.testing.GoldenFile;
import io.headwater.actors.testing.Tables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PartitionCodecTest {
  private static final UUID TABLE_ID = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
  private static final KeySchema SCHEMA =
      new KeySchema(
          new KeyAttribute("pk", AttributeType.S), new KeyAttribute("sk", AttributeType.N));

  @ParameterizedTest
  @EnumSource
  void opened_anyViewType_isReadBack(StreamViewType viewType) {
    var definition = PartitionDefinition.first(TABLE_ID, -5, SCHEMA, List.of(), viewType);

    var read = (Opened) CommitRecord.fromBytes(PartitionCodec.encode(new Opened(12, definition)));

    assertThat(read).isEqualTo(new Opened(12, definition));
  }

  @Test
  void opened_withIndexes_isReadBack() {
    assertThat(CommitRecord.fromBytes(PartitionCodec.encode(new Opened(12, indexed()))))
        .isEqualTo(new Opened(12, indexed()));
  }

  @Test
  void versions_goldenBytes_areWrittenAndReadForGood() {
    Map<String, byte[]> encoded = new LinkedHashMap<>();
    encoded.put("opened", PartitionCodec.encode(new Opened(2, plain())));
    encoded.put("openedWithIndexes", PartitionCodec.encode(new Opened(2, indexed())));
    encoded.put("closed", PartitionCodec.encode(new Closed(258)));
    encoded.put("state", state(plain()).toBytes());
    encoded.put("stateWithIndexes", state(indexed()).toBytes());
    encoded.put("itemCollection", ItemCollections.row(4_711));
    encoded.put("redefined", PartitionCodec.encode(new Redefined(3, changed())));
    encoded.put("stateRedefined", state(plain()).redefined(changed(), 301, 5).toBytes());
    GoldenFile.named("partition-version-3").assertHolds(encoded);
    assertReadAsBefore(GoldenFile.named("partition-version-1").read());
    assertReadAsBefore(GoldenFile.named("partition-version-2").read());
  }

  private static void assertReadAsBefore(Map<String, byte[]> old) {
    assertThat(CommitRecord.fromBytes(requireNonNull(old.get("opened"))))
        .isEqualTo(new Opened(2, plain()));
    assertThat(CommitRecord.fromBytes(requireNonNull(old.get("closed"))))
        .isEqualTo(new Closed(258));
    assertThat(PartitionState.fromBytes(requireNonNull(old.get("state"))))
        .isEqualTo(state(plain()));
  }

  @Test
  void itemsChanged_everyKindOfChange_isReadBack() {
    var keys = item("k");
    var newImage = item("new");
    var oldImage = item("old");
    var commit =
        new ItemsChanged(
            7,
            List.of(
                new ItemChange(keys, newImage, null, false, false, false),
                new ItemChange(keys, null, null, false, false, false),
                new ItemChange(keys, newImage, oldImage, true, false, false),
                new ItemChange(keys, null, oldImage, true, true, false),
                new ItemChange(keys, null, null, true, true, false),
                new ItemChange(keys, null, oldImage, true, true, true)));

    var read = (ItemsChanged) CommitRecord.fromBytes(PartitionCodec.encode(commit));

    assertThat(read.committedAtMillis()).isEqualTo(7);
    assertThat(read.changes()).usingRecursiveComparison().isEqualTo(commit.changes());
  }

  @Test
  void fromBytes_cutAnywhere_isRefused() {
    var change = new ItemChange(item("k"), item("new"), item("old"), true, false, false);
    byte[] bytes = PartitionCodec.encode(new ItemsChanged(7, List.of(change)));

    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> CommitRecord.fromBytes(cut))
          .isInstanceOf(MalformedBytesException.class);
    }
  }

  @Test
  void partitionState_isReadBack() {
    assertThat(PartitionState.fromBytes(state(plain()).toBytes())).isEqualTo(state(plain()));
    assertThat(PartitionState.fromBytes(state(indexed()).toBytes())).isEqualTo(state(indexed()));
    var redefined = state(plain()).redefined(changed(), 301, 5);
    assertThat(PartitionState.fromBytes(redefined.toBytes())).isEqualTo(redefined);
  }

  @Test
  void redefined_isReadBack() {
    var commit = new Redefined(3, changed());

    assertThat(CommitRecord.fromBytes(PartitionCodec.encode(commit))).isEqualTo(commit);
  }

  @Test
  void partitionState_ofAnUnknownVersion_isRefused() {
    byte[] bytes = state(plain()).toBytes();
    bytes[0] = PartitionCodec.VERSION + 1;

    assertThatThrownBy(() -> PartitionState.fromBytes(bytes))
        .isInstanceOf(MalformedBytesException.class);
  }

  private static PartitionDefinition plain() {
    return PartitionDefinition.first(TABLE_ID, 1, SCHEMA, List.of(), null);
  }

  private static PartitionDefinition changed() {
    var keySchema =
        new IndexKeySchema(
            List.of(
                new KeyAttribute("city", AttributeType.S), new KeyAttribute("a", AttributeType.N)),
            List.of(new KeyAttribute("at", AttributeType.B)));
    return new PartitionDefinition(
        TABLE_ID,
        1,
        SCHEMA,
        List.of(),
        StreamViewType.NEW_IMAGE,
        4,
        List.of(new GlobalSecondaryIndex("by-city", keySchema, IndexProjection.KEYS_ONLY)),
        new TimeToLive("until", 3));
  }

  private static PartitionDefinition indexed() {
    return PartitionDefinition.first(
        TABLE_ID,
        1,
        SCHEMA,
        List.of(
            Tables.localIndex(SCHEMA, "all", "date", AttributeType.S, IndexProjection.ALL),
            Tables.localIndex(SCHEMA, "keys", "rank", AttributeType.N, IndexProjection.KEYS_ONLY),
            Tables.localIndex(
                SCHEMA,
                "some",
                "blob",
                AttributeType.B,
                IndexProjection.include(List.of("a", "b")))),
        StreamViewType.NEW_AND_OLD_IMAGES);
  }

  private static PartitionState state(PartitionDefinition definition) {
    var indexes = new ArrayList<ItemStatistics>();
    for (int i = 0; i < definition.localSecondaryIndexes().size(); i++) {
      indexes.add(new ItemStatistics(i, 1_000L * i));
    }
    return new PartitionState(definition, false, 300, 1_700_000_000_123L, 17, 4_711, indexes, 1);
  }

  private static EncodedItem item(String text) {
    return EncodedItem.of(new Item(Map.of("a", new AttributeValue.S(text))));
  }
}
