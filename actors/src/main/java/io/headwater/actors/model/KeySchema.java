package io.headwater.actors.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which attributes make up a table's primary key, and their types. */
public record KeySchema(KeyAttribute partitionKey, @Nullable KeyAttribute sortKey) {

  /** A key attribute; its type is S, N or B. */
  public record KeyAttribute(String name, AttributeType type) {}

  public boolean isKeyAttribute(String attributeName) {
    return partitionKey.name().equals(attributeName)
        || (sortKey != null && sortKey.name().equals(attributeName));
  }

  public AttributeNames attributeNames() {
    return AttributeNames.of(
        sortKey == null
            ? List.of(partitionKey.name())
            : List.of(partitionKey.name(), sortKey.name()));
  }

  /** The key of an item that was checked to have one. */
  public ItemKey keyOf(Item item) {
    return new ItemKey(
        present(item, partitionKey), sortKey == null ? null : present(item, sortKey));
  }

  /** The key as attributes, partition key first. */
  public Item toItem(ItemKey key) {
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    attributes.put(partitionKey.name(), key.partitionKey());
    if (sortKey != null && key.sortKey() != null) {
      attributes.put(sortKey.name(), key.sortKey());
    }
    return new Item(attributes);
  }

  private static AttributeValue present(Item item, KeyAttribute attribute) {
    AttributeValue value = item.get(attribute.name());
    if (value == null) {
      throw new IllegalArgumentException("no key attribute " + attribute.name() + " in the item");
    }
    return value;
  }
}
