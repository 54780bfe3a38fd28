package io.headwater.api.operation;

import io.headwater.actors.model.DynamoDbException;
import io.headwater.api.protocol.Structure;
import io.headwater.api.protocol.Wording;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which parameters of an operation go together (validation-and-errors §6.4).
 *
 * @param legacy the parameters that expressions replaced, as the service lists them in its message
 * @param expressions the expressions that the operation takes, in the message's order
 * @param usingValues those of them that may use ExpressionAttributeValues, in their message's order
 */
public record ParameterRules(
    List<String> legacy, List<String> expressions, List<String> usingValues) {
  private static final String NAMES = "ExpressionAttributeNames";
  private static final String VALUES = "ExpressionAttributeValues";

  public ParameterRules {
    legacy = List.copyOf(legacy);
    expressions = List.copyOf(expressions);
    usingValues = List.copyOf(usingValues);
  }

  /**
   * Checks that legacy parameters and expressions are not mixed, then that no placeholders are
   * given without an expression that could use them.
   *
   * @throws DynamoDbException a ValidationException
   */
  public void check(Structure request, Wording wording) {
    try {
      requireNotMixed(List.of(request));
      checkPlaceholders(request, wording);
    } catch (DynamoDbException e) {
      throw wording.worded(e);
    }
  }

  /**
   * Checks that legacy parameters and expressions are not mixed, be it in different parts of a
   * request.
   *
   * @throws DynamoDbException a ValidationException
   */
  public void requireNotMixed(Collection<Structure> parts) {
    List<String> legacyGiven = given(parts, legacy);
    List<String> expressionsGiven = given(parts, expressions);
    if (!legacyGiven.isEmpty() && !expressionsGiven.isEmpty()) {
      throw DynamoDbException.validation(
          "Can not use both expression and non-expression parameters in the same request:"
              + " Non-expression parameters: "
              + inBraces(legacyGiven)
              + " Expression parameters: "
              + inBraces(expressionsGiven));
    }
  }

  /** The operations with enveloped messages do not list the absent expressions. */
  private void checkPlaceholders(Structure request, Wording wording) {
    if (request.has(NAMES) && expressions.stream().noneMatch(request::has)) {
      throw DynamoDbException.validation(NAMES + " can only be specified when using expressions");
    }
    if (!usingValues.isEmpty()
        && request.has(VALUES)
        && usingValues.stream().noneMatch(request::has)) {
      throw DynamoDbException.validation(
          VALUES
              + " can only be specified when using expressions"
              + (wording == Wording.ENVELOPED ? "" : ": " + absent()));
    }
  }

  private String absent() {
    return String.join(" and ", usingValues) + (usingValues.size() == 1 ? " is null" : " are null");
  }

  private static List<String> given(Collection<Structure> parts, List<String> members) {
    var given = new ArrayList<String>();
    for (String member : members) {
      for (Structure part : parts) {
        if (part.has(member)) {
          given.add(member);
          break;
        }
      }
    }
    return given;
  }

  private static String inBraces(List<String> members) {
    return members.stream().collect(Collectors.joining(", ", "{", "}"));
  }
}
