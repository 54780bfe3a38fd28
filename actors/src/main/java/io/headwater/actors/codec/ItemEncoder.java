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
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.Utf8Order;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Map;

/**
 * Writes an item's body in one walk. Each method returns the size by {@link ItemSize}'s rules of
 * what it wrote, because the walk knows all lengths anyway.
 */
final class ItemEncoder {
  private static final String[] NO_NAMES = {};

  private final ByteWriter writer;

  ItemEncoder(ByteWriter writer) {
    this.writer = writer;
  }

  /** Writes an item's attributes with their count. */
  int writeItem(Item item) {
    return writeEntries(item.attributes(), 0, 1);
  }

  /** Writes one attribute of the item. */
  int writeAttribute(String name, AttributeValue value) {
    return writeText(name) + writeValue(value, 1);
  }

  /** The size of names and values, and of each entry by itself what {@code overhead} says. */
  private int writeEntries(Map<String, AttributeValue> entries, int overhead, int level) {
    String[] names = entries.keySet().toArray(NO_NAMES);
    Arrays.sort(names, Utf8Order.COMPARATOR);
    writer.writeVarint(names.length);
    int size = 0;
    for (String name : names) {
      AttributeValue value = entries.get(name);
      if (value == null) {
        throw new IllegalArgumentException("no value for the attribute " + name);
      }
      size += overhead + writeText(name) + writeValue(value, level);
    }
    return size;
  }

  private int writeValue(AttributeValue value, int level) {
    if (level > ItemLimits.MAX_NESTING_LEVELS) {
      throw DynamoDbException.validation(ItemLimits.NESTING_MESSAGE);
    }
    return switch (value) {
      case S(String text) -> {
        writer.writeByte(ValueTag.STRING);
        yield writeText(text);
      }
      case N(BigDecimal number) -> {
        writer.writeByte(ValueTag.NUMBER);
        yield writeNumber(number);
      }
      case B(Bytes bytes) -> {
        writer.writeByte(ValueTag.BINARY);
        yield writeBinary(bytes);
      }
      case Bool(boolean truth) -> writeConstant(truth ? ValueTag.TRUE : ValueTag.FALSE);
      case Null _ -> writeConstant(ValueTag.NULL);
      case SS set -> writeStringSet(set);
      case NS set -> writeNumberSet(set);
      case BS set -> writeBinarySet(set);
      case L list -> writeList(list, level);
      case M(Map<String, AttributeValue> entries) -> {
        writer.writeByte(ValueTag.MAP);
        yield ItemSize.DOCUMENT_BYTES + writeEntries(entries, ItemSize.ELEMENT_BYTES, level + 1);
      }
    };
  }

  private int writeText(String text) {
    int utf8Length = Utf8.length(text);
    writer.writeVarint(utf8Length).writeUtf8(text, utf8Length);
    return utf8Length;
  }

  private int writeNumber(BigDecimal number) {
    NumberCodec.write(number, writer);
    return ItemSize.ofNumber(number);
  }

  private int writeBinary(Bytes bytes) {
    writer.writeVarint(bytes.length()).writeRaw(bytes);
    return bytes.length();
  }

  private int writeConstant(int tag) {
    writer.writeByte(tag);
    return ItemSize.CONSTANT_BYTES;
  }

  private int writeStringSet(SS set) {
    writer.writeByte(ValueTag.STRING_SET).writeVarint(set.values().size());
    int size = 0;
    for (String element : set.values()) {
      size += writeText(element);
    }
    return size;
  }

  private int writeNumberSet(NS set) {
    writer.writeByte(ValueTag.NUMBER_SET).writeVarint(set.values().size());
    int size = 0;
    for (BigDecimal element : set.values()) {
      size += writeNumber(element);
    }
    return size;
  }

  private int writeBinarySet(BS set) {
    writer.writeByte(ValueTag.BINARY_SET).writeVarint(set.values().size());
    int size = 0;
    for (Bytes element : set.values()) {
      size += writeBinary(element);
    }
    return size;
  }

  private int writeList(L list, int level) {
    writer.writeByte(ValueTag.LIST).writeVarint(list.values().size());
    int size = ItemSize.DOCUMENT_BYTES;
    for (AttributeValue element : list.values()) {
      size += ItemSize.ELEMENT_BYTES + writeValue(element, level + 1);
    }
    return size;
  }
}
