package io.headwater.actors.codec;

import io.headwater.actors.model.AttributeNames;
import io.headwater.actors.model.Item;

/**
 * Items as bytes. Equal items have equal bytes: attributes stand in the order of their names' UTF-8
 * bytes, sets in their own order, numbers without trailing zeros, each in its shortest form.
 *
 * <pre>
 *   item  = | version: 1 byte = 1 | size: varint | map |
 *   map   = | count: varint | count times: name: text, value |
 *   text  = | length in bytes: varint | UTF-8 |
 *   value = | tag: 1 byte | body by tag |
 *
 *   tag   1 S     text                     7 SS  count: varint, texts
 *         2 N     number (NumberCodec)     8 NS  count: varint, numbers
 *         3 B     length: varint, bytes    9 BS  count: varint, (length: varint, bytes)
 *         4 BOOL  false, no body          10 L   count: varint, values
 *         5 BOOL  true, no body           11 M   map
 *         6 NULL  no body
 * </pre>
 *
 * The size is the item's by {@link ItemSize}, so that it is known without decoding. A varint has
 * seven bits a byte, the lowest first.
 */
public final class ItemCodec {
  /** The one version yet. A new one is a new number; old ones stay readable. */
  static final int VERSION = 1;

  private ItemCodec() {}

  /**
   * The item's bytes.
   *
   * @throws io.headwater.actors.model.DynamoDbException a ValidationException if the item nests too
   *     deeply, as an update can make it
   */
  public static byte[] encode(Item item) {
    var body = new ByteWriter();
    return item(new ItemEncoder(body).writeItem(item), body);
  }

  private static byte[] item(int sizeBytes, ByteWriter body) {
    return new ByteWriter(1 + 5 + body.length())
        .writeByte(VERSION)
        .writeVarint(sizeBytes)
        .writeRaw(body)
        .toByteArray();
  }

  /** The bytes of an item whose attributes are written without their count. */
  static byte[] item(int sizeBytes, int attributeCount, ByteWriter attributes) {
    return new ByteWriter(1 + 5 + 5 + attributes.length())
        .writeByte(VERSION)
        .writeVarint(sizeBytes)
        .writeVarint(attributeCount)
        .writeRaw(attributes)
        .toByteArray();
  }

  /**
   * The item that was encoded.
   *
   * @throws MalformedBytesException if {@link #encode} cannot have written the bytes
   */
  public static Item decode(byte[] bytes) {
    ByteReader reader = body(bytes);
    Item item = new ItemDecoder(reader).readItem();
    reader.expectEnd();
    return item;
  }

  /**
   * Some of the item's attributes, as far as it has them.
   *
   * @throws MalformedBytesException if it finds that {@link #encode} cannot have written the bytes
   */
  static Item decodePart(byte[] bytes, AttributeNames wanted) {
    return new ItemDecoder(body(bytes)).readPart(wanted);
  }

  /** Reads the map of the item's attributes. */
  static ByteReader body(byte[] bytes) {
    var reader = new ByteReader(bytes);
    readSizeBytes(reader);
    return reader;
  }

  /** The item's size by DynamoDB's rules, without decoding it. */
  public static int itemSizeBytes(byte[] bytes) {
    return readSizeBytes(new ByteReader(bytes));
  }

  private static int readSizeBytes(ByteReader reader) {
    int version = reader.readByte();
    if (version != VERSION) {
      throw new MalformedBytesException(
          "expected item format version " + VERSION + ", found " + version);
    }
    long sizeBytes = reader.readVarint();
    if (sizeBytes < 0 || sizeBytes > Integer.MAX_VALUE) {
      throw new MalformedBytesException("an item size of " + sizeBytes);
    }
    return (int) sizeBytes;
  }
}
