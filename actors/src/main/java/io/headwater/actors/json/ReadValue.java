package io.headwater.actors.json;

import io.headwater.actors.model.AttributeValue;
import org.jspecify.annotations.Nullable;

/** A value of the right JSON types, or what is wrong with it; just one of the two is null. */
public record ReadValue(@Nullable AttributeValue value, @Nullable ValueFault fault) {

  static ReadValue of(AttributeValue value) {
    return new ReadValue(value, null);
  }

  static ReadValue of(ValueFault fault) {
    return new ReadValue(null, fault);
  }

  /**
   * The value.
   *
   * @throws io.headwater.actors.model.DynamoDbException a ValidationException with the fault's text
   */
  public AttributeValue checked() {
    if (value == null) {
      throw fault == null ? ValueFault.NO_TYPE.toException() : fault.toException();
    }
    return value;
  }
}
