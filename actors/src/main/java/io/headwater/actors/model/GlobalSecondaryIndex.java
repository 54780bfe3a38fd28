package io.headwater.actors.model;

import org.jspecify.annotations.Nullable;

/**
 * A second key for a table's items, with partitions of its own (query reference §6).
 *
 * @param projection what its entries have beside the keys of the index and of the table
 */
public record GlobalSecondaryIndex(
    String name, IndexKeySchema keySchema, IndexProjection projection) {
  /** The most of them that a table can have. */
  public static final int MAX_PER_TABLE = 20;

  /** Whether the index's entries have an attribute, if the item has it. */
  public boolean projects(KeySchema tableKey, String attributeName) {
    return keySchema.isKeyAttribute(attributeName)
        || tableKey.isKeyAttribute(attributeName)
        || projection.hasNonKeyAttribute(attributeName);
  }

  /**
   * What the index has of an item: keys and projected attributes. Null if the item is not in the
   * index because it lacks one of the index's key attributes.
   */
  public @Nullable Item entry(KeySchema tableKey, Item item) {
    return keySchema.keyOf(item) == null
        ? null
        : projection.of(item, name -> projects(tableKey, name));
  }
}
