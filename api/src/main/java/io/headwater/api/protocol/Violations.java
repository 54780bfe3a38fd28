package io.headwater.api.protocol;

import io.headwater.actors.model.DynamoDbException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The violated constraints of one request, collected into DynamoDB's one sentence. */
final class Violations {
  /** As many as DynamoDB reports at once. */
  static final int MAX_REPORTED = 10;

  private static final String FAILED = "failed to satisfy constraint: ";

  private final int maxReported;
  private final List<String> reported = new ArrayList<>();

  Violations(int maxReported) {
    this.maxReported = maxReported;
  }

  boolean isEmpty() {
    return reported.isEmpty();
  }

  /**
   * Adds a violation in the service's older form.
   *
   * @param value null: the value is absent
   */
  void add(@Nullable Object value, String path, String rule) {
    if (reported.size() < maxReported) {
      addPrinted(value == null ? "null" : PrintedValue.asJava(value), path, rule);
    }
  }

  /** Adds a violation of a map in the older form, in which some operations print JSON. */
  void addJson(Object value, String path, String rule) {
    if (reported.size() < maxReported) {
      addPrinted(PrintedValue.asJson(value), path, rule);
    }
  }

  private void addPrinted(@Nullable String value, String path, String rule) {
    add("Value " + (value == null ? "" : value + " ") + "at '" + path + "' " + FAILED + rule);
  }

  /** Adds a violation in the newer form. */
  void addNewer(String path, String rule) {
    add("Value at '" + path + "' " + FAILED + rule);
  }

  /** Adds a violation in the newer form of an enumeration. */
  void addNewer(String rule) {
    add("F" + FAILED.substring(1) + rule);
  }

  private void add(String violation) {
    if (reported.size() < maxReported) {
      reported.add(violation);
    }
  }

  void throwIfAny() {
    if (!reported.isEmpty()) {
      throw DynamoDbException.validation(
          reported.size()
              + " validation error"
              + (reported.size() == 1 ? "" : "s")
              + " detected: "
              + String.join("; ", reported));
    }
  }

  /** Throws the first one by itself, without the envelope. */
  void throwFirstBare() {
    if (!reported.isEmpty()) {
      throw DynamoDbException.validation(reported.getFirst());
    }
  }
}
