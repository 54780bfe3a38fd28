package io.headwater.actors.expression;

/** Text to tree. */
public final class ExpressionParser {
  private ExpressionParser() {}
}
