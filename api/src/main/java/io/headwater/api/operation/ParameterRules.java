package io.headwater.api.operation;

import io.headwater.actors.model.DynamoDbException;
import io.headwater.api.protocol.Structure;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which parameters of an operation go together (validation-and-errors §6.4).
 *
 * @param legacy the parameters that expressions replaced, as the service lists them in its message
 * @param unlisted further legacy parameters, which that message leaves out
 * @param expressions the expressions that the operation takes, in the message's order
 * @param usingValues those of them that may use ExpressionAttributeValues, in their message's order
 */
public record ParameterRules(
    List<String> legacy,
    List<String> unlisted,
    List<String> expressions,
    List<String> usingValues) {
  private static final String NAMES = "ExpressionAttributeNames";
  private static final String VALUES = "ExpressionAttributeValues";

  public ParameterRules {
    legacy = List.copyOf(legacy);
    unlisted = List.copyOf(unlisted);
    expressions = List.copyOf(expressions);
    usingValues = List.copyOf(usingValues);
  }

  /**
   * Checks that legacy parameters and expressions are not mixed, then that no placeholders are
   * given without an expression that could use them. What is legacy is then refused, because
   * Headwater serves expressions only.
   *
   * @throws DynamoDbException a ValidationException
   */
  public void check(Structure request, Wording wording) {
    try {
      checkMixing(request);
    } catch (DynamoDbException e) {
      throw wording.worded(e);
    }
    refuseLegacy(request);
  }

  private void checkMixing(Structure request) {
    List<String> legacyGiven = given(request, legacy);
    List<String> expressionsGiven = given(request, expressions);
    if (!legacyGiven.isEmpty() && !expressionsGiven.isEmpty()) {
      throw DynamoDbException.validation(
          "Can not use both expression and non-expression parameters in the same request:"
              + " Non-expression parameters: "
              + inBraces(legacyGiven)
              + " Expression parameters: "
              + inBraces(expressionsGiven));
    }
    checkPlaceholders(request, expressionsGiven);
  }

  private void refuseLegacy(Structure request) {
    String refused = firstGiven(request, legacy);
    if (refused == null) {
      refused = firstGiven(request, unlisted);
    }
    if (refused != null) {
      throw DynamoDbException.validation(
          "The legacy parameter " + refused + " is not supported by Headwater; use an expression");
    }
  }

  private void checkPlaceholders(Structure request, List<String> expressionsGiven) {
    if (expressionsGiven.isEmpty() && request.has(NAMES)) {
      throw DynamoDbException.validation(NAMES + " can only be specified when using expressions");
    }
    if (!usingValues.isEmpty()
        && request.has(VALUES)
        && usingValues.stream().noneMatch(request::has)) {
      throw DynamoDbException.validation(
          VALUES
              + " can only be specified when using expressions: "
              + String.join(" and ", usingValues)
              + (usingValues.size() == 1 ? " is null" : " are null"));
    }
  }

  private static List<String> given(Structure request, List<String> members) {
    return members.stream().filter(request::has).toList();
  }

  private static @Nullable String firstGiven(Structure request, List<String> members) {
    for (String member : members) {
      if (request.has(member)) {
        return member;
      }
    }
    return null;
  }

  private static String inBraces(List<String> members) {
    return members.stream().collect(Collectors.joining(", ", "{", "}"));
  }
}
