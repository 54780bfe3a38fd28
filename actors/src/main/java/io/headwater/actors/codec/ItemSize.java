package io.headwater.actors.codec;

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
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.model.KeySchema;
import java.math.BigDecimal;
import java.util.Map;

/**
 * Sizes in bytes by DynamoDB's rules, by which limits and capacity are reckoned (developer guide,
 * "DynamoDB item sizes and formats"). They are not the sizes of our own encoding.
 *
 * <p>A number costs one byte, one for each two significant digits of its integer and, by
 * themselves, of its fraction part, and one for a minus sign; zeros at either end of the number are
 * not significant. So 120 costs 2 bytes, as measured at AWS in 2026.
 */
public final class ItemSize {
  /** What a list or map costs by itself. */
  static final int DOCUMENT_BYTES = 3;

  /** What each element of a list and each entry of a map costs beside its content. */
  static final int ELEMENT_BYTES = 1;

  /** TRUE, FALSE and NULL. */
  static final int CONSTANT_BYTES = 1;

  private ItemSize() {}

  /** Names and values of all attributes. */
  public static int of(Item item) {
    int size = 0;
    for (Map.Entry<String, AttributeValue> attribute : item.attributes().entrySet()) {
      size += of(attribute.getKey(), attribute.getValue());
    }
    return size;
  }

  /** Names and values of the key attributes. */
  public static int of(KeySchema schema, ItemKey key) {
    int size = of(schema.partitionKey().name(), key.partitionKey());
    if (schema.sortKey() != null && key.sortKey() != null) {
      size += of(schema.sortKey().name(), key.sortKey());
    }
    return size;
  }

  /** A top-level attribute: name and value. */
  public static int of(String attributeName, AttributeValue value) {
    return ofName(attributeName) + of(value);
  }

  /** The name of an attribute or of a map's entry. */
  public static int ofName(String name) {
    return Utf8.length(name);
  }

  /** A value alone; for a key's value, the size that the key limits are about. */
  public static int of(AttributeValue value) {
    return switch (value) {
      case S(String text) -> Utf8.length(text);
      case N(BigDecimal number) -> ofNumber(number);
      case B(Bytes bytes) -> bytes.length();
      case Bool _, Null _ -> CONSTANT_BYTES;
      case SS set -> ofStrings(set);
      case NS set -> ofNumbers(set);
      case BS set -> ofByteStrings(set);
      case L list -> ofList(list);
      case M map -> ofMap(map);
    };
  }

  /** A number that has no trailing zeros, as in {@link N}. */
  static int ofNumber(BigDecimal number) {
    if (number.signum() == 0) {
      return 1;
    }
    int sign = number.signum() < 0 ? 1 : 0;
    int scale = number.scale();
    int digits = number.precision();
    int fractionDigits = Math.clamp(scale, 0, digits);
    return 1 + pairs(digits - fractionDigits) + pairs(fractionDigits) + sign;
  }

  private static int pairs(int digits) {
    return (digits + 1) / 2;
  }

  private static int ofStrings(SS set) {
    int size = 0;
    for (String element : set.values()) {
      size += Utf8.length(element);
    }
    return size;
  }

  private static int ofNumbers(NS set) {
    int size = 0;
    for (BigDecimal element : set.values()) {
      size += ofNumber(element);
    }
    return size;
  }

  private static int ofByteStrings(BS set) {
    int size = 0;
    for (Bytes element : set.values()) {
      size += element.length();
    }
    return size;
  }

  private static int ofList(L list) {
    int size = DOCUMENT_BYTES;
    for (AttributeValue element : list.values()) {
      size += ELEMENT_BYTES + of(element);
    }
    return size;
  }

  private static int ofMap(M map) {
    int size = DOCUMENT_BYTES;
    for (Map.Entry<String, AttributeValue> entry : map.values().entrySet()) {
      size += ELEMENT_BYTES + of(entry.getKey(), entry.getValue());
    }
    return size;
  }
}
