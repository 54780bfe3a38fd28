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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Items that tests name. They stand in golden files, so they are only ever added to. */
public final class SampleItems {
  private SampleItems() {}

  /** One attribute of each type, and each again inside a list and a map. */
  public static Item everyType() {
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    attributes.put("string", new S("stream \u00e9 \ud83c\udf0a"));
    attributes.put("number", number("-123.45"));
    attributes.put("binary", binary(0, 1, 0xFF));
    attributes.put("false", new Bool(false));
    attributes.put("true", new Bool(true));
    attributes.put("null", Null.INSTANCE);
    attributes.put("strings", SS.of(List.of("b", "a", "")));
    attributes.put("numbers", NS.of(List.of(new BigDecimal("10"), new BigDecimal("-0.5"))));
    attributes.put("binaries", BS.of(List.of(Bytes.copyOf(new byte[] {-1, 0}))));
    attributes.put("list", new L(List.of(new S("x"), number("1"), new L(List.of()))));
    attributes.put("map", new M(Map.of("inner", new M(Map.of("deep", Null.INSTANCE)))));
    return new Item(attributes);
  }

  /** Numbers at the ends of every range that matters to a format. */
  public static Item numbers() {
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    attributes.put("zero", number("0"));
    attributes.put("one", number("1.0"));
    attributes.put("greatest", number("9.9999999999999999999999999999999999999E+125"));
    attributes.put("least", number("-9.9999999999999999999999999999999999999E+125"));
    attributes.put("smallest", number("1E-130"));
    attributes.put("smallestNegative", number("-1E-130"));
    attributes.put("longestFraction", number("1.2345678901234567890123456789012345678E-130"));
    attributes.put("greatestLong", number("9223372036854775807"));
    attributes.put("beyondLong", number("9223372036854775808"));
    return new Item(attributes);
  }

  public static N number(String text) {
    return new N(new BigDecimal(text));
  }

  public static B binary(int... bytes) {
    byte[] content = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      content[i] = (byte) bytes[i];
    }
    return new B(Bytes.ofOwned(content));
  }
}
