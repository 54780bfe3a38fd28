package io.headwater.actors.expression;

import io.headwater.actors.model.DynamoDbException;

/** The five expression parameters that the parser knows, by their names in messages. */
enum ExpressionKind {
  CONDITION("ConditionExpression"),
  FILTER("FilterExpression"),
  KEY_CONDITION("KeyConditionExpression"),
  UPDATE("UpdateExpression"),
  PROJECTION("ProjectionExpression");

  private final String parameterName;

  ExpressionKind(String parameterName) {
    this.parameterName = parameterName;
  }

  DynamoDbException invalid(String reason) {
    return DynamoDbException.validation("Invalid " + parameterName + ": " + reason);
  }
}
