package io.headwater.api.operation.legacy;

import io.headwater.actors.expression.DocumentPath;
import io.headwater.actors.json.ReadValue;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.api.protocol.Structure;
import io.headwater.api.protocol.Wording;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The entries of Expected, which have two forms. The older is {@code Value}, which the attribute
 * must equal, or {@code Exists: false}; the younger a {@code ComparisonOperator} with what it
 * compares with in {@code AttributeValueList}, or in {@code Value} if it is just one.
 */
final class ExpectedAttributes {
  private ExpectedAttributes() {}

  static List<Comparison> translate(Map<String, Structure> expected) {
    return expected.entrySet().stream()
        .map(entry -> comparison(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static Comparison comparison(String attributeName, Structure expected) {
    DocumentPath path = TopLevelPath.of(attributeName);
    String operator = expected.text("ComparisonOperator");
    requireOneForm(attributeName, operator, expected);
    ReadValue value = expected.value("Value");
    if (operator != null) {
      List<ReadValue> list = expected.values("AttributeValueList");
      return Comparison.checked(path, operator, list == null ? listOf(value) : list, Wording.BARE);
    }
    if (!expected.has("Exists") || expected.flag("Exists")) {
      requireValue(attributeName, expected);
      return Comparison.checked(path, "EQ", listOf(value), Wording.BARE);
    }
    if (value != null) {
      throw invalid("Value cannot be used when Exists is false", attributeName);
    }
    return Comparison.checked(path, "NULL", List.of(), Wording.BARE);
  }

  private static void requireOneForm(
      String attributeName, @Nullable String operator, Structure expected) {
    boolean hasValue = expected.has("Value");
    boolean hasList = expected.has("AttributeValueList");
    if (operator != null && expected.has("Exists")) {
      throw invalid("Exists and ComparisonOperator cannot be used together", attributeName);
    }
    if (hasValue && hasList) {
      throw invalid("Value and AttributeValueList cannot be used together", attributeName);
    }
    if (operator == null && hasList) {
      throw invalid("AttributeValueList can only be used with a ComparisonOperator", attributeName);
    }
    if (operator != null
        && ComparisonOperator.valueOf(operator).takesValues()
        && !hasValue
        && !hasList) {
      throw invalid(
          "Value or AttributeValueList must be used with ComparisonOperator: " + operator,
          attributeName);
    }
  }

  private static void requireValue(String attributeName, Structure expected) {
    if (!expected.has("Value")) {
      String exists = expected.has("Exists") ? "true" : "null";
      throw invalid("Value must be provided when Exists is " + exists, attributeName);
    }
  }

  private static List<ReadValue> listOf(@Nullable ReadValue value) {
    return value == null ? List.of() : List.of(value);
  }

  private static DynamoDbException invalid(String reason, String attributeName) {
    return DynamoDbException.validation(
        LegacyParameters.INVALID + reason + " for Attribute: " + attributeName);
  }
}
