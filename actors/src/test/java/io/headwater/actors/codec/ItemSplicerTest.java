package io.headwater.actors.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.actors.model.AttributeNames;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.Item;
import io.headwater.actors.testing.ModelArbitraries;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ItemSplicerTest {
  @Property(tries = 1_000)
  void with_anyAttributes_isTheEncodingOfTheWholeItem(
      @ForAll("attributes") Map<String, AttributeValue> before,
      @ForAll("attributes") Map<String, AttributeValue> replacements,
      @ForAll @From("names") Set<String> removed) {
    var names = new TreeSet<>(replacements.keySet());
    names.addAll(removed);
    var after = new LinkedHashMap<>(before);
    after.keySet().removeAll(removed);
    after.putAll(replacements);
    var item = EncodedItem.of(new Item(before));
    var wanted = AttributeNames.of(names);

    EncodedItem spliced = item.with(wanted, new Item(replacements));

    EncodedItem whole = EncodedItem.of(new Item(after));
    assertThat(spliced.bytes()).isEqualTo(whole.bytes());
  }

  @Provide
  Arbitrary<Map<String, AttributeValue>> attributes() {
    return Arbitraries.maps(name(), ModelArbitraries.values()).ofMaxSize(6);
  }

  @Provide
  Arbitrary<Set<String>> names() {
    return name().set().ofMaxSize(4);
  }

  private static Arbitrary<String> name() {
    return Arbitraries.of("a", "aa", "b", "é", "\uE000", "\uD83D\uDE00", "z", "x.y");
  }
}
