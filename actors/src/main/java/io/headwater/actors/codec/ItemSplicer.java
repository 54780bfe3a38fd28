package io.headwater.actors.codec;

import io.headwater.actors.model.AttributeNames;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.Item;

/**
 * Replaces some attributes of an encoded item, and copies the bytes of the others. The result is
 * what encoding the whole item would be, for a fraction of its cost where few attributes change.
 */
final class ItemSplicer {
  /** So that a small change needs no larger array. */
  private static final int ROOM_BYTES = 64;

  private final byte[] source;
  private final ByteReader reader;
  private final ItemDecoder decoder;
  private final AttributeNames names;
  private final Item after;
  private final ByteWriter body;
  private final ItemEncoder encoder;

  /** Where the bytes begin that are copied next. */
  private int copyFrom;

  /** The first of the names that was not written yet. */
  private int nextName;

  /** The attributes that are not copied. */
  private int removed;

  /** The attributes that are written anew. */
  private int written;

  /** How much larger the item gets. */
  private int sizeDelta;

  private ItemSplicer(byte[] source, AttributeNames names, Item after) {
    this.source = source;
    this.reader = ItemCodec.body(source);
    this.decoder = new ItemDecoder(reader);
    this.names = names;
    this.after = after;
    this.body = new ByteWriter(source.length + ROOM_BYTES);
    this.encoder = new ItemEncoder(body);
  }

  /**
   * The item with other values of some attributes.
   *
   * @param names of the attributes that are replaced
   * @param after has their values; those that it lacks are removed
   */
  static byte[] splice(byte[] source, AttributeNames names, Item after) {
    return new ItemSplicer(source, names, after).splice();
  }

  private byte[] splice() {
    int count = reader.readCount();
    copyFrom = reader.position();
    for (int i = 0; i < count && nextName < names.size(); i++) {
      int start = reader.position();
      int found = reader.findName(names, nextName);
      writeNamesBefore(found >= 0 ? found : -found - 1, start);
      if (found >= 0) {
        copyUpTo(start);
        sizeDelta -= Utf8.length(names.get(found)) + decoder.measureAttribute();
        removed++;
        copyFrom = reader.position();
        writeNextName();
      } else {
        decoder.skipValue(1);
      }
    }
    writeNamesBefore(names.size(), source.length);
    copyUpTo(source.length);
    int newCount = count - removed + written;
    return ItemCodec.item(ItemCodec.itemSizeBytes(source) + sizeDelta, newCount, body);
  }

  private void writeNamesBefore(int end, int position) {
    if (nextName < end) {
      copyUpTo(position);
    }
    while (nextName < end) {
      writeNextName();
    }
  }

  private void writeNextName() {
    String name = names.get(nextName++);
    AttributeValue value = after.get(name);
    if (value != null) {
      written++;
      sizeDelta += encoder.writeAttribute(name, value);
    }
  }

  private void copyUpTo(int end) {
    body.writeRaw(source, copyFrom, end - copyFrom);
    copyFrom = end;
  }
}
