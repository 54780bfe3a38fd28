package io.headwater.api.operation;

import io.headwater.actors.model.DynamoDbError;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ErrorCode;

/**
 * Whether an operation puts what it says about expressions, sets and NULLs into the envelope of the
 * model's constraints, as the service does since 2025 for some operations (validation-and-errors
 * §5.1).
 */
public enum Wording {
  /** Never. */
  BARE,
  /** Only what it says of placeholders that no expression uses. */
  UNUSED_ENVELOPED,
  ENVELOPED;

  private static final String ENVELOPE = "1 validation error detected: ";

  /** The exception to be thrown for a fault in an expression, a set or a NULL. */
  public DynamoDbException worded(DynamoDbException e) {
    return this == ENVELOPED ? inEnvelope(e) : e;
  }

  /** The exception to be thrown for placeholders that no expression uses. */
  DynamoDbException wordedUnused(DynamoDbException e) {
    return this == BARE ? e : inEnvelope(e);
  }

  private static DynamoDbException inEnvelope(DynamoDbException e) {
    DynamoDbError error = e.error();
    return error.code() == ErrorCode.VALIDATION
        ? DynamoDbException.validation(ENVELOPE + error.message())
        : e;
  }
}
