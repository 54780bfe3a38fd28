package io.headwater.api.protocol;

import io.headwater.actors.json.ReadItem;
import io.headwater.actors.json.ReadItem.AttributeFault;
import io.headwater.actors.json.ReadValue;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.Item;

/** Takes the items and values out of requests, and reports their faults by where they are. */
public final class ItemValues {
  private ItemValues() {}

  /**
   * An item or a key.
   *
   * @throws DynamoDbException a ValidationException for the first fault
   */
  public static Item checked(ReadItem item, Wording wording) {
    AttributeFault fault = item.fault();
    if (fault != null) {
      throw wording.worded(fault.fault());
    }
    return item.attributes();
  }

  /**
   * A value.
   *
   * @throws DynamoDbException a ValidationException for its fault
   */
  public static AttributeValue checked(ReadValue value, Wording wording) {
    if (value.fault() != null) {
      throw wording.worded(value.fault());
    }
    return value.checked();
  }

  /**
   * Checks ExpressionAttributeValues.
   *
   * @throws DynamoDbException a ValidationException for the first fault
   */
  public static void requireExpressionValues(ReadItem values, Wording wording) {
    AttributeFault fault = values.fault();
    if (fault == null) {
      return;
    }
    if (wording == Wording.OLDER) {
      throw DynamoDbException.validation(
          "ExpressionAttributeValues contains invalid value: "
              + wording.text(fault.fault())
              + " for key "
              + fault.attributeName());
    }
    throw wording.worded(fault.fault());
  }

  /**
   * An ExclusiveStartKey. Faults of numbers and duplicates come without the prefix.
   *
   * @throws DynamoDbException a ValidationException for the first fault
   */
  public static Item checkedStartKey(ReadItem key, Wording wording) {
    AttributeFault fault = key.fault();
    if (fault == null) {
      return key.attributes();
    }
    String message = wording.text(fault.fault());
    throw DynamoDbException.validation(
        switch (fault.fault().kind()) {
          case NUMBER, DUPLICATES -> message;
          case NO_TYPE, SEVERAL_TYPES, NULL_NOT_TRUE, EMPTY_SET, NESTING, ATTRIBUTE_NAME ->
              "The provided starting key is invalid: " + message;
        });
  }
}
