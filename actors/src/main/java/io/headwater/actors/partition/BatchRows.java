package io.headwater.actors.partition;

import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The rows that the decision of a batch needs, each once: the row of each write's item and, in a
 * table with local secondary indexes, that of its item collection. They are in the order of the
 * writes, so those of the first writes are the first rows.
 */
final class BatchRows {
  private final List<byte[]> keys = new ArrayList<>();
  private final List<Bytes> itemRows;
  private final int[] itemPlaces;
  private final Map<AttributeValue, Integer> collectionPlaces = new HashMap<>();

  /** The rows for writes to a partition. */
  BatchRows(PartitionDefinition definition, List<Write> writes) {
    boolean indexed = !definition.localSecondaryIndexes().isEmpty();
    this.itemRows = new ArrayList<>(writes.size());
    this.itemPlaces = new int[writes.size()];
    Map<Bytes, Integer> places = HashMap.newHashMap(writes.size());
    for (Write write : writes) {
      // Before the item: a collection's row is small, so with it at least one item is read.
      if (indexed && !collectionPlaces.containsKey(write.key().partitionKey())) {
        collectionPlaces.put(write.key().partitionKey(), keys.size());
        keys.add(RowKeys.itemCollection(definition, write.key().partitionKey()));
      }
      byte[] rowKey = RowKeys.item(definition, write.key());
      var row = Bytes.ofOwned(rowKey);
      Integer place = places.putIfAbsent(row, keys.size());
      itemPlaces[itemRows.size()] = place == null ? keys.size() : place;
      itemRows.add(row);
      if (place == null) {
        keys.add(rowKey);
      }
    }
  }

  /** The keys of the rows, to be read in this order. */
  List<byte[]> keys() {
    return keys;
  }

  /** The index in {@link #keys} of the item of a write. */
  int itemPlace(int write) {
    return itemPlaces[write];
  }

  Bytes itemRow(int write) {
    return itemRows.get(write);
  }

  /** The index in {@link #keys} of the item collection of a partition key. */
  int collectionPlace(AttributeValue partitionKey) {
    return Objects.requireNonNull(collectionPlaces.get(partitionKey));
  }
}
