package io.headwater.persistence.store;

import org.jspecify.annotations.Nullable;

/**
 * What a read found on disk is not what was written. The message says what kind of entry it is,
 * never what is in it: keys and values are the users' data.
 */
public final class StoreCorruptionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreCorruptionException(String message) {
    this(message, null);
  }

  public StoreCorruptionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
