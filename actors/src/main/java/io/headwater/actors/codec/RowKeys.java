package io.headwater.actors.codec;

import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.IndexKeySchema;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.model.TimeToLive;
import io.headwater.persistence.store.KeyRange;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The keys of the database's rows: the one place where their prefixes are given out. The catalog's
 * are written by {@link CatalogRowKeys}.
 *
 * <pre>
 *   10 catalog version   | 10 |
 *   11 catalog tables    | 11 | table name |
 *   12 streams           | 12 | table name | 00 | stream label |
 *   13 deleted tables    | 13 | table id: 16 | while the table's rows are being removed
 *   14 deleted indexes   | 14 | table id: 16 | index: 2 | while the rows of a global index are removed
 *   20 items             | 20 | table id: 16 | hash: 8 | partition key | sort key |
 *   30 local indexes     | 30 | table id: 16 | index: 1 | hash: 8 | partition key |
 *                        |    | index's sort key | table's sort key |
 *   31 item collections  | 31 | table id: 16 | hash: 8 | partition key |
 *   32 global indexes    | 32 | table id: 16 | index number: 2 | hash: 8 | index's hash values |
 *                        |    | index's range values | partition key | sort key |
 *   40 times to live     | 40 | table id: 16 | generation: 8 | expiry, epoch seconds: 8 | hash: 8 |
 *                        |    | partition key | sort key |
 *   50 partition states  | 50 | partition id |
 *   51 index partitions  | 51 | index partition id |
 *   60 triggers          | 60 | trigger id |
 *                        | 60 | trigger id | 00 | position's name |
 * </pre>
 *
 * Names and ids are UTF-8 without a zero, numbers big-endian, an item's hash is its {@link
 * KeyHash}, key values are as {@link KeyCodec} writes them. A local index is its place in its
 * table's definition, from 0; a global one has its number, and its entry's hash is that of all its
 * hash values. The bytes below 10 are the engine's.
 */
public final class RowKeys {
  static final int CATALOG_VERSION = 0x10;
  static final int CATALOG_TABLE = 0x11;
  static final int STREAM = 0x12;
  static final int DELETED_TABLE = 0x13;
  static final int DELETED_INDEX = 0x14;
  static final int ITEM = 0x20;
  static final int LOCAL_INDEX = 0x30;
  static final int ITEM_COLLECTION = 0x31;
  static final int GLOBAL_INDEX = 0x32;
  static final int TIME_TO_LIVE = 0x40;
  static final int PARTITION_STATE = 0x50;
  static final int INDEX_PARTITION_STATE = 0x51;
  private static final int TRIGGER = 0x60;
  private static final int END_OF_NAME = 0;

  private RowKeys() {}

  /** The row of an item. */
  public static byte[] item(TableIdentity table, ItemKey key) {
    return writeKey(tableWriter(ITEM, table.id()), table, key).toByteArray();
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
    return writeSortKey(writer, key).toByteArray();
  }

  /** What the rows of all entries of an index with a partition key, and only they, begin with. */
  public static byte[] localIndexPrefix(
      TableIdentity table, int index, AttributeValue partitionKey) {
    return writePartitionKey(indexWriter(table.id(), index), table, partitionKey).toByteArray();
  }

  /**
   * The row of an item's entry in a global secondary index.
   *
   * @param number the index's
   * @param indexKey what the entry has for the index's key attributes
   */
  public static byte[] globalIndexEntry(
      TableIdentity table, int number, IndexKeySchema.Key indexKey, ItemKey key) {
    ByteWriter writer = writeHashValues(table, number, indexKey.hash());
    indexKey.range().forEach(value -> KeyCodec.write(value, writer));
    KeyCodec.write(key.partitionKey(), writer);
    return writeSortKey(writer, key).toByteArray();
  }

  /** What the rows of all entries with these hash values, and only they, begin with. */
  public static byte[] globalIndexPrefix(
      TableIdentity table, int number, List<AttributeValue> hashValues) {
    return writeHashValues(table, number, hashValues).toByteArray();
  }

  /** The hash in the key of a {@link #globalIndexEntry} row, by which it has its partition. */
  public static long globalIndexHash(byte[] rowKey) {
    ByteReader reader = behindTableId(rowKey, GLOBAL_INDEX, "an index entry's row");
    reader.readByte();
    reader.readByte();
    return reader.readLong();
  }

  /** The rows of all entries of a global secondary index. */
  public static KeyRange globalIndexEntries(UUID tableId, int number) {
    return KeyRange.withPrefix(globalIndexWriter(tableId, number).toByteArray());
  }

  /** The rows of a global secondary index's entries in a part of the hash range. */
  public static KeyRange globalIndexEntries(UUID tableId, int number, HashSegment segment) {
    return hashRange(globalIndexWriter(tableId, number).toByteArray(), segment);
  }

  /** The row of what all items and index entries with a partition key come to. */
  public static byte[] itemCollection(TableIdentity table, AttributeValue partitionKey) {
    return writePartitionKey(tableWriter(ITEM_COLLECTION, table.id()), table, partitionKey)
        .toByteArray();
  }

  /** The item's key, read back from its row's. */
  public static ItemKey itemKey(byte[] rowKey) {
    return readKey(behindTableId(rowKey, ITEM, "an item's row"));
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
    return Stream.of(ITEM, LOCAL_INDEX, ITEM_COLLECTION, GLOBAL_INDEX, TIME_TO_LIVE)
        .map(kind -> KeyRange.withPrefix(tableWriter(kind, tableId).toByteArray()))
        .toList();
  }

  /**
   * The row that files an item under the second in which it expires.
   *
   * @param generation of the table's time to live
   * @param expirySeconds epoch seconds, not negative
   */
  public static byte[] timeToLive(
      TableIdentity table, long generation, long expirySeconds, ItemKey key) {
    ByteWriter writer = timeToLiveWriter(table.id(), generation).writeLong(expirySeconds);
    return writeKey(writer, table, key).toByteArray();
  }

  /** What a {@link #timeToLive} row says, all of it in its key. */
  public record FiledItem(long generation, long expirySeconds, ItemKey key) {}

  /** Reads a {@link #timeToLive} row's key. */
  public static FiledItem filedItem(byte[] rowKey) {
    ByteReader reader = behindTableId(rowKey, TIME_TO_LIVE, "a time to live's row");
    return new FiledItem(reader.readLong(), reader.readLong(), readKey(reader));
  }

  /** The rows of items that expire in certain seconds, in the order of these. */
  public static KeyRange timesToLive(UUID tableId, long generation, TimeToLive.Due due) {
    return new KeyRange(
        timeToLiveWriter(tableId, generation).writeLong(due.fromSeconds()).toByteArray(),
        timeToLiveWriter(tableId, generation).writeLong(due.toSeconds()).toByteArray());
  }

  /** The rows of all generations of a table's time to live before one. */
  public static KeyRange timesToLiveBefore(UUID tableId, long generation) {
    return new KeyRange(
        tableWriter(TIME_TO_LIVE, tableId).toByteArray(),
        timeToLiveWriter(tableId, generation).toByteArray());
  }

  /** The row that says where a partition stands. */
  public static byte[] partitionState(String partitionId) {
    return nameWriter(PARTITION_STATE, partitionId).toByteArray();
  }

  /** The id in the key of a {@link #partitionState} row. */
  public static String partitionId(byte[] rowKey) {
    return new String(rowKey, 1, rowKey.length - 1, StandardCharsets.UTF_8);
  }

  /** The rows of a table's partitions. */
  public static KeyRange partitionStates(UUID tableId) {
    return KeyRange.withPrefix(
        nameWriter(PARTITION_STATE, PartitionIds.prefix(tableId)).toByteArray());
  }

  /** The rows of the partitions of all global secondary indexes of a table. */
  public static KeyRange indexPartitionStates(UUID tableId) {
    return KeyRange.withPrefix(
        nameWriter(INDEX_PARTITION_STATE, PartitionIds.prefix(tableId)).toByteArray());
  }

  /** The rows of the partitions of a global secondary index. */
  public static KeyRange indexPartitionStates(UUID tableId, int indexNumber) {
    return KeyRange.withPrefix(
        nameWriter(INDEX_PARTITION_STATE, PartitionIds.indexPrefix(tableId, indexNumber))
            .toByteArray());
  }

  /** The rows of all partitions, closed ones included. */
  public static KeyRange partitionStates() {
    return allOf(PARTITION_STATE);
  }

  /** The row that says where a partition of a global secondary index stands. */
  public static byte[] indexPartitionState(String indexPartitionId) {
    return nameWriter(INDEX_PARTITION_STATE, indexPartitionId).toByteArray();
  }

  /** The id in the key of an {@link #indexPartitionState} row. */
  public static String indexPartitionId(byte[] rowKey) {
    return partitionId(rowKey);
  }

  /** The rows of all partitions of global secondary indexes, closed ones included. */
  public static KeyRange indexPartitionStates() {
    return allOf(INDEX_PARTITION_STATE);
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

  static ByteWriter tableWriter(int kind, UUID tableId) {
    return new ByteWriter(128)
        .writeByte(kind)
        .writeLong(tableId.getMostSignificantBits())
        .writeLong(tableId.getLeastSignificantBits());
  }

  private static ByteWriter indexWriter(UUID tableId, int index) {
    return tableWriter(LOCAL_INDEX, tableId).writeByte(index);
  }

  private static ByteWriter timeToLiveWriter(UUID tableId, long generation) {
    return tableWriter(TIME_TO_LIVE, tableId).writeLong(generation);
  }

  static ByteWriter indexNumberWriter(int kind, UUID tableId, int number) {
    return tableWriter(kind, tableId).writeByte(number >>> Byte.SIZE).writeByte(number);
  }

  private static ByteWriter globalIndexWriter(UUID tableId, int number) {
    return indexNumberWriter(GLOBAL_INDEX, tableId, number);
  }

  private static ByteWriter writeHashValues(
      TableIdentity table, int number, List<AttributeValue> hashValues) {
    byte[] encoded = KeyCodec.encode(hashValues);
    return globalIndexWriter(table.id(), number)
        .writeLong(KeyHash.of(table, encoded))
        .writeRaw(encoded);
  }

  private static ByteWriter writePartitionKey(
      ByteWriter writer, TableIdentity table, AttributeValue partitionKey) {
    byte[] encoded = KeyCodec.encode(partitionKey);
    return writer.writeLong(KeyHash.of(table, encoded)).writeRaw(encoded);
  }

  /** An item's key with its hash before it. */
  private static ByteWriter writeKey(ByteWriter writer, TableIdentity table, ItemKey key) {
    return writeSortKey(writePartitionKey(writer, table, key.partitionKey()), key);
  }

  private static ByteWriter writeSortKey(ByteWriter writer, ItemKey key) {
    if (key.sortKey() != null) {
      KeyCodec.write(key.sortKey(), writer);
    }
    return writer;
  }

  private static ByteReader behindTableId(byte[] rowKey, int expectedPrefix, String what) {
    var reader = new ByteReader(rowKey);
    int prefix = reader.readByte();
    if (prefix != expectedPrefix) {
      throw new MalformedBytesException("expected the key of " + what + ", found prefix " + prefix);
    }
    reader.readLong();
    reader.readLong();
    return reader;
  }

  /** The rest of a row's key, which is a hash and an item's key. */
  private static ItemKey readKey(ByteReader reader) {
    reader.readLong();
    AttributeValue partitionKey = KeyCodec.read(reader);
    AttributeValue sortKey = reader.remaining() == 0 ? null : KeyCodec.read(reader);
    reader.expectEnd();
    return new ItemKey(partitionKey, sortKey);
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

  static ByteWriter nameWriter(int prefix, String name) {
    return writeName(new ByteWriter().writeByte(prefix), name);
  }

  static byte[] withSecondName(ByteWriter writer, String name) {
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
