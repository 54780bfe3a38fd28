package io.headwater.api.operation.legacy;

import io.headwater.actors.expression.Condition;
import io.headwater.actors.expression.KeyCondition;
import io.headwater.actors.expression.KeyCondition.AttributeCondition;
import io.headwater.actors.expression.Projection;
import io.headwater.actors.expression.Update;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.api.protocol.Structure;
import io.headwater.api.protocol.Wording;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the legacy parameters of a request say, as trees. Each method answers null where the request
 * lacks its parameter, and throws a ValidationException for the first fault in it; attributes are
 * looked at in the request's order.
 */
public final class LegacyParameters {
  static final String INVALID = "One or more parameter values were invalid: ";

  private LegacyParameters() {}

  /** AttributeUpdates. */
  public static @Nullable Update update(Structure request) {
    Map<String, Structure> updates = request.structureMap("AttributeUpdates");
    return updates == null ? null : AttributeUpdates.translate(updates);
  }

  /** Expected, joined by ConditionalOperator. An empty map is no condition. */
  public static @Nullable Condition condition(Structure request) {
    Map<String, Structure> expected = request.structureMap("Expected");
    return joined(request, expected == null ? List.of() : ExpectedAttributes.translate(expected));
  }

  /**
   * QueryFilter or ScanFilter, joined by ConditionalOperator. An empty map is no condition.
   *
   * @param member the filter's name
   * @param wording of faults of the values
   */
  public static @Nullable Condition filter(Structure request, String member, Wording wording) {
    Map<String, Structure> filter = request.structureMap(member);
    return joined(request, filter == null ? List.of() : comparisons(filter, wording));
  }

  /** KeyConditions; how many there are is not checked. */
  public static @Nullable KeyCondition keyCondition(Structure request) {
    Map<String, Structure> conditions = request.structureMap("KeyConditions");
    return conditions == null
        ? null
        : KeyCondition.ofLegacy(
            comparisons(conditions, Wording.BARE).stream()
                .map(comparison ->
                    new AttributeCondition(comparison.attributeName(), comparison.onKey()))
                .toList());
  }

  /** AttributesToGet. */
  public static @Nullable Projection projection(Structure request) {
    List<String> names = request.texts("AttributesToGet");
    if (names == null) {
      return null;
    }
    var distinct = new HashSet<String>();
    for (String name : names) {
      if (!distinct.add(name)) {
        throw DynamoDbException.validation(INVALID + "Duplicate value in attribute name: " + name);
      }
    }
    return new Projection(names.stream().map(TopLevelPath::of).toList());
  }

  private static List<Comparison> comparisons(Map<String, Structure> conditions, Wording wording) {
    return conditions.entrySet().stream()
        .map(entry -> Comparison.ofCondition(entry.getKey(), entry.getValue(), wording))
        .toList();
  }

  private static @Nullable Condition joined(Structure request, List<Comparison> comparisons) {
    String operator = request.text("ConditionalOperator");
    if (operator != null && comparisons.isEmpty()) {
      throw DynamoDbException.validation(
          "ConditionalOperator cannot be used without Filter or Expected");
    }
    if (operator != null && comparisons.size() == 1) {
      throw DynamoDbException.validation(
          "ConditionalOperator can only be used when Filter or Expected has two or more elements");
    }
    List<Condition> conditions = comparisons.stream().map(Comparison::onItem).toList();
    return switch (conditions.size()) {
      case 0 -> null;
      case 1 -> conditions.getFirst();
      default ->
          "OR".equals(operator) ? new Condition.Or(conditions) : new Condition.And(conditions);
    };
  }
}
