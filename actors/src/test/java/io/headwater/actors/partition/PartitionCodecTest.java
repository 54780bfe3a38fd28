package io.headwater.actors.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.MalformedBytesException;
import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.KeySchema.KeyAttribute;
import io.headwater.actors.model.StreamViewType;
import io.headwater.actors.partition.CommitRecord.Closed;
import io.headwater.actors.partition.CommitRecord.ItemChange;
import io.headwater.actors.partition.CommitRecord.ItemsChanged;
import io.headwater.actors.partition.CommitRecord.Opened;
import java.util.Arrays;
import java.util.HexFormat;
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
    var definition = new PartitionDefinition(TABLE_ID, -5, SCHEMA, viewType);

    var read = (Opened) CommitRecord.fromBytes(PartitionCodec.encode(new Opened(12, definition)));

    assertThat(read).isEqualTo(new Opened(12, definition));
  }

  @Test
  void opened_noStream_hasTheReleasedBytes() {
    var definition = new PartitionDefinition(TABLE_ID, 1, SCHEMA, null);

    assertThat(hex(PartitionCodec.encode(new Opened(2, definition))))
        .isEqualTo(
            "0101"
                + "0000000000000002"
                + "00112233445566778899aabbccddeeff"
                + "0000000000000001"
                + "02"
                + "01"
                + "02706b"
                + "02"
                + "02736b"
                + "00");
  }

  @Test
  void closed_hasTheReleasedBytes() {
    byte[] bytes = PartitionCodec.encode(new Closed(258));

    assertThat(hex(bytes)).isEqualTo("0103" + "0000000000000102");
    assertThat(CommitRecord.fromBytes(bytes)).isEqualTo(new Closed(258));
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
                new ItemChange(keys, newImage, null, false, false),
                new ItemChange(keys, null, null, false, false),
                new ItemChange(keys, newImage, oldImage, true, false),
                new ItemChange(keys, null, oldImage, true, true),
                new ItemChange(keys, null, null, true, true)));

    var read = (ItemsChanged) CommitRecord.fromBytes(PartitionCodec.encode(commit));

    assertThat(read.committedAtMillis()).isEqualTo(7);
    assertThat(read.changes()).usingRecursiveComparison().isEqualTo(commit.changes());
  }

  @Test
  void fromBytes_cutAnywhere_isRefused() {
    var change = new ItemChange(item("k"), item("new"), item("old"), true, false);
    byte[] bytes = PartitionCodec.encode(new ItemsChanged(7, List.of(change)));

    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> CommitRecord.fromBytes(cut))
          .isInstanceOf(MalformedBytesException.class);
    }
  }

  @Test
  void partitionState_isReadBack() {
    var definition =
        new PartitionDefinition(TABLE_ID, 9, SCHEMA, StreamViewType.NEW_AND_OLD_IMAGES);
    var state = new PartitionState(definition, false, 300, 1_700_000_000_123L, 17, 4_711);

    assertThat(PartitionState.fromBytes(state.toBytes())).isEqualTo(state);
  }

  private static EncodedItem item(String text) {
    return EncodedItem.of(new Item(Map.of("a", new AttributeValue.S(text))));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
