package io.headwater.actors.model;

import org.jspecify.annotations.Nullable;

/** A way in which a request failed, as a value that can cross an actor boundary. */
public sealed interface DynamoDbError {
  /** What a fault of ours tells a client: nothing about its cause. */
  String INTERNAL_MESSAGE =
      "The request processing has failed because of an unknown error, exception or failure";

  ErrorCode code();

  /** Empty for the few protocol errors that DynamoDB answers without a message. */
  String message();

  /** An error of which only code and text are told. */
  record Plain(ErrorCode code, String message) implements DynamoDbError {}

  /** {@code item} is set only when the request asked for ALL_OLD on failure. */
  record ConditionalCheckFailed(@Nullable Item item) implements DynamoDbError {
    @Override
    public ErrorCode code() {
      return ErrorCode.CONDITIONAL_CHECK_FAILED;
    }

    @Override
    public String message() {
      return "The conditional request failed";
    }
  }

  static DynamoDbError internal() {
    return new Plain(ErrorCode.INTERNAL, INTERNAL_MESSAGE);
  }

  static DynamoDbError of(ErrorCode code, String message) {
    return new Plain(code, message);
  }
}
