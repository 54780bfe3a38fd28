package io.headwater.streams.trigger;

/** Carries a {@link TriggerError} to whoever asked. */
public final class TriggerException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient TriggerError error;

  public TriggerException(TriggerError error) {
    // A user's error is an answer, not a fault: no stack trace.
    super(error.message(), null, false, false);
    this.error = error;
  }

  public TriggerError error() {
    return error;
  }
}
