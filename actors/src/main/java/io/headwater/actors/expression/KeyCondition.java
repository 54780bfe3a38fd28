package io.headwater.actors.expression;

import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.B;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.IndexKeySchema;
import io.headwater.actors.model.KeySchema.KeyAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a Query asks of keys, attribute by attribute: a key condition expression, or the legacy
 * KeyConditions. No attribute comes twice.
 *
 * @param isLegacy whether these are KeyConditions, whose number is checked otherwise
 */
public record KeyCondition(List<AttributeCondition> conditions, boolean isLegacy) {
  /** KeyConditions on a partition key and a sort key; a key of several attributes has more. */
  private static final int MAX_LEGACY_CONDITIONS = 2;

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

  /**
   * The conditions with the roles of a key schema.
   *
   * @param hash what each hash attribute is
   * @param equalTo what the first range attributes are, before the last one that is asked of
   * @param last what is asked of that one; null: nothing is asked of range attributes
   */
  public record BoundKeyCondition(
      List<AttributeValue> hash, List<AttributeValue> equalTo, @Nullable SortKeyCondition last) {
    public BoundKeyCondition {
      hash = List.copyOf(hash);
      equalTo = List.copyOf(equalTo);
    }
  }

  /** The legacy KeyConditions. */
  public static KeyCondition ofLegacy(List<AttributeCondition> conditions) {
    return new KeyCondition(conditions, true);
  }

  /**
   * Fails if there are not one or two KeyConditions; for an index with keys of several attributes
   * there may be more. DynamoDB says so before it looks at the table.
   *
   * @param ofIndex whether an index is read, of whose key nothing is known yet
   */
  public void requireLegacyCount(boolean ofIndex) {
    int max = ofIndex ? 2 * IndexKeySchema.MAX_PER_PART : MAX_LEGACY_CONDITIONS;
    if (isLegacy && (conditions.isEmpty() || conditions.size() > max)) {
      throw DynamoDbException.validation("Conditions can be of length 1 or 2 only");
    }
  }

  /** Fails if there are more conditions than the table's or index's key has attributes. */
  public void requireCount(IndexKeySchema schema) {
    requireLegacyCount(schema.hasSeveralOfAPart());
    int attributes = schema.hash().size() + schema.range().size();
    if (!isLegacy && conditions.size() > attributes) {
      throw DynamoDbException.validation(
          "The number of query conditions ("
              + conditions.size()
              + ") exceeds the number of key attributes defined in the schema ("
              + attributes
              + ")");
    }
  }

  /**
   * Gives the conditions their roles in a table or index. All hash attributes have to be equal to
   * something; range attributes are used from the left, all but the last used one likewise.
   *
   * @throws DynamoDbException a ValidationException, for the attributes in the schema's order: no
   *     condition on it, something that no key can be asked, a value of another type, an empty
   *     value, an operator that it can't have
   */
  public BoundKeyCondition bind(IndexKeySchema schema) {
    requireCount(schema);
    var hash = new ArrayList<AttributeValue>();
    for (KeyAttribute attribute : schema.hash()) {
      if (!(required(attribute) instanceof SortKeyCondition.EqualTo(var value))) {
        throw notSupported();
      }
      hash.add(value);
    }
    int others = conditions.size() - hash.size();
    if (others == 0) {
      return new BoundKeyCondition(hash, List.of(), null);
    }
    if (others > schema.range().size()) {
      throw notSupported();
    }
    return bindRange(hash, usedRange(schema, others));
  }

  /** The range attributes up to the last one that something is asked of. */
  private List<KeyAttribute> usedRange(IndexKeySchema schema, int others) {
    int asked = 0;
    int used = 0;
    for (int i = 0; i < schema.range().size(); i++) {
      if (on(schema.range().get(i)) != null) {
        asked++;
        used = i + 1;
      }
    }
    if (asked < others) {
      // Something is asked of an attribute outside the key.
      throw missed(firstNotAsked(schema.range()));
    }
    return schema.range().subList(0, used);
  }

  private KeyAttribute firstNotAsked(List<KeyAttribute> attributes) {
    return attributes.stream().filter(attribute -> on(attribute) == null).findFirst().orElseThrow();
  }

  private BoundKeyCondition bindRange(List<AttributeValue> hash, List<KeyAttribute> used) {
    var equalTo = new ArrayList<AttributeValue>();
    var notEqual = new ArrayList<String>();
    for (KeyAttribute attribute : used.subList(0, used.size() - 1)) {
      AttributeCondition condition = on(attribute);
      if (condition != null
          && checked(attribute, condition.condition())
              instanceof SortKeyCondition.EqualTo(var value)) {
        equalTo.add(value);
      } else {
        notEqual.add(attribute.name());
      }
    }
    SortKeyCondition last = required(used.getLast());
    if (!notEqual.isEmpty()) {
      throw DynamoDbException.validation(
          "RANGE key attributes "
              + String.join(", ", notEqual)
              + " must have equality conditions specified in the query because a condition is"
              + " present on key attribute "
              + used.getLast().name());
    }
    return new BoundKeyCondition(hash, equalTo, last);
  }

  private @Nullable AttributeCondition on(KeyAttribute key) {
    for (AttributeCondition condition : conditions) {
      if (condition.attributeName().equals(key.name())) {
        return condition;
      }
    }
    return null;
  }

  private SortKeyCondition required(KeyAttribute key) {
    AttributeCondition condition = on(key);
    if (condition == null) {
      throw missed(key);
    }
    return checked(key, condition.condition());
  }

  private static DynamoDbException missed(KeyAttribute key) {
    return DynamoDbException.validation("Query condition missed key schema element: " + key.name());
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
