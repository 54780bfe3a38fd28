package io.headwater.actors.json;

import io.headwater.actors.model.DynamoDbException;

/**
 * The first rule of attribute values that a well-typed value breaks. Each operation reports it in
 * its own place and with its own prefix, so it is kept as a value.
 *
 * @param message the text of most operations
 * @param olderMessage the text of the operations that DynamoDB has not moved to its current checks
 *     of values
 */
public record ValueFault(Kind kind, String message, String olderMessage) {

  /** A fault that all operations report in the same words. */
  ValueFault(Kind kind, String message) {
    this(kind, message, message);
  }

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

  /** The fault of a top-level attribute without a name. */
  public static final ValueFault NAME_EMPTY =
      new ValueFault(Kind.ATTRIBUTE_NAME, "Empty attribute name");

  /** The fault as the exception that answers a request when no prefix is due. */
  public DynamoDbException toException() {
    return DynamoDbException.validation(message);
  }
}
