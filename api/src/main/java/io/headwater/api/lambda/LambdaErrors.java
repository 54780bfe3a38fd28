package io.headwater.api.lambda;

import java.util.Set;
import java.util.TreeSet;

/** The errors that a request earns before a mapping is looked at, with the Lambda API's texts. */
final class LambdaErrors {
  private static final String INVALID_PARAMETER = "InvalidParameterValueException";
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;

  /** The digits of the greatest int; a longer number is out of every range here. */
  private static final int MAX_INT_DIGITS = 10;

  private LambdaErrors() {}

  static LambdaException invalid(String message) {
    return new LambdaException(BAD_REQUEST, INVALID_PARAMETER, message);
  }

  static LambdaException unreadableBody() {
    return new LambdaException(
        BAD_REQUEST,
        "InvalidRequestContentException",
        "Could not parse request body into json: expected one JSON object");
  }

  static LambdaException wrongType(String member, String type) {
    return new LambdaException(
        BAD_REQUEST, "SerializationException", member + " must be of type " + type);
  }

  static LambdaException unsupportedParameter(String member, Set<String> supported) {
    return invalid(
        "Unsupported parameter: %s. Headwater supports %s here."
            .formatted(member, String.join(", ", new TreeSet<>(supported))));
  }

  static LambdaException noSuchOperation(String method, String path) {
    return new LambdaException(
        NOT_FOUND,
        "UnknownOperationException",
        "Headwater has no operation %s %s".formatted(method, path));
  }

  /** What the service model's constraints say of a value. */
  static LambdaException constraint(String value, String member, String constraint) {
    String memberOnWire = Character.toLowerCase(member.charAt(0)) + member.substring(1);
    return invalid(
        "1 validation error detected: Value %s at '%s' failed to satisfy constraint: Member must %s"
            .formatted(value, memberOnWire, constraint));
  }

  static LambdaException missing(String member) {
    return constraint("null", member, "not be null.");
  }

  /** A whole number from a range, out of its text. */
  static int checkedNumber(String member, String text, int min, int max) {
    String quoted = "'" + text + "'";
    boolean negative = text.startsWith("-");
    long number =
        text.length() > MAX_INT_DIGITS + 1
            ? (negative ? Long.MIN_VALUE : Long.MAX_VALUE)
            : parsed(member, text);
    if (number < min) {
      throw constraint(quoted, member, "have value greater than or equal to " + min);
    }
    if (number > max) {
      throw constraint(quoted, member, "have value less than or equal to " + max);
    }
    return (int) number;
  }

  private static long parsed(String member, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      throw wrongType(member, "Integer");
    }
  }
}
