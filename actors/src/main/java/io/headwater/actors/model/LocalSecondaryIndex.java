package io.headwater.actors.model;

import io.headwater.actors.model.KeySchema.KeyAttribute;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A second order of the items that share a partition key (query reference §5).
 *
 * @param keySchema the table's partition key and the index's own sort key
 */
public record LocalSecondaryIndex(String name, KeySchema keySchema, IndexProjection projection) {
  /** The most of them that a table can have. */
  public static final int MAX_PER_TABLE = 5;

  public LocalSecondaryIndex {
    if (keySchema.sortKey() == null) {
      throw new IllegalArgumentException("no sort key for the local secondary index " + name);
    }
  }

  public KeyAttribute sortKey() {
    var sortKey = keySchema.sortKey();
    if (sortKey == null) {
      throw new IllegalStateException("the constructor lets none through");
    }
    return sortKey;
  }

  /** Whether the index's entries have an attribute, if the item has it. */
  public boolean projects(KeySchema tableKey, String attributeName) {
    return keySchema.isKeyAttribute(attributeName)
        || tableKey.isKeyAttribute(attributeName)
        || projection.hasNonKeyAttribute(attributeName);
  }

  /**
   * What the index has of an item: keys and projected attributes. Null if the item is not in the
   * index because it lacks the index's sort key.
   */
  public @Nullable Item entry(KeySchema tableKey, Item item) {
    if (item.get(sortKey().name()) == null) {
      return null;
    }
    return projection.of(item, name -> projects(tableKey, name));
  }

  /** The index of that name, or null. */
  public static @Nullable LocalSecondaryIndex named(
      String name, List<LocalSecondaryIndex> indexes) {
    for (LocalSecondaryIndex index : indexes) {
      if (index.name().equals(name)) {
        return index;
      }
    }
    return null;
  }
}
