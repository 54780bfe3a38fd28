package io.headwater.actors.codec;

import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.ItemKey;
import io.headwater.persistence.store.KeyRange;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The keys of the database's rows: the one place where their prefixes are given out.
 *
 * <pre>
 *   10 catalog version   | 10 |
 *   11 catalog tables    | 11 | table name |
 *   12 streams           | 12 | table name | 00 | stream label |
 *   13 deleted tables    | 13 | table id: 16 | while the table's rows are being removed
 *   20 items             | 20 | table id: 16 | hash: 8 | partition key | sort key |
 *   30 local indexes     | 30 | table id: 16 | index: 1 | hash: 8 | partition key |
 *                        |    | index's sort key | table's sort key |
 *   31 item collections  | 31 | table id: 16 | hash: 8 | partition key |
 *   40 times to live     reserved
 *   50 partition states  | 50 | partition id |
 *   60 triggers          | 60 | trigger id |
 *                        | 60 | trigger id | 00 | position's name |
 * </pre>
 *
 * Names and ids are UTF-8 without a zero, numbers big-endian, an item's hash is its {@link
 * KeyHash}, key values are as {@link KeyCodec} writes them. An index is its place in its table's
 * definition, from 0. The bytes below 10 are the engine's.
 */
public final class RowKeys {
  static final int CATALOG_VERSION = 0x10;
  private static final int CATALOG_TABLE = 0x11;
  private static final int STREAM = 0x12;
  static final int DELETED_TABLE = 0x13;
  static final int ITEM = 0x20;
  static final int LOCAL_INDEX = 0x30;
  static final int ITEM_COLLECTION = 0x31;
  static final int PARTITION_STATE = 0x50;
  private static final int TRIGGER = 0x60;
  private static final int END_OF_NAME = 0;

  private RowKeys() {}

  /** The row of an item. */
  public static byte[] item(TableIdentity table, ItemKey key) {
    ByteWriter writer = writePartitionKey(tableWriter(ITEM, table.id()), table, key.partitionKey());
    if (key.sortKey() != null) {
      KeyCodec.write(key.sortKey(), writer);
    }
    return writer.toByteArray();
  }

  /** What the rows of all items with a partition key, and only they, begin with. */
  public static byte[] partitionKeyPrefix(TableIdentity table, AttributeValue partitionKey) {
    return writePartitionKey(tableWriter(ITEM, table.id()), table, partitionKey).toByteArray();
  }

  /** The row of an item's entry in a local secondary index. */
  public static byte[] localIndexEntry(
      TableIdentity table, int index, ItemKey key, AttributeValue indexSortKey) {
    ByteWriter writer =
        writePartitionKey(indexWriter(table.id(), index), table, key.partitionKey());
    KeyCodec.write(indexSortKey, writer);
    if (key.sortKey() != null) {
      KeyCodec.write(key.sortKey(), writer);
    }
    return writer.toByteArray();
  }

  /** What the rows of all entries of an index with a partition key, and only they, begin with. */
  public static byte[] localIndexPrefix(
      TableIdentity table, int index, AttributeValue partitionKey) {
    return writePartitionKey(indexWriter(table.id(), index), table, partitionKey).toByteArray();
  }

  /** The row of what all items and index entries with a partition key come to. */
  public static byte[] itemCollection(TableIdentity table, AttributeValue partitionKey) {
    return writePartitionKey(tableWriter(ITEM_COLLECTION, table.id()), table, partitionKey)
        .toByteArray();
  }

  /** The item's key, read back from its row's. */
  public static ItemKey itemKey(byte[] rowKey) {
    var reader = new ByteReader(rowKey);
    int prefix = reader.readByte();
    if (prefix != ITEM) {
      throw new MalformedBytesException(
          "expected the key of an item's row, found prefix " + prefix);
    }
    reader.readLong();
    reader.readLong();
    reader.readLong();
    AttributeValue partitionKey = KeyCodec.read(reader);
    AttributeValue sortKey = reader.remaining() == 0 ? null : KeyCodec.read(reader);
    reader.expectEnd();
    return new ItemKey(partitionKey, sortKey);
  }

  /** The rows of a table's items, in the order of hash, partition key and sort key. */
  public static KeyRange items(UUID tableId) {
    return KeyRange.withPrefix(tableWriter(ITEM, tableId).toByteArray());
  }

  /** The rows of a table's items in a part of the hash range. */
  public static KeyRange items(UUID tableId, HashSegment segment) {
    return hashRange(tableWriter(ITEM, tableId).toByteArray(), segment);
  }

  /** The rows of a local secondary index's entries in a part of the hash range. */
  public static KeyRange localIndexEntries(UUID tableId, int index, HashSegment segment) {
    return hashRange(indexWriter(tableId, index).toByteArray(), segment);
  }

  /**
   * Everything that a table's partitions keep in rows but their states, one range for each kind.
   */
  public static List<KeyRange> tableContents(UUID tableId) {
    return Stream.of(ITEM, LOCAL_INDEX, ITEM_COLLECTION)
        .map(kind -> KeyRange.withPrefix(tableWriter(kind, tableId).toByteArray()))
        .toList();
  }

  /** What a row of the catalog tells of. */
  public enum CatalogRow {
    VERSION,
    TABLE,
    STREAM,
    DELETED_TABLE
  }

  /** All rows of the catalog. */
  public static KeyRange catalog() {
    return new KeyRange(
        new byte[] {(byte) CATALOG_VERSION}, new byte[] {(byte) (DELETED_TABLE + 1)});
  }

  public static CatalogRow catalogRow(byte[] rowKey) {
    return switch (rowKey[0]) {
      case CATALOG_VERSION -> CatalogRow.VERSION;
      case CATALOG_TABLE -> CatalogRow.TABLE;
      case STREAM -> CatalogRow.STREAM;
      case DELETED_TABLE -> CatalogRow.DELETED_TABLE;
      default -> throw new MalformedBytesException("no row of the catalog: prefix " + rowKey[0]);
    };
  }

  /** The row that numbers the catalog's last commit. */
  public static byte[] catalogVersion() {
    return new byte[] {(byte) CATALOG_VERSION};
  }

  /** The row of a deleted table whose items are still being removed. */
  public static byte[] deletedTable(UUID tableId) {
    return tableWriter(DELETED_TABLE, tableId).toByteArray();
  }

  /** The id in the key of a {@link #deletedTable} row. */
  public static UUID deletedTableId(byte[] rowKey) {
    var reader = new ByteReader(rowKey);
    reader.readByte();
    var id = new UUID(reader.readLong(), reader.readLong());
    reader.expectEnd();
    return id;
  }

  /** The row of a table in the catalog. */
  public static byte[] catalogTable(String tableName) {
    return nameWriter(CATALOG_TABLE, tableName).toByteArray();
  }

  /** The row of a stream. */
  public static byte[] stream(String tableName, String label) {
    return withSecondName(nameWriter(STREAM, tableName), label);
  }

  /** The row that says where a partition stands. */
  public static byte[] partitionState(String partitionId) {
    return nameWriter(PARTITION_STATE, partitionId).toByteArray();
  }

  /** The id in the key of a {@link #partitionState} row. */
  public static String partitionId(byte[] rowKey) {
    return new String(rowKey, 1, rowKey.length - 1, StandardCharsets.UTF_8);
  }

  /** The rows of all partitions, closed ones included. */
  public static KeyRange partitionStates() {
    return allOf(PARTITION_STATE);
  }

  /** The row of a trigger's definition. */
  public static byte[] trigger(String triggerId) {
    return nameWriter(TRIGGER, triggerId).toByteArray();
  }

  /** The row of how far a trigger has come in one of the logs that it reads. */
  public static byte[] triggerPosition(String triggerId, String positionName) {
    return withSecondName(nameWriter(TRIGGER, triggerId), positionName);
  }

  /** The rows of all triggers, each definition followed by its positions. */
  public static KeyRange triggers() {
    return allOf(TRIGGER);
  }

  private static ByteWriter tableWriter(int kind, UUID tableId) {
    return new ByteWriter(128)
        .writeByte(kind)
        .writeLong(tableId.getMostSignificantBits())
        .writeLong(tableId.getLeastSignificantBits());
  }

  private static ByteWriter indexWriter(UUID tableId, int index) {
    return tableWriter(LOCAL_INDEX, tableId).writeByte(index);
  }

  private static ByteWriter writePartitionKey(
      ByteWriter writer, TableIdentity table, AttributeValue partitionKey) {
    byte[] encoded = KeyCodec.encode(partitionKey);
    return writer.writeLong(KeyHash.of(table, encoded)).writeRaw(encoded);
  }

  private static KeyRange hashRange(byte[] prefix, HashSegment segment) {
    Long to = segment.to();
    return new KeyRange(
        withHash(prefix, segment.from()),
        to == null ? KeyRange.successorOfPrefix(prefix) : withHash(prefix, to));
  }

  private static byte[] withHash(byte[] prefix, long hash) {
    return new ByteWriter(prefix.length + Long.BYTES)
        .writeRaw(prefix)
        .writeLong(hash)
        .toByteArray();
  }

  private static ByteWriter nameWriter(int prefix, String name) {
    return writeName(new ByteWriter().writeByte(prefix), name);
  }

  private static byte[] withSecondName(ByteWriter writer, String name) {
    return writeName(writer.writeByte(END_OF_NAME), name).toByteArray();
  }

  private static ByteWriter writeName(ByteWriter writer, String name) {
    if (name.isEmpty() || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("no name for a row: " + name);
    }
    return writer.writeUtf8(name, Utf8.length(name));
  }

  private static KeyRange allOf(int prefix) {
    return KeyRange.withPrefix(new byte[] {(byte) prefix});
  }
}
