package io.headwater.actors.expression;

import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.B;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.KeySchema.KeyAttribute;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a Query asks of keys, attribute by attribute: a key condition expression, or the legacy
 * KeyConditions. No attribute comes twice.
 */
public record KeyCondition(List<AttributeCondition> conditions) {
  /** A partition key and a sort key; an index with keys of several attributes may have more. */
  private static final int MAX_CONDITIONS = 2;

  private static final String INVALID_VALUES = "One or more parameter values were invalid: ";

  public KeyCondition {
    conditions = List.copyOf(conditions);
  }

  /**
   * Takes the conditions on single attributes out of a key condition expression.
   *
   * @throws DynamoDbException a ValidationException for what a condition may be but a key condition
   *     may not
   */
  public static KeyCondition of(Condition expression) {
    return KeyConditionReader.read(expression);
  }

  /**
   * What is asked of one attribute.
   *
   * @param condition null: something that a key can't be asked, as only KeyConditions can say
   */
  public record AttributeCondition(String attributeName, @Nullable SortKeyCondition condition) {}

  /** The condition with the roles of a key schema. */
  public record BoundKeyCondition(
      AttributeValue partitionKey, @Nullable SortKeyCondition sortKey) {}

  /**
   * Fails if there are not one or two conditions. DynamoDB says so before it looks at the table,
   * but not of an index with keys of several attributes.
   */
  public void requireOneOrTwo() {
    if (conditions.isEmpty() || conditions.size() > MAX_CONDITIONS) {
      throw DynamoDbException.validation("Conditions can be of length 1 or 2 only");
    }
  }

  /**
   * Gives the conditions their roles in a table or index.
   *
   * @throws DynamoDbException a ValidationException, for the partition key before the sort key: no
   *     condition on it, something that no key can be asked, a value of another type, an empty
   *     value, an operator that it can't have
   */
  public BoundKeyCondition bind(KeySchema schema) {
    requireOneOrTwo();
    KeyAttribute partitionKey = schema.partitionKey();
    SortKeyCondition onPartitionKey = condition(partitionKey);
    if (!(onPartitionKey instanceof SortKeyCondition.EqualTo(var value))) {
      throw notSupported();
    }
    if (conditions.size() == 1) {
      return new BoundKeyCondition(value, null);
    }
    if (schema.sortKey() == null) {
      throw notSupported();
    }
    return new BoundKeyCondition(value, condition(schema.sortKey()));
  }

  private SortKeyCondition condition(KeyAttribute key) {
    for (AttributeCondition condition : conditions) {
      if (condition.attributeName().equals(key.name())) {
        return checked(key, condition.condition());
      }
    }
    throw DynamoDbException.validation("Query condition missed key schema element: " + key.name());
  }

  private static SortKeyCondition checked(KeyAttribute key, @Nullable SortKeyCondition condition) {
    if (condition == null) {
      throw DynamoDbException.validation(
          "Attempted conditional constraint is not an indexable operation");
    }
    requireBeginsWithAllowed(condition);
    values(condition).forEach(value -> requireKeyValue(key, value));
    return condition;
  }

  private static DynamoDbException notSupported() {
    return DynamoDbException.validation("Query key condition not supported");
  }

  private static void requireBeginsWithAllowed(SortKeyCondition condition) {
    if (condition instanceof SortKeyCondition.BeginsWith(AttributeValue.N _)) {
      throw DynamoDbException.validation(
          INVALID_VALUES + "ComparisonOperator BEGINS_WITH is not valid for N AttributeValue type");
    }
  }

  private static void requireKeyValue(KeyAttribute key, AttributeValue value) {
    if (value.type() != key.type()) {
      throw DynamoDbException.validation(
          INVALID_VALUES + "Condition parameter type does not match schema type");
    }
    boolean empty =
        (value instanceof S(var text) && text.isEmpty())
            || (value instanceof B(var bytes) && bytes.length() == 0);
    if (empty) {
      throw DynamoDbException.validation(
          "One or more parameter values are not valid. The AttributeValue for a key attribute"
              + " cannot contain an empty "
              + (key.type() == AttributeType.S ? "string" : "binary")
              + " value. Key: "
              + key.name());
    }
  }

  private static Stream<AttributeValue> values(SortKeyCondition condition) {
    return switch (condition) {
      case SortKeyCondition.EqualTo(var value) -> Stream.of(value);
      case SortKeyCondition.LessThan(var value, _) -> Stream.of(value);
      case SortKeyCondition.GreaterThan(var value, _) -> Stream.of(value);
      case SortKeyCondition.Between(var lower, var upper) -> Stream.of(lower, upper);
      case SortKeyCondition.BeginsWith(var prefix) -> Stream.of(prefix);
    };
  }
}
