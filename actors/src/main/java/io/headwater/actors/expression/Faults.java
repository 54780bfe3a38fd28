package io.headwater.actors.expression;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a text that has the form of an expression does wrong, the first of each class.
 *
 * <p>DynamoDB finds these while it parses but reports them only when the whole text has proved to
 * be well-formed, and then by class and not by place.
 */
final class Faults {
  enum Fault {
    UNKNOWN_FUNCTION,
    MISUSED_FUNCTION,
    RESERVED_WORD,
    LIST_INDEX,
    REPEATED_SECTION
  }

  private final Map<Fault, String> first = new EnumMap<>(Fault.class);

  void add(Fault fault, String message) {
    first.putIfAbsent(fault, message);
  }

  /** Fails with the first of the given classes that has a fault. */
  void requireNone(ExpressionKind kind, List<Fault> order) {
    for (Fault fault : order) {
      String message = first.get(fault);
      if (message != null) {
        throw kind.invalid(message);
      }
    }
  }
}
