package io.headwater.api.server;

import java.net.BindException;
import java.nio.channels.UnresolvedAddressException;
import org.jspecify.annotations.Nullable;

/** The server can't be started. The message is one line that tells an operator why. */
public final class ServerStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ServerStartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** For a part that failed to start. */
  static ServerStartException because(Throwable failure) {
    return new ServerStartException(reason(rootOf(failure)), failure);
  }

  /** For an address that can't be listened on. */
  static ServerStartException cannotListen(String host, int port, ServerStartException failure) {
    Throwable root = rootOf(failure);
    String reason =
        switch (root) {
          // Pekko puts the address in front, in brackets.
          case BindException _ -> reason(root).replaceFirst("^\\[.*] ", "");
          case UnresolvedAddressException _ -> "unknown host";
          default -> reason(root);
        };
    return new ServerStartException(
        "Cannot listen on " + host + ":" + port + ": " + reason, failure);
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && !(root instanceof BindException)) {
      root = root.getCause();
    }
    return root;
  }

  private static String reason(Throwable root) {
    String message = root.getMessage() == null ? root.toString() : root.getMessage();
    return message.lines().findFirst().orElse(message);
  }
}
