package io.headwater.api.protocol;

import io.headwater.actors.model.DynamoDbException;
import io.headwater.api.protocol.StructureShape.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The violated constraints of one request, gathered into DynamoDB's one sentence. */
final class Violations {
  /** As many as DynamoDB reports at once. */
  static final int MAX_REPORTED = 10;

  private record Violation(@Nullable Object value, String path, String rule) {}

  /** Marks a violation whose value is not told. */
  private static final Object UNTOLD = new Object();

  private final int maxReported;
  private final List<Violation> reported = new ArrayList<>();

  Violations(int maxReported) {
    this.maxReported = maxReported;
  }

  void add(@Nullable Object value, String path, String rule) {
    if (reported.size() < maxReported) {
      reported.add(new Violation(value, path, rule));
    }
  }

  void addWithoutValues(Violations other) {
    other.reported.forEach(violation -> add(UNTOLD, violation.path(), violation.rule()));
  }

  void throwIfAny() {
    if (reported.isEmpty()) {
      return;
    }
    var message = new StringBuilder();
    message.append(reported.size()).append(" validation error");
    message.append(reported.size() == 1 ? "" : "s").append(" detected: ");
    for (int i = 0; i < reported.size(); i++) {
      message.append(i == 0 ? "" : "; ");
      append(message, reported.get(i));
    }
    throw DynamoDbException.validation(message.toString());
  }

  private static void append(StringBuilder message, Violation violation) {
    message.append("Value ");
    if (violation.value() == null) {
      message.append("null ");
    } else if (isTold(violation.value())) {
      message.append('\'');
      print(message, violation.value());
      message.append("' ");
    }
    message.append("at '").append(violation.path());
    message.append("' failed to satisfy constraint: ").append(violation.rule());
  }

  /**
   * Items are never repeated to the client: they are large, and the service leaves them out too.
   */
  private static boolean isTold(Object value) {
    return switch (value) {
      case List<?> list -> list.stream().allMatch(Violations::isTold);
      case Map<?, ?> map -> map.values().stream().allMatch(Violations::isTold);
      case Structure structure ->
          structure.shape().members().stream()
              .map(structure::get)
              .allMatch(member -> member == null || isTold(member));
      case String _, Number _, Boolean _ -> true;
      default -> false;
    };
  }

  /** As Java prints lists and maps, and the service its structures. */
  private static void print(StringBuilder message, Object value) {
    if (value instanceof Structure structure) {
      message.append(structure.shape().name()).append('(');
      String separator = "";
      for (Member member : structure.shape().members()) {
        Object memberValue = structure.get(member);
        if (memberValue != null) {
          message.append(separator).append(member.pathName()).append('=');
          print(message, memberValue);
          separator = ", ";
        }
      }
      message.append(')');
    } else if (value instanceof List<?> list) {
      message.append('[');
      String separator = "";
      for (Object element : list) {
        print(message.append(separator), element);
        separator = ", ";
      }
      message.append(']');
    } else if (value instanceof Map<?, ?> map) {
      message.append('{');
      String separator = "";
      for (var entry : map.entrySet()) {
        print(message.append(separator).append(entry.getKey()).append('='), entry.getValue());
        separator = ", ";
      }
      message.append('}');
    } else {
      message.append(value);
    }
  }
}
