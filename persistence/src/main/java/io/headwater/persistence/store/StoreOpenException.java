package io.headwater.persistence.store;

import org.jspecify.annotations.Nullable;

/** The store cannot be opened. The message is one line that tells an operator what to do. */
public final class StoreOpenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreOpenException(String message) {
    this(message, null);
  }

  public StoreOpenException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
