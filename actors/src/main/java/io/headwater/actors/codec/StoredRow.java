package io.headwater.actors.codec;

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

  /** An entry of a global secondary index. */
  record GlobalIndexEntry(UUID tableId, int number, long hash) implements StoredRow {}

  /** Where a partition of a global secondary index stands. */
  record IndexPartitionState(String indexPartitionId) implements StoredRow {}

  /** An item filed under the time when it expires. */
  record TimeToLive(UUID tableId, long generation, long hash) implements StoredRow {}

  /** Where a partition stands. */
  record State(String partitionId) implements StoredRow {}

  /** A row that another module keeps. */
  record Other() implements StoredRow {}

  /** Reads a row's key. */
  static StoredRow of(byte[] rowKey) {
    int kind = rowKey[0] & 0xFF;
    if (kind >= RowKeys.CATALOG_VERSION && kind <= RowKeys.DELETED_INDEX) {
      return new Catalog();
    }
    if (kind == RowKeys.PARTITION_STATE) {
      return new State(RowKeys.partitionId(rowKey));
    }
    if (kind == RowKeys.INDEX_PARTITION_STATE) {
      return new IndexPartitionState(RowKeys.indexPartitionId(rowKey));
    }
    var reader = new ByteReader(rowKey);
    reader.readByte();
    return switch (kind) {
      case RowKeys.ITEM -> new Item(readId(reader), reader.readLong());
      case RowKeys.LOCAL_INDEX ->
          new LocalIndexEntry(readId(reader), reader.readByte(), reader.readLong());
      case RowKeys.ITEM_COLLECTION -> new ItemCollection(readId(reader), reader.readLong());
      case RowKeys.GLOBAL_INDEX ->
          new GlobalIndexEntry(readId(reader), readNumber(reader), reader.readLong());
      case RowKeys.TIME_TO_LIVE -> {
        UUID tableId = readId(reader);
        long generation = reader.readLong();
        reader.readLong();
        yield new TimeToLive(tableId, generation, reader.readLong());
      }
      default -> new Other();
    };
  }

  private static int readNumber(ByteReader reader) {
    return (reader.readByte() << Byte.SIZE) | reader.readByte();
  }

  private static UUID readId(ByteReader reader) {
    return new UUID(reader.readLong(), reader.readLong());
  }
}
