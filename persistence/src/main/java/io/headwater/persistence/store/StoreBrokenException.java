package io.headwater.persistence.store;

/** The engine failed in a way that leaves its state on disk unknown; only a restart helps. */
public final class StoreBrokenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreBrokenException(String message, Throwable cause) {
    super(message, cause);
  }
}
