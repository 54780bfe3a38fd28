package io.headwater.actors.json;

import io.headwater.actors.model.DynamoDbException;

/**
 * The first rule of attribute values that a well-typed value breaks. Where and with what prefix it
 * is reported is the operation's matter, so it waits as a value.
 */
public record ValueFault(Kind kind, String message) {

  /** What is wrong, for operations that report some faults in another way than the rest. */
  public enum Kind {
    NO_TYPE,
    SEVERAL_TYPES,
    NULL_NOT_TRUE,
    EMPTY_SET,
    DUPLICATES,
    NUMBER,
    NESTING,
    ATTRIBUTE_NAME
  }

  static final ValueFault NO_TYPE =
      new ValueFault(
          Kind.NO_TYPE,
          "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");

  static final ValueFault SEVERAL_TYPES =
      new ValueFault(
          Kind.SEVERAL_TYPES,
          "Supplied AttributeValue has more than one datatypes set, "
              + "must contain exactly one of the supported datatypes");

  /** The fault as the exception that answers a request when no prefix is due. */
  public DynamoDbException toException() {
    return DynamoDbException.validation(message);
  }
}
