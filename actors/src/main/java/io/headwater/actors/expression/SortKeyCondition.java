package io.headwater.actors.expression;

import io.headwater.actors.model.AttributeValue;

/** Which sort keys a Query wants, as its key condition says; values have the key's type. */
public sealed interface SortKeyCondition {
  record EqualTo(AttributeValue value) implements SortKeyCondition {}

  record LessThan(AttributeValue value, boolean inclusive) implements SortKeyCondition {}

  record GreaterThan(AttributeValue value, boolean inclusive) implements SortKeyCondition {}

  /** Both ends inclusive. */
  record Between(AttributeValue lower, AttributeValue upper) implements SortKeyCondition {}

  /** S and B only. */
  record BeginsWith(AttributeValue prefix) implements SortKeyCondition {}
}
