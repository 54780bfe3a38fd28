package io.headwater.api.operation;

import io.headwater.actors.json.ReadItem;
import io.headwater.actors.json.ReadItem.AttributeFault;
import io.headwater.actors.json.ValueFault;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.Item;

/** Takes the items out of requests, and words the faults of their values by where they stand. */
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
      throw worded(fault.fault(), fault.fault().message(), wording);
    }
    return item.attributes();
  }

  /**
   * Checks ExpressionAttributeValues.
   *
   * @throws DynamoDbException a ValidationException for the first fault
   */
  static void requireExpressionValues(ReadItem values, Wording wording) {
    AttributeFault fault = values.fault();
    if (fault != null) {
      throw worded(fault.fault(), inExpressionValues(fault), wording);
    }
  }

  /**
   * An ExclusiveStartKey. Faults of numbers and duplicates come without the prefix.
   *
   * @throws DynamoDbException a ValidationException for the first fault
   */
  public static Item checkedStartKey(ReadItem key) {
    AttributeFault fault = key.fault();
    if (fault == null) {
      return key.attributes();
    }
    String message = fault.fault().message();
    throw DynamoDbException.validation(
        switch (fault.fault().kind()) {
          case NUMBER, DUPLICATES -> message;
          case NO_TYPE, SEVERAL_TYPES, NULL_NOT_TRUE, EMPTY_SET, NESTING, ATTRIBUTE_NAME ->
              "The provided starting key is invalid: " + message;
        });
  }

  private static String inExpressionValues(AttributeFault fault) {
    String message = fault.fault().message();
    return switch (fault.fault().kind()) {
      case NESTING, NULL_NOT_TRUE -> message;
      case NO_TYPE, SEVERAL_TYPES, EMPTY_SET, DUPLICATES, NUMBER, ATTRIBUTE_NAME ->
          "ExpressionAttributeValues contains invalid value: "
              + message
              + " for key "
              + fault.attributeName();
    };
  }

  /** Only some faults are put into the envelope. */
  private static DynamoDbException worded(ValueFault fault, String message, Wording wording) {
    var plain = DynamoDbException.validation(message);
    return switch (fault.kind()) {
      case NULL_NOT_TRUE, EMPTY_SET, DUPLICATES -> wording.worded(plain);
      case NO_TYPE, SEVERAL_TYPES, NUMBER, NESTING, ATTRIBUTE_NAME -> plain;
    };
  }
}
