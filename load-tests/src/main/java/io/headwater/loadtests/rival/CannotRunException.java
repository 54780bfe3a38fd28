package io.headwater.loadtests.rival;

/** What a command needs and this machine does not have; the message says it to the user. */
public final class CannotRunException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public CannotRunException(String message) {
    super(message);
  }
}
