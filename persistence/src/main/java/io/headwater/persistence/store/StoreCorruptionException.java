package io.headwater.persistence.store;

import org.jspecify.annotations.Nullable;

/**
 * What a read found on disk is not what was written. The message says what kind of entry it is and
 * in which file, never what is in it: keys and values are the users' data.
 */
public final class StoreCorruptionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Null if the damage is not one row's. */
  private final byte @Nullable [] rowKey;

  public StoreCorruptionException(String message) {
    this(message, null);
  }

  public StoreCorruptionException(String message, @Nullable Throwable cause) {
    this(message, cause, null);
  }

  private StoreCorruptionException(
      String message, @Nullable Throwable cause, byte @Nullable [] rowKey) {
    super(message, cause);
    this.rowKey = rowKey;
  }

  /** The same damage, of a row that is known. */
  public StoreCorruptionException ofRow(byte[] key) {
    return new StoreCorruptionException(String.valueOf(getMessage()), getCause(), key);
  }

  /** The key of the damaged row, not to be logged as it is; null if the damage is not one row's. */
  public byte @Nullable [] rowKey() {
    return rowKey == null ? null : rowKey.clone();
  }
}
