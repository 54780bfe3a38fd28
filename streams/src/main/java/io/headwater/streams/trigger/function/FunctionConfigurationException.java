package io.headwater.streams.trigger.function;

/** A function in the configuration that cannot be used. The message is meant for the operator. */
public final class FunctionConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public FunctionConfigurationException(String functionName, String problem) {
    super("headwater.functions." + functionName + ": " + problem);
  }
}
