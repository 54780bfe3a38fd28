package io.headwater.actors.json;

import io.headwater.actors.model.Item;
import org.jspecify.annotations.Nullable;

/**
 * A map of attribute values of the right JSON types: an item, a key, expression values.
 *
 * @param attributes without those that have a fault
 * @param fault the first attribute's that has one; null: all is well
 */
public record ReadItem(Item attributes, @Nullable AttributeFault fault) {

  /** A fault in a top-level attribute's name or value, or anywhere below it. */
  public record AttributeFault(String attributeName, ValueFault fault) {}

  /**
   * The whole item.
   *
   * @throws io.headwater.actors.model.DynamoDbException a ValidationException with the fault's text
   */
  public Item checked() {
    if (fault != null) {
      throw fault.fault().toException();
    }
    return attributes;
  }
}
