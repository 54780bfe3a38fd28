package io.headwater.api.operation.legacy;

import io.headwater.actors.expression.Condition;
import io.headwater.actors.expression.Condition.Comparator;
import io.headwater.actors.expression.Condition.Operand;
import io.headwater.actors.expression.ConditionEvaluator;
import io.headwater.actors.expression.DocumentPath;
import io.headwater.actors.expression.SortKeyCondition;
import io.headwater.actors.json.ReadValue;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.api.protocol.ItemValues;
import io.headwater.api.protocol.Structure;
import io.headwater.api.protocol.Wording;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A legacy condition: one attribute against values that its operator can take.
 *
 * @param path the attribute
 */
record Comparison(DocumentPath path, ComparisonOperator operator, List<AttributeValue> values) {

  Comparison {
    values = List.copyOf(values);
  }

  /** An entry of QueryFilter, ScanFilter or KeyConditions. */
  static Comparison ofCondition(String attributeName, Structure condition, Wording wording) {
    List<ReadValue> values = condition.values("AttributeValueList");
    return checked(
        TopLevelPath.of(attributeName),
        condition.requiredText("ComparisonOperator"),
        values == null ? List.of() : values,
        wording);
  }

  /**
   * Checks the values by themselves, then whether the operator takes them.
   *
   * @param operator as the request names it; the service model knows no others
   * @param wording of faults of the values
   */
  static Comparison checked(
      DocumentPath path, String operator, List<ReadValue> read, Wording wording) {
    List<AttributeValue> values =
        read.stream().map(value -> ItemValues.checked(value, wording)).toList();
    var comparison = new Comparison(path, ComparisonOperator.valueOf(operator), values);
    comparison.operator.requireTakes(values);
    comparison.requireRange();
    return comparison;
  }

  private void requireRange() {
    if (operator == ComparisonOperator.BETWEEN
        && ConditionEvaluator.compareOrdered(values.get(0), values.get(1)) > 0) {
      throw DynamoDbException.validation(
          "The BETWEEN condition was provided a range where the lower bound is greater than the"
              + " upper bound");
    }
  }

  String attributeName() {
    return path.attributeName();
  }

  /** The comparison as a condition on items. */
  Condition onItem() {
    var attribute = new Operand.Path(path);
    return switch (operator) {
      case EQ -> new Condition.Compare(attribute, Comparator.EQ, literal(0));
      case NE -> new Condition.Compare(attribute, Comparator.NE, literal(0));
      case LE -> new Condition.Compare(attribute, Comparator.LE, literal(0));
      case LT -> new Condition.Compare(attribute, Comparator.LT, literal(0));
      case GE -> new Condition.Compare(attribute, Comparator.GE, literal(0));
      case GT -> new Condition.Compare(attribute, Comparator.GT, literal(0));
      case NOT_NULL -> new Condition.AttributeExists(path);
      case NULL -> new Condition.AttributeNotExists(path);
      case CONTAINS -> new Condition.Contains(attribute, literal(0));
      // Unlike NE, it is not true of an attribute that is missing.
      case NOT_CONTAINS ->
          new Condition.And(
              List.of(
                  new Condition.AttributeExists(path),
                  new Condition.Not(new Condition.Contains(attribute, literal(0)))));
      case BEGINS_WITH -> new Condition.BeginsWith(attribute, literal(0));
      case IN ->
          new Condition.In(attribute, values.stream().<Operand>map(Operand.Literal::new).toList());
      case BETWEEN -> new Condition.Between(attribute, literal(0), literal(1));
    };
  }

  private Operand literal(int index) {
    return new Operand.Literal(values.get(index));
  }

  /** The comparison as a condition on a key; null for an operator that no key can have. */
  @Nullable SortKeyCondition onKey() {
    return switch (operator) {
      case EQ -> new SortKeyCondition.EqualTo(values.getFirst());
      case LE -> new SortKeyCondition.LessThan(values.getFirst(), true);
      case LT -> new SortKeyCondition.LessThan(values.getFirst(), false);
      case GE -> new SortKeyCondition.GreaterThan(values.getFirst(), true);
      case GT -> new SortKeyCondition.GreaterThan(values.getFirst(), false);
      case BEGINS_WITH -> new SortKeyCondition.BeginsWith(values.getFirst());
      case BETWEEN -> new SortKeyCondition.Between(values.get(0), values.get(1));
      case NE, NOT_NULL, NULL, CONTAINS, NOT_CONTAINS, IN -> null;
    };
  }
}
