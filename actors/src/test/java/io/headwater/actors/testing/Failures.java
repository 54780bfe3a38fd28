package io.headwater.actors.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ErrorCode;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Expects modelled errors. */
public final class Failures {
  private Failures() {}

  /** Expects a call to fail with a modelled error, bare or as the cause of a completion's. */
  public static void assertFails(ThrowingCallable call, ErrorCode code) {
    assertThatThrownBy(call).extracting(Failures::codeOf).isEqualTo(code);
  }

  private static ErrorCode codeOf(Throwable failure) {
    var modelled = failure instanceof DynamoDbException exception ? exception : failure.getCause();
    return ((DynamoDbException) Objects.requireNonNull(modelled)).error().code();
  }
}
