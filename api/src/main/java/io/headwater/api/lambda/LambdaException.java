package io.headwater.api.lambda;

/** A refusal in the Lambda API's terms: status, error type and text. */
final class LambdaException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final String type;
  private final String text;

  LambdaException(int status, String type, String text) {
    // A user's error is an answer, not a fault: no stack trace.
    super(text, null, false, false);
    this.status = status;
    this.type = type;
    this.text = text;
  }

  int status() {
    return status;
  }

  String type() {
    return type;
  }

  String text() {
    return text;
  }
}
