package io.headwater.actors.codec;

import io.headwater.actors.model.AttributeNames;
import io.headwater.actors.model.Item;

/**
 * An item as the bytes that lie in the store, decoded when asked. Equal items have equal bytes, so
 * whether a write changes anything is a comparison of bytes.
 */
public final class EncodedItem {
  private final byte[] bytes;

  private EncodedItem(byte[] bytes) {
    this.bytes = bytes;
  }

  public static EncodedItem of(Item item) {
    return new EncodedItem(ItemCodec.encode(item));
  }

  /** Takes bytes as they came from the store; they are checked when they are decoded. */
  public static EncodedItem ofStored(byte[] bytes) {
    return new EncodedItem(bytes);
  }

  public Item item() {
    return ItemCodec.decode(bytes);
  }

  /** The wanted attributes as far as there are such, without decoding the others. */
  public Item part(AttributeNames wanted) {
    return ItemCodec.decodePart(bytes, wanted);
  }

  /**
   * The item with other values of some attributes, without decoding the rest.
   *
   * @param names of the attributes that are replaced
   * @param after has their values; those that it lacks are removed, and its others have no effect
   */
  public EncodedItem with(AttributeNames names, Item after) {
    return new EncodedItem(ItemSplicer.splice(bytes, names, after));
  }

  /** Reads the encoding's map of attributes, which {@link ItemCodec} shows. */
  public ByteReader body() {
    return ItemCodec.body(bytes);
  }

  /** The item's size by DynamoDB's rules (data model §5), read from the encoding's head. */
  public int itemSizeBytes() {
    return ItemCodec.itemSizeBytes(bytes);
  }

  /** The encoding itself, to be stored; not to be modified. */
  public byte[] bytes() {
    return bytes;
  }

  public boolean sameAs(EncodedItem other) {
    return java.util.Arrays.equals(bytes, other.bytes);
  }
}
