package io.headwater.actors.model;

/** Carries a {@link DynamoDbError} out of nested pure code to the boundary that answers it. */
public final class DynamoDbException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient DynamoDbError error;

  public DynamoDbException(DynamoDbError error) {
    // A user error is an answer, not a fault: no stack trace to fill in on the hot path.
    super(error.message(), null, false, false);
    this.error = error;
  }

  public static DynamoDbException validation(String message) {
    return new DynamoDbException(DynamoDbError.of(ErrorCode.VALIDATION, message));
  }

  /** A ValidationException that begins as most sentences about parameters do. */
  public static DynamoDbException invalidParameter(String what) {
    return validation("One or more parameter values were invalid: " + what);
  }

  public DynamoDbError error() {
    return error;
  }
}
