package io.headwater.streams.trigger;

/** A mapping with what is becoming of it. */
public record MappingDescription(EventSourceMapping mapping, State state, LastResult lastResult) {

  /** Where a mapping stands in its life; the wire name is the one of the Lambda API. */
  public enum State {
    CREATING("Creating"),
    ENABLING("Enabling"),
    ENABLED("Enabled"),
    DISABLING("Disabling"),
    DISABLED("Disabled"),
    UPDATING("Updating"),
    DELETING("Deleting");

    private final String wireName;

    State(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }
  }

  /** How the newest call went since this process started, in the Lambda API's words. */
  public enum LastResult {
    NONE("No records processed"),
    OK("OK"),
    FUNCTION_FAILED("PROBLEM: Function call failed"),
    FUNCTION_MISSING("PROBLEM: Function does not exist");

    private final String text;

    LastResult(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }
}
