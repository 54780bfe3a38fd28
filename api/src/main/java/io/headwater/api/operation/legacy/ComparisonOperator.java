package io.headwater.api.operation.legacy;

import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.DynamoDbException;
import java.util.List;

/** The operators of the legacy conditions, with what each may be given (§6.5). */
enum ComparisonOperator {
  EQ(1, 1),
  NE(1, 1),
  LE(1, 1),
  LT(1, 1),
  GE(1, 1),
  GT(1, 1),
  /** The attribute exists, be its type NULL. */
  NOT_NULL(0, 0),
  NULL(0, 0),
  CONTAINS(1, 1),
  NOT_CONTAINS(1, 1),
  BEGINS_WITH(1, 1),
  IN(1, Integer.MAX_VALUE),
  BETWEEN(2, 2);

  private final int minValues;
  private final int maxValues;

  ComparisonOperator(int minValues, int maxValues) {
    this.minValues = minValues;
    this.maxValues = maxValues;
  }

  boolean takesValues() {
    return maxValues > 0;
  }

  private boolean takes(AttributeType type) {
    return switch (this) {
      case EQ, NE -> true;
      case LE, LT, GE, GT, IN, BETWEEN -> isOrdered(type);
      case CONTAINS, NOT_CONTAINS ->
          isOrdered(type) || type == AttributeType.BOOL || type == AttributeType.NULL;
      case BEGINS_WITH -> type == AttributeType.S || type == AttributeType.B;
      case NOT_NULL, NULL -> false;
    };
  }

  private static boolean isOrdered(AttributeType type) {
    return type == AttributeType.S || type == AttributeType.N || type == AttributeType.B;
  }

  /**
   * Checks how many values there are, then of each its type and that it is the first one's.
   *
   * @throws DynamoDbException a ValidationException
   */
  void requireTakes(List<AttributeValue> values) {
    if (values.size() < minValues || values.size() > maxValues) {
      throw invalid("Invalid number of argument(s) for the " + this + " ComparisonOperator");
    }
    for (AttributeValue value : values) {
      AttributeType type = value.type();
      if (!takes(type)) {
        throw invalid(
            "ComparisonOperator " + this + " is not valid for " + type + " AttributeValue type");
      }
      if (type != values.getFirst().type()) {
        throw invalid("AttributeValues inside AttributeValueList must be of same type");
      }
    }
  }

  private static DynamoDbException invalid(String reason) {
    return DynamoDbException.validation(LegacyParameters.INVALID + reason);
  }
}
