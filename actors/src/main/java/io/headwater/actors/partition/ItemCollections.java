package io.headwater.actors.partition;

import io.headwater.actors.codec.ByteReader;
import io.headwater.actors.codec.ByteWriter;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.MalformedBytesException;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.DynamoDbError;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ErrorCode;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.model.ItemStatistics;
import io.headwater.actors.model.LocalSecondaryIndex;
import io.headwater.persistence.store.RowChange;
import io.headwater.persistence.store.RowRead;
import io.headwater.persistence.store.StoreCorruptionException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a batch does to the local secondary indexes of its table: entries come and go with their
 * items, and the size of each item collection is kept beside them. Used once, and only for tables
 * with such indexes; others have neither rows.
 *
 * <p>An item collection is the items with one partition key and their index entries. Its size is
 * the sum of their sizes (API reference, ItemCollectionMetrics: items and projected attributes),
 * without the 100 bytes that storage is billed for with each.
 *
 * <pre>
 *   row of a collection | version u8 = 1 | size varint (bytes) |
 * </pre>
 */
public final class ItemCollections {
  /** The most that a collection may come to: 10 GiB (query reference §5). */
  static final long MAX_SIZE_BYTES = 10L << 30;

  private static final int VERSION = 1;

  private final PartitionDefinition definition;
  private final List<LocalSecondaryIndex> indexes;
  private final BatchRows needed;
  private final List<RowRead> rows;
  private final Map<AttributeValue, Collection> collections = new LinkedHashMap<>();
  private final List<ItemStatistics> deltas = new ArrayList<>();

  /** A collection as the batch has left it so far. */
  private static final class Collection {
    final long sizeBytesBefore;
    long sizeBytes;

    Collection(long sizeBytes) {
      this.sizeBytesBefore = sizeBytes;
      this.sizeBytes = sizeBytes;
    }
  }

  /** What an index has of an item. */
  private static final class Entry {
    final byte[] rowKey;
    final EncodedItem item;

    Entry(byte[] rowKey, EncodedItem item) {
      this.rowKey = rowKey;
      this.item = item;
    }
  }

  /**
   * Begins a batch.
   *
   * @param rows those of the needed rows that were read, which are the first ones
   */
  ItemCollections(PartitionDefinition definition, BatchRows needed, List<RowRead> rows) {
    this.definition = definition;
    this.indexes = definition.localSecondaryIndexes();
    indexes.forEach(_ -> deltas.add(ItemStatistics.NONE));
    this.needed = needed;
    this.rows = rows;
  }

  /**
   * What the collection of a key comes to after the writes so far.
   *
   * @throws StoreCorruptionException if the collection's row is damaged
   */
  long sizeBytes(ItemKey key) {
    return collection(key).sizeBytes;
  }

  /**
   * Has the indexes follow a change of an item.
   *
   * @param rowChanges gets the changes of the indexes' rows
   * @throws DynamoDbException ItemCollectionSizeLimitExceededException, before anything changed, if
   *     the collection grew beyond its limit
   */
  void change(
      ItemKey key,
      @Nullable EncodedItem before,
      @Nullable EncodedItem after,
      RowChanges rowChanges) {
    List<@Nullable Entry> entriesBefore = entries(key, before);
    List<@Nullable Entry> entriesAfter = entries(key, after);
    long growthBytes = sizeBytes(after) - sizeBytes(before);
    for (int i = 0; i < indexes.size(); i++) {
      growthBytes += sizeBytes(entriesAfter.get(i)) - sizeBytes(entriesBefore.get(i));
    }
    var collection = collection(key);
    if (growthBytes > 0 && collection.sizeBytes + growthBytes > MAX_SIZE_BYTES) {
      throw new DynamoDbException(
          DynamoDbError.of(
              ErrorCode.ITEM_COLLECTION_SIZE_LIMIT_EXCEEDED, "Collection size exceeded."));
    }
    collection.sizeBytes += growthBytes;
    for (int i = 0; i < indexes.size(); i++) {
      change(i, entriesBefore.get(i), entriesAfter.get(i), rowChanges);
    }
  }

  private void change(
      int index, @Nullable Entry before, @Nullable Entry after, RowChanges rowChanges) {
    if (before != null && after != null && before.item.sameAs(after.item)) {
      return;
    }
    if (before != null) {
      rowChanges.put(RowChange.remove(before.rowKey));
    }
    if (after != null) {
      rowChanges.put(RowChange.put(after.rowKey, after.item.bytes()));
    }
    var delta =
        new ItemStatistics(
            (after == null ? 0 : 1) - (before == null ? 0 : 1),
            sizeBytes(after) - sizeBytes(before));
    deltas.set(index, deltas.get(index).plus(delta));
  }

  /** Adds the rows of the collections whose size the batch has changed. */
  void addCollectionRows(RowChanges rowChanges) {
    collections.forEach((partitionKey, collection) -> {
      if (collection.sizeBytes != collection.sizeBytesBefore) {
        byte[] rowKey = RowKeys.itemCollection(definition, partitionKey);
        byte[] row = collection.sizeBytes == 0 ? null : row(collection.sizeBytes);
        rowChanges.put(new RowChange(rowKey, row));
      }
    });
  }

  /** How each index has grown, in the definition's order. */
  List<ItemStatistics> deltas() {
    return List.copyOf(deltas);
  }

  private List<@Nullable Entry> entries(ItemKey key, @Nullable EncodedItem encoded) {
    List<@Nullable Entry> entries = new ArrayList<>(indexes.size());
    Item item = encoded == null ? null : encoded.item();
    for (int i = 0; i < indexes.size(); i++) {
      entries.add(item == null || encoded == null ? null : entry(i, key, encoded, item));
    }
    return entries;
  }

  private @Nullable Entry entry(int number, ItemKey key, EncodedItem encoded, Item item) {
    var index = indexes.get(number);
    Item projected = index.entry(definition.keySchema(), item);
    if (projected == null) {
      return null;
    }
    AttributeValue sortKey = Objects.requireNonNull(item.get(index.sortKey().name()));
    byte[] rowKey = RowKeys.localIndexEntry(definition, number, key, sortKey);
    // An index of all attributes has the item itself.
    boolean whole = projected.attributes().size() == item.attributes().size();
    return new Entry(rowKey, whole ? encoded : EncodedItem.of(projected));
  }

  private Collection collection(ItemKey key) {
    return collections.computeIfAbsent(
        key.partitionKey(),
        partitionKey -> {
          byte[] row = rows.get(needed.collectionPlace(partitionKey)).value();
          return new Collection(row == null ? 0 : sizeBytes(row));
        });
  }

  private static long sizeBytes(@Nullable Entry entry) {
    return entry == null ? 0 : entry.item.itemSizeBytes();
  }

  private static long sizeBytes(@Nullable EncodedItem item) {
    return item == null ? 0 : item.itemSizeBytes();
  }

  static byte[] row(long sizeBytes) {
    return new ByteWriter().writeByte(VERSION).writeVarint(sizeBytes).toByteArray();
  }

  /** The size that a row of a collection tells. */
  public static long sizeBytes(byte[] row) {
    var reader = new ByteReader(row);
    int version = reader.readByte();
    if (version != VERSION) {
      throw new MalformedBytesException("item collection of unknown version " + version);
    }
    long sizeBytes = reader.readVarint();
    reader.expectEnd();
    return sizeBytes;
  }
}
