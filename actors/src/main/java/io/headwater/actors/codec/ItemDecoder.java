package io.headwater.actors.codec;

import io.headwater.actors.model.AttributeNames;
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
import io.headwater.actors.model.Utf8Order;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Function;

/** Reads an item's body, and nothing that {@link ItemEncoder} would not have written. */
final class ItemDecoder {
  private final ByteReader reader;

  ItemDecoder(ByteReader reader) {
    this.reader = reader;
  }

  Item readItem() {
    return new Item(readEntries(1));
  }

  /** The wanted attributes alone; the others are read past. */
  Item readPart(AttributeNames wanted) {
    int count = reader.readCount();
    Map<String, AttributeValue> part = new LinkedHashMap<>();
    int next = 0;
    for (int i = 0; i < count && next < wanted.size(); i++) {
      int found = reader.findName(wanted, next);
      if (found >= 0) {
        part.put(wanted.get(found), readValue(1));
        next = found + 1;
      } else {
        skipValue(1);
        next = -found - 1;
      }
    }
    return new Item(part);
  }

  /** Reads past an attribute's value, and returns its size by {@link ItemSize}'s rules. */
  int measureAttribute() {
    int tag = reader.peekByte();
    if (tag == ValueTag.STRING || tag == ValueTag.BINARY) {
      reader.readByte();
      return reader.skipBytes();
    }
    return ItemSize.of(readValue(1));
  }

  /** Reads past a value; attributes are at level 1. */
  void skipValue(int level) {
    if (level > ItemLimits.MAX_NESTING_LEVELS) {
      throw new MalformedBytesException("a value at nesting level " + level);
    }
    int tag = reader.readByte();
    switch (tag) {
      case ValueTag.STRING, ValueTag.BINARY -> reader.skipBytes();
      case ValueTag.NUMBER -> NumberCodec.skip(reader);
      case ValueTag.FALSE, ValueTag.TRUE, ValueTag.NULL -> {}
      case ValueTag.STRING_SET, ValueTag.BINARY_SET -> skip(reader::skipBytes);
      case ValueTag.NUMBER_SET -> skip(() -> NumberCodec.skip(reader));
      case ValueTag.LIST -> skip(() -> skipValue(level + 1));
      case ValueTag.MAP ->
          skip(() -> {
            reader.skipBytes();
            skipValue(level + 1);
          });
      default -> throw new MalformedBytesException("a value with the tag " + tag);
    }
  }

  private void skip(Runnable skipElement) {
    int count = reader.readCount();
    for (int i = 0; i < count; i++) {
      skipElement.run();
    }
  }

  private Map<String, AttributeValue> readEntries(int level) {
    int count = reader.readCount();
    Map<String, AttributeValue> entries = LinkedHashMap.newLinkedHashMap(count);
    String previous = "";
    for (int i = 0; i < count; i++) {
      String name = reader.readString();
      if (i > 0) {
        expectAscending(Utf8Order.compare(previous, name));
      }
      entries.put(name, readValue(level));
      previous = name;
    }
    return entries;
  }

  private AttributeValue readValue(int level) {
    if (level > ItemLimits.MAX_NESTING_LEVELS) {
      throw new MalformedBytesException("a value at nesting level " + level);
    }
    int tag = reader.readByte();
    return switch (tag) {
      case ValueTag.STRING -> new S(reader.readString());
      case ValueTag.NUMBER -> new N(NumberCodec.read(reader));
      case ValueTag.BINARY -> new B(readBinary(reader));
      case ValueTag.FALSE -> new Bool(false);
      case ValueTag.TRUE -> new Bool(true);
      case ValueTag.NULL -> Null.INSTANCE;
      case ValueTag.STRING_SET -> new SS(readSet(Utf8Order.COMPARATOR, ByteReader::readString));
      case ValueTag.NUMBER_SET -> new NS(readSet(NS.ORDER, NumberCodec::read));
      case ValueTag.BINARY_SET -> new BS(readSet(BS.ORDER, ItemDecoder::readBinary));
      case ValueTag.LIST -> new L(readList(level + 1));
      case ValueTag.MAP -> new M(readEntries(level + 1));
      default -> throw new MalformedBytesException("a value with the tag " + tag);
    };
  }

  private static Bytes readBinary(ByteReader reader) {
    return Bytes.ofOwned(reader.readBytes());
  }

  private <T> NavigableSet<T> readSet(Comparator<T> order, Function<ByteReader, T> readElement) {
    int count = reader.readCount();
    if (count == 0) {
      throw new MalformedBytesException("an empty set");
    }
    var elements = new TreeSet<>(order);
    elements.add(readElement.apply(reader));
    for (int i = 1; i < count; i++) {
      T element = readElement.apply(reader);
      expectAscending(order.compare(elements.last(), element));
      elements.add(element);
    }
    return elements;
  }

  private List<AttributeValue> readList(int level) {
    int count = reader.readCount();
    var elements = new ArrayList<AttributeValue>(count);
    for (int i = 0; i < count; i++) {
      elements.add(readValue(level));
    }
    return elements;
  }

  private static void expectAscending(int comparison) {
    if (comparison >= 0) {
      throw new MalformedBytesException("names or set elements that do not ascend");
    }
  }
}
