package io.headwater.actors.index;

import io.headwater.actors.catalog.GlobalIndex;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.catalog.TableDefinition.PartitionRange;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.ItemLimits;
import io.headwater.actors.codec.ItemSize;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.model.AttributeNames;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.IndexKeySchema;
import io.headwater.actors.model.IndexProjection;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.KeySchema.KeyAttribute;
import io.headwater.persistence.store.RowChange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a global secondary index has of its table's items, and so what a change of an item changes
 * in it. Pure, and safe to use from any thread.
 */
public final class IndexChanges {
  private final TableDefinition table;
  private final GlobalIndex index;

  /** What places an entry: the key attributes of index and table. */
  private final AttributeNames keyAttributes;

  /** What an entry has; null: all that the item has. */
  private final @Nullable AttributeNames projected;

  public IndexChanges(TableDefinition table, GlobalIndex index) {
    this.table = table;
    this.index = index;
    var keys = keyAttributes();
    this.keyAttributes = AttributeNames.of(keys);
    var projection = index.index().projection();
    if (projection.type() == IndexProjection.Type.ALL) {
      this.projected = null;
    } else {
      keys.addAll(projection.nonKeyAttributes());
      this.projected = AttributeNames.of(keys);
    }
  }

  private List<String> keyAttributes() {
    return Stream.concat(
            index.index().keySchema().attributes(),
            IndexKeySchema.of(table.keySchema()).attributes())
        .map(KeyAttribute::name)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /**
   * What the index has of one item.
   *
   * @param indexPartitionId the index partition that keeps it
   */
  @SuppressWarnings("ArrayRecordComponent") // A carrier; never compared.
  public record Entry(String indexPartitionId, byte[] rowKey, EncodedItem item) {}

  /**
   * A change of an index partition's rows.
   *
   * @param commit of the source, in which the item changed
   */
  record EntryChange(String indexPartitionId, long commit, RowChange row) {}

  /**
   * The item's entry. Null if it has none: it lacks one of the index's key attributes, or has there
   * what no key can be, which it may have had before the index.
   */
  public @Nullable Entry entryOf(EncodedItem image) {
    Item keys = image.part(keyAttributes);
    var indexKey = index.index().keySchema().keyOf(keys);
    if (indexKey == null || !isAllowed(indexKey)) {
      return null;
    }
    var rowKey =
        RowKeys.globalIndexEntry(table, index.number(), indexKey, table.keySchema().keyOf(keys));
    return new Entry(
        PartitionRange.of(index.partitions(), RowKeys.globalIndexHash(rowKey)).partitionId(),
        rowKey,
        projected == null ? image : EncodedItem.of(image.part(projected)));
  }

  /** As writes are held against it, values of several attributes counting together. */
  private static boolean isAllowed(IndexKeySchema.Key key) {
    return isAllowed(key.hash(), ItemLimits.MAX_PARTITION_KEY_BYTES)
        && isAllowed(key.range(), ItemLimits.MAX_SORT_KEY_BYTES);
  }

  private static boolean isAllowed(List<AttributeValue> values, int maxBytes) {
    int sizeBytes = 0;
    for (AttributeValue value : values) {
      int valueBytes = ItemSize.of(value);
      if (valueBytes == 0) {
        return false; // Only an empty string or binary has no size.
      }
      sizeBytes += valueBytes;
    }
    return sizeBytes <= maxBytes;
  }

  /** Adds what a change of an item changes in the index; a null image is no item. */
  void addChange(
      long commit,
      @Nullable EncodedItem oldImage,
      @Nullable EncodedItem newImage,
      List<EntryChange> changes) {
    var before = oldImage == null ? null : entryOf(oldImage);
    var after = newImage == null ? null : entryOf(newImage);
    if (before != null && after != null && Arrays.equals(before.rowKey(), after.rowKey())) {
      if (!after.item().sameAs(before.item())) {
        changes.add(put(commit, after));
      }
      return;
    }
    if (before != null) {
      changes.add(
          new EntryChange(before.indexPartitionId(), commit, RowChange.remove(before.rowKey())));
    }
    if (after != null) {
      changes.add(put(commit, after));
    }
  }

  private static EntryChange put(long commit, Entry entry) {
    return new EntryChange(
        entry.indexPartitionId(), commit, RowChange.put(entry.rowKey(), entry.item().bytes()));
  }
}
