package io.headwater.loadtests.differential;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Something in which DynamoDB Local is not DynamoDB, or in which each may do as it likes.
 *
 * @param id short, for the summary
 * @param dynamoDbLocal what DynamoDB Local does
 * @param aws what AWS does, and so Headwater
 * @param source where the AWS behaviour is written down, with its tag
 */
record KnownDifference(
    String id, String dynamoDbLocal, String aws, String source, Matcher matcher) {
  private static final String ENVELOPE = "1 validation error detected: ";

  /** Says whether the difference between two outcomes of a call is this one, and nothing else. */
  @FunctionalInterface
  interface Matcher {
    boolean matches(Call call, Outcome headwater, Outcome dynamoDbLocal);

    /** This for calls of which the condition is true. */
    default Matcher where(Predicate<Call> condition) {
      return (call, headwater, local) -> condition.test(call) && matches(call, headwater, local);
    }
  }

  /**
   * Two failures, by error type and text. A text is a regular expression for {@code type: message}.
   * The envelope that DynamoDB puts around some texts is left out.
   */
  static Matcher errors(String headwaterText, String dynamoDbLocalText) {
    Predicate<String> ours = Pattern.compile(headwaterText, Pattern.DOTALL).asMatchPredicate();
    Predicate<String> theirs =
        Pattern.compile(dynamoDbLocalText, Pattern.DOTALL).asMatchPredicate();
    return (_, headwater, local) ->
        !headwater.isSuccess()
            && !local.isSuccess()
            && ours.test(text(headwater))
            && theirs.test(text(local));
  }

  /** Two ValidationExceptions, by regular expressions for their messages. */
  static Matcher validations(String headwaterMessage, String dynamoDbLocalMessage) {
    return errors(
        "ValidationException: (?:" + headwaterMessage + ")",
        "ValidationException: (?:" + dynamoDbLocalMessage + ")");
  }

  private static String text(Outcome outcome) {
    String message = outcome.message();
    boolean ofModel = message.contains("failed to satisfy constraint");
    String bare =
        message.startsWith(ENVELOPE) && !ofModel ? message.substring(ENVELOPE.length()) : message;
    return outcome.errorType() + ": " + bare;
  }
}
