package io.headwater.actors.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.L;
import io.headwater.actors.model.AttributeValue.M;
import io.headwater.actors.model.AttributeValue.Null;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.AttributeValue.SS;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.testing.ModelArbitraries;
import io.headwater.actors.testing.SampleItems;
import io.headwater.actors.testing.Tables;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ItemSizeTest {

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "1, 2",
    "-1, 3",
    "42, 2",
    "-42, 3",
    "120, 2",
    "123, 3",
    "1.5, 3",
    "100.5, 4",
    "0.5, 2",
    "0.001, 2",
    "0.0123, 3",
    "1E100, 2",
    "1E-130, 2",
    "12345678901234567890123456789012345678, 20",
    "-1234567890123456789012345678901234567.8, 22",
  })
  void of_number_countsPairsOfSignificantDigits(String number, int expected) {
    assertThat(ItemSize.of(SampleItems.number(number))).isEqualTo(expected);
  }

  @Test
  void of_documents_countsThreeAndOneForEachElement() {
    assertThat(ItemSize.of(new L(List.of()))).isEqualTo(3);
    assertThat(ItemSize.of(new L(List.of(new S("ab"), Null.INSTANCE)))).isEqualTo(3 + 3 + 2);
    assertThat(ItemSize.of(new M(Map.of()))).isEqualTo(3);
    assertThat(ItemSize.of(new M(Map.of("\u00e9", new S("a"))))).isEqualTo(3 + 1 + 2 + 1);
    assertThat(ItemSize.of(SS.of(List.of("", "abc")))).isEqualTo(3);
  }

  @Test
  void of_item_countsNamesAndValues() {
    Item item = new Item(Map.of("shirt-color", new S("R"), "shirt-size", new S("M")));

    assertThat(ItemSize.of(item)).isEqualTo(23);
  }

  @Test
  void of_key_countsTheKeyAttributesOnly() {
    KeySchema schema = Tables.withSortKey(AttributeType.S, AttributeType.N).keySchema();

    assertThat(ItemSize.of(schema, new ItemKey(new S("abc"), SampleItems.number("7"))))
        .isEqualTo(2 + 3 + 2 + 2);
  }

  @Property(tries = 300)
  void of_anyItem_isAsTheNaiveSum(@ForAll("items") Item item) {
    int expected =
        item.attributes().entrySet().stream()
            .mapToInt(entry -> naiveText(entry.getKey()) + naive(entry.getValue()))
            .sum();

    assertThat(ItemSize.of(item)).isEqualTo(expected);
  }

  @Provide
  Arbitrary<Item> items() {
    return ModelArbitraries.items();
  }

  private static int naive(AttributeValue value) {
    return switch (value) {
      case AttributeValue.S(var text) -> naiveText(text);
      case AttributeValue.N(var number) -> naiveNumber(number);
      case AttributeValue.B(var bytes) -> bytes.toByteArray().length;
      case AttributeValue.Bool _, AttributeValue.Null _ -> 1;
      case AttributeValue.SS(var set) -> set.stream().mapToInt(ItemSizeTest::naiveText).sum();
      case AttributeValue.NS(var set) -> set.stream().mapToInt(ItemSizeTest::naiveNumber).sum();
      case AttributeValue.BS(var set) ->
          set.stream().mapToInt(bytes -> bytes.toByteArray().length).sum();
      case AttributeValue.L(var list) ->
          3 + list.stream().mapToInt(element -> 1 + naive(element)).sum();
      case AttributeValue.M(var map) ->
          3
              + map.entrySet().stream()
                  .mapToInt(entry -> 1 + naiveText(entry.getKey()) + naive(entry.getValue()))
                  .sum();
    };
  }

  private static int naiveText(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** By the digits as they are printed: no zeros at either end of the number. */
  private static int naiveNumber(BigDecimal number) {
    String[] sides = number.abs().toPlainString().split("\\.", -1);
    String integer = sides[0].replaceAll("^0+", "");
    String fraction = sides.length == 1 ? "" : sides[1];
    if (fraction.isEmpty()) {
      integer = integer.replaceAll("0+$", "");
    }
    if (integer.isEmpty()) {
      fraction = fraction.replaceAll("^0+", "");
    }
    int pairs = (integer.length() + 1) / 2 + (fraction.length() + 1) / 2;
    return 1 + pairs + (number.signum() < 0 ? 1 : 0);
  }
}
