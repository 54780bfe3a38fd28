package io.headwater.api.server;

import java.net.BindException;
import org.jspecify.annotations.Nullable;

/** The server can't be started. The message is one line that tells an operator why. */
public final class ServerStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ServerStartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** What lies at the bottom of a failed start, in one line. */
  static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && !(cause instanceof BindException)) {
      cause = cause.getCause();
    }
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    String line = message.lines().findFirst().orElse(message);
    return cause instanceof BindException ? "Cannot listen on " + line : line;
  }
}
