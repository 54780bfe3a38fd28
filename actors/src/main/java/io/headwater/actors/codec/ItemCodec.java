package io.headwater.actors.codec;

import io.headwater.actors.model.Item;

/** Items as bytes. */
public final class ItemCodec {
  private ItemCodec() {}

  public static byte[] encode(Item item) {
    throw new UnsupportedOperationException(item.toString());
  }

  public static Item decode(byte[] bytes) {
    throw new UnsupportedOperationException("length " + bytes.length);
  }

  public static int itemSizeBytes(byte[] bytes) {
    throw new UnsupportedOperationException("length " + bytes.length);
  }
}
