package io.headwater.loadtests.bench;

import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.Item;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Items as applications have them: a key, short texts, numbers, a list and a map. */
final class BenchmarkItems {
  /** Fixed, so that two runs work on the same items. */
  private static final long SEED = 20_120_810;

  private BenchmarkItems() {}

  /** An item of so many attributes besides its key, of 40 to 60 bytes each. */
  static Item ofWidth(int attributeCount) {
    var random = new SplittableRandom(SEED);
    var attributes = new LinkedHashMap<String, AttributeValue>();
    attributes.put("pk", new AttributeValue.S("customer-00012345"));
    for (int i = 0; i < attributeCount; i++) {
      attributes.put("attribute" + i, value(i % 4, random));
    }
    return new Item(attributes);
  }

  private static AttributeValue value(int kind, SplittableRandom random) {
    return switch (kind) {
      case 0 -> new AttributeValue.S(Long.toHexString(random.nextLong()).repeat(3));
      case 1 -> new AttributeValue.N(BigDecimal.valueOf(random.nextLong(1_000_000_000), 2));
      case 2 ->
          new AttributeValue.L(
              List.of(new AttributeValue.S("red"), new AttributeValue.S("a longer element")));
      default ->
          new AttributeValue.M(
              Map.of(
                  "street", new AttributeValue.S("12 Mill Lane"),
                  "number", new AttributeValue.N(BigDecimal.valueOf(random.nextInt(200)))));
    };
  }
}
