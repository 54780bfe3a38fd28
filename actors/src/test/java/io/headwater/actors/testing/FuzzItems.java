package io.headwater.actors.testing;

import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.B;
import io.headwater.actors.model.AttributeValue.BS;
import io.headwater.actors.model.AttributeValue.Bool;
import io.headwater.actors.model.AttributeValue.L;
import io.headwater.actors.model.AttributeValue.M;
import io.headwater.actors.model.AttributeValue.N;
import io.headwater.actors.model.AttributeValue.NS;
import io.headwater.actors.model.AttributeValue.Null;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.AttributeValue.SS;
import io.headwater.actors.model.Bytes;
import io.headwater.actors.model.Item;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random items over few names and values, so that paths lead somewhere and values meet. */
final class FuzzItems {
  static final List<String> NAMES = List.of("a", "b", "c", "d", "x.y", "num", "seq");

  private static final List<String> TEXTS = List.of("", "a", "ab", "b", "N", "é", "\uD83D\uDE00");
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "1",
          "2",
          "-1",
          "0.1",
          "9.9E125",
          "1E-130",
          "12345678901234567890123456789012345678");

  private static final int MAX_LEVELS = 5;

  private final Random random;

  FuzzItems(Random random) {
    this.random = random;
  }

  Item item() {
    return new Item(attributes(MAX_LEVELS));
  }

  private Map<String, AttributeValue> attributes(int levels) {
    var attributes = new LinkedHashMap<String, AttributeValue>();
    for (int i = random.nextInt(NAMES.size() + 1); i > 0; i--) {
      attributes.put(pick(NAMES), value(levels));
    }
    return attributes;
  }

  AttributeValue value(int levels) {
    return switch (random.nextInt(levels > 0 ? 12 : 8)) {
      case 0, 1 -> new S(pick(TEXTS));
      case 2 -> new N(number());
      case 3 -> new B(bytes());
      case 4 -> random.nextBoolean() ? new Bool(random.nextBoolean()) : Null.INSTANCE;
      case 5 -> SS.of(several(pick(TEXTS), pick(TEXTS)));
      case 6 -> NS.of(several(number(), number()));
      case 7 -> BS.of(several(bytes(), bytes()));
      case 8, 9 -> new M(attributes(levels - 1));
      default -> {
        var elements = new ArrayList<AttributeValue>();
        for (int i = random.nextInt(4); i > 0; i--) {
          elements.add(value(levels - 1));
        }
        yield new L(elements);
      }
    };
  }

  private BigDecimal number() {
    return new N(new BigDecimal(pick(NUMBERS))).value();
  }

  private Bytes bytes() {
    var bytes = new byte[random.nextInt(3)];
    random.nextBytes(bytes);
    return Bytes.copyOf(bytes);
  }

  private <T> List<T> several(T first, T second) {
    return random.nextBoolean() || first.equals(second) ? List.of(first) : List.of(first, second);
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
