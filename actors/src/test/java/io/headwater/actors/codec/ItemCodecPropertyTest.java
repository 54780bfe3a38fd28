package io.headwater.actors.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.actors.model.AttributeNames;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.L;
import io.headwater.actors.model.AttributeValue.M;
import io.headwater.actors.model.Item;
import io.headwater.actors.testing.ModelArbitraries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ItemCodecPropertyTest {

  @Property(tries = 300)
  void decode_encoded_isTheItem(@ForAll("items") Item item) {
    assertThat(ItemCodec.decode(ItemCodec.encode(item))).isEqualTo(item);
  }

  @Property(tries = 300)
  void part_ofAnItem_isItsWantedAttributes(@ForAll("items") Item item, @ForAll Random random) {
    var wanted = new TreeSet<>(Set.of("", "no such name", "\ud83c\udf0a"));
    item.attributes().keySet().stream().filter(_ -> random.nextBoolean()).forEach(wanted::add);
    var expected = new LinkedHashMap<>(item.attributes());
    expected.keySet().retainAll(wanted);

    assertThat(EncodedItem.of(item).part(AttributeNames.of(wanted))).isEqualTo(new Item(expected));
  }

  @Property(tries = 200)
  void encode_equalItemsInOtherOrder_giveEqualBytes(
      @ForAll("items") Item item, @ForAll Random random) {
    Item shuffled = new Item(shuffled(item.attributes(), random));

    assertThat(shuffled).isEqualTo(item);
    assertThat(ItemCodec.encode(shuffled)).isEqualTo(ItemCodec.encode(item));
  }

  @Property(tries = 200)
  void encode_items_giveEqualBytesOnlyIfEqual(
      @ForAll("items") Item left, @ForAll("items") Item right) {
    boolean equalBytes = EncodedItem.of(left).sameAs(EncodedItem.of(right));

    assertThat(equalBytes).isEqualTo(left.equals(right));
  }

  @Property(tries = 200)
  void itemSizeBytes_encoded_isTheItemsSize(@ForAll("items") Item item) {
    assertThat(ItemCodec.itemSizeBytes(ItemCodec.encode(item))).isEqualTo(ItemSize.of(item));
  }

  @Property(tries = 100)
  void decode_cutShort_isRefused(@ForAll("items") Item item) {
    byte[] encoded = ItemCodec.encode(item);

    for (int length = 0; length < encoded.length; length++) {
      byte[] part = Arrays.copyOf(encoded, length);
      assertThatThrownBy(() -> ItemCodec.decode(part)).isInstanceOf(MalformedBytesException.class);
    }
  }

  /** Damage either is noticed or gives the one encoding of another item; it never harms us. */
  @Property(tries = 300)
  void decode_oneByteChanged_isRefusedOrAnotherItem(
      @ForAll("items") Item item, @ForAll Random random) {
    byte[] damaged = ItemCodec.encode(item);
    damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));

    Item decoded;
    try {
      decoded = ItemCodec.decode(damaged);
    } catch (MalformedBytesException _) {
      return;
    }
    byte[] again = ItemCodec.encode(decoded);
    assertThat(bodyOf(again)).isEqualTo(bodyOf(damaged));
  }

  @Provide
  Arbitrary<Item> items() {
    return ModelArbitraries.items();
  }

  /** All but version and size, which a decoder takes as it is. */
  private static byte[] bodyOf(byte[] encoded) {
    int start = 1;
    while (encoded[start] < 0) {
      start++;
    }
    return Arrays.copyOfRange(encoded, start + 1, encoded.length);
  }

  private static Map<String, AttributeValue> shuffled(
      Map<String, AttributeValue> entries, Random random) {
    var shuffledEntries = new ArrayList<>(entries.entrySet());
    Collections.shuffle(shuffledEntries, random);
    Map<String, AttributeValue> result = new LinkedHashMap<>();
    for (Map.Entry<String, AttributeValue> entry : shuffledEntries) {
      result.put(entry.getKey(), shuffled(entry.getValue(), random));
    }
    return result;
  }

  private static AttributeValue shuffled(AttributeValue value, Random random) {
    return switch (value) {
      case M(var entries) -> new M(shuffled(entries, random));
      case L(var elements) ->
          new L(elements.stream().map(element -> shuffled(element, random)).toList());
      default -> value;
    };
  }
}
