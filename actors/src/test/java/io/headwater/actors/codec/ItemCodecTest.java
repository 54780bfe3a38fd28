package io.headwater.actors.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.L;
import io.headwater.actors.model.AttributeValue.M;
import io.headwater.actors.model.AttributeValue.N;
import io.headwater.actors.model.AttributeValue.NS;
import io.headwater.actors.model.AttributeValue.Null;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.Item;
import io.headwater.actors.testing.GoldenFile;
import io.headwater.actors.testing.SampleItems;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ItemCodecTest {
  private static final GoldenFile GOLDEN = GoldenFile.named("item-version-1");

  @Test
  void encode_goldenItems_givesTheirBytes() {
    Map<String, byte[]> encoded = new LinkedHashMap<>();
    goldenItems().forEach((name, item) -> encoded.put(name, ItemCodec.encode(item)));

    GOLDEN.assertHolds(encoded);
  }

  @Test
  void decode_goldenBytes_givesTheirItems() {
    GOLDEN
        .read()
        .forEach((name, bytes) ->
            assertThat(ItemCodec.decode(bytes)).as(name).isEqualTo(goldenItems().get(name)));
  }

  @ParameterizedTest
  @CsvSource({
    "'',                      no version",
    "02 00 00,                another version",
    "01 00,                   no map",
    "01 00 00 00,             a byte behind the end",
    "01 ff ff ff ff 7f 00,    a size beyond 32 bits",
    "01 00 80 00,             a count in a longer form",
    "01 00 ff ff ff ff 07,    a count beyond the bytes",
    "01 00 01 01 61 0c,       an unknown tag",
    "01 00 01 01 61 01 05 61, a text beyond the bytes",
    "01 00 01 01 ff 06,       a name that is no UTF-8",
    "01 00 02 01 62 06 01 61 06, names that descend",
    "01 00 02 01 61 06 01 61 06, a name twice",
    "01 00 01 01 61 07 00,    an empty set",
    "01 00 01 01 61 07 02 01 62 01 61, set elements that descend",
    "01 00 01 01 61 02 00 14, ten as unscaled 10",
    "01 00 01 01 61 02 02 00, zero with a scale",
    "01 00 01 01 61 02 a8 0a 02, a scale beyond the range",
    "01 00 01 01 61 02 01 01 05, a small number in the long form",
  })
  void decode_malformed_isRefused(String hex, String why) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));

    assertThatThrownBy(() -> ItemCodec.decode(bytes))
        .as(why)
        .isInstanceOf(MalformedBytesException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 31, 32})
  void encode_nestedWithinLimit_isReadBack(int levels) {
    Item item = nested(levels);

    assertThat(ItemCodec.decode(ItemCodec.encode(item))).isEqualTo(item);
  }

  @ParameterizedTest
  @ValueSource(ints = {33, 1000})
  void encode_nestedTooDeep_isAValidationError(int levels) {
    assertThatThrownBy(() -> ItemCodec.encode(nested(levels)))
        .isInstanceOf(DynamoDbException.class)
        .hasMessage(ItemLimits.NESTING_MESSAGE);
  }

  @Test
  void decode_nestedTooDeep_isRefused() {
    String levels = "0a01".repeat(100_000);
    byte[] bytes = HexFormat.of().parseHex("0100010161" + levels + "06");

    assertThatThrownBy(() -> ItemCodec.decode(bytes)).isInstanceOf(MalformedBytesException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud800", "a\udc00", "\udc00\ud800", "\ud83c\ud83c\udf0a"})
  void encode_halfASurrogatePair_isRefused(String text) {
    Item item = new Item(Map.of("a", new S(text)));

    assertThatThrownBy(() -> ItemCodec.encode(item)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1E+126", "1E-168", "123456789012345678901234567890123456789"})
  void encode_numberOutOfRange_isRefused(String number) {
    Item item = new Item(Map.of("a", new N(new BigDecimal(number))));

    assertThatThrownBy(() -> ItemCodec.encode(item)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void encode_setElementWithTrailingZeros_isRefused() {
    var elements = new TreeSet<>(List.of(new BigDecimal("1.0")));
    Item item = new Item(Map.of("a", new NS(elements)));

    assertThatThrownBy(() -> ItemCodec.encode(item)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Map<String, Item> goldenItems() {
    Map<String, Item> items = new LinkedHashMap<>();
    items.put("empty", Item.EMPTY);
    items.put("everyType", SampleItems.everyType());
    items.put("numbers", SampleItems.numbers());
    items.put("long", new Item(Map.of("text", new S("x".repeat(300)))));
    return items;
  }

  /** An item whose one value reaches down to a level, by lists and maps in turn. */
  private static Item nested(int levels) {
    AttributeValue value = Null.INSTANCE;
    for (int level = levels; level > 1; level--) {
      value = level % 2 == 0 ? new L(List.of(value)) : new M(Map.of("m", value));
    }
    return new Item(Map.of("a", value));
  }
}
