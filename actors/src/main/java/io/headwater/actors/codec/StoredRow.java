package io.headwater.actors.codec;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** What a row is, read from its key; {@link RowKeys} draws the keys. */
public sealed interface StoredRow {
  /** A part of the catalog. */
  record Catalog() implements StoredRow {}

  /** An item. */
  record Item(UUID tableId, long hash) implements StoredRow {}

  /** An entry of a local secondary index. */
  record LocalIndexEntry(UUID tableId, int index, long hash) implements StoredRow {}

  /** The size of an item collection. */
  record ItemCollection(UUID tableId, long hash) implements StoredRow {}

  /** Where a partition stands. */
  record State(String partitionId) implements StoredRow {}

  /** A row that another module keeps. */
  record Other() implements StoredRow {}

  /** Reads a row's key. */
  static StoredRow of(byte[] rowKey) {
    int kind = rowKey[0] & 0xFF;
    if (kind >= RowKeys.CATALOG_VERSION && kind <= RowKeys.DELETED_TABLE) {
      return new Catalog();
    }
    if (kind == RowKeys.PARTITION_STATE) {
      return new State(new String(rowKey, 1, rowKey.length - 1, StandardCharsets.UTF_8));
    }
    var reader = new ByteReader(rowKey);
    reader.readByte();
    return switch (kind) {
      case RowKeys.ITEM -> new Item(readId(reader), reader.readLong());
      case RowKeys.LOCAL_INDEX ->
          new LocalIndexEntry(readId(reader), reader.readByte(), reader.readLong());
      case RowKeys.ITEM_COLLECTION -> new ItemCollection(readId(reader), reader.readLong());
      default -> new Other();
    };
  }

  private static UUID readId(ByteReader reader) {
    return new UUID(reader.readLong(), reader.readLong());
  }
}
