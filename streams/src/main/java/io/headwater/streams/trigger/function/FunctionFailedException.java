package io.headwater.streams.trigger.function;

import org.jspecify.annotations.Nullable;

/** A call that the function did not handle: it threw, timed out, or answered an error. */
public final class FunctionFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public FunctionFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
