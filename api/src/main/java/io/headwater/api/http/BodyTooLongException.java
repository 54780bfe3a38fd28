package io.headwater.api.http;

/** A body is longer than a body may be, as it was sent or inflated. */
final class BodyTooLongException extends Exception {
  private static final long serialVersionUID = 1;

  BodyTooLongException(long maxBytes) {
    super("longer than " + maxBytes + " bytes", null, false, false);
  }
}
