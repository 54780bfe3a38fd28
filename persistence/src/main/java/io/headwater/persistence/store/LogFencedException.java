package io.headwater.persistence.store;

/**
 * A group held an entry that does not continue its log: its number is taken already, or a gap would
 * open before it. Nothing of the group was written, and the store goes on.
 */
public final class LogFencedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String logId;

  public LogFencedException(String logId, long expectedNr, long foundNr) {
    super("Log %s continues with entry %d, not %d".formatted(logId, expectedNr, foundNr));
    this.logId = logId;
  }

  /** The log whose writer stands elsewhere; the group's other logs are free of blame so far. */
  public String logId() {
    return logId;
  }
}
