package io.headwater.streams.trigger.function;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The forms in which the Lambda API names a function: {@code name}, {@code account:function:name},
 * {@code arn:aws:lambda:region:account:function:name}, each with {@code :qualifier} or without.
 */
public final class FunctionName {
  /** As the service model has it: up to 64 of these characters. */
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9-_]{1,64}");

  private static final Pattern ANY_FORM =
      Pattern.compile(
          "(?:(?:arn:[^:]+:lambda:[^:]*:)?[0-9]{12}:function:)?"
              + "(?<name>[a-zA-Z0-9-_]{1,64})(?::(?<qualifier>\\$LATEST|[a-zA-Z0-9-_]{1,128}))?");

  /** Functions have no versions here, so the only qualifier is the one that means none. */
  private static final String LATEST = "$LATEST";

  private FunctionName() {}

  /** The bare name; null if the text is of no such form or names a version or an alias. */
  public static @Nullable String parse(String nameOrArn) {
    var matcher = ANY_FORM.matcher(nameOrArn);
    if (!matcher.matches()) {
      return null;
    }
    String qualifier = matcher.group("qualifier");
    return qualifier == null || qualifier.equals(LATEST) ? matcher.group("name") : null;
  }

  static boolean isValid(String name) {
    return NAME.matcher(name).matches();
  }
}
