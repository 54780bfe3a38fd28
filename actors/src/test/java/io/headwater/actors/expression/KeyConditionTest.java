package io.headwater.actors.expression;

import static io.headwater.actors.expression.ExpressionFixtures.n;
import static io.headwater.actors.expression.ExpressionFixtures.placeholders;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.actors.expression.KeyCondition.AttributeCondition;
import io.headwater.actors.expression.KeyCondition.BoundKeyCondition;
import io.headwater.actors.expression.SortKeyCondition.BeginsWith;
import io.headwater.actors.expression.SortKeyCondition.Between;
import io.headwater.actors.expression.SortKeyCondition.EqualTo;
import io.headwater.actors.expression.SortKeyCondition.GreaterThan;
import io.headwater.actors.expression.SortKeyCondition.LessThan;
import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.AttributeValue.B;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.Bytes;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.IndexKeySchema;
import io.headwater.actors.model.IndexProjection;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.KeySchema.KeyAttribute;
import io.headwater.actors.model.LocalSecondaryIndex;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class KeyConditionTest {
  private static final KeyAttribute PARTITION_KEY = new KeyAttribute("pk", AttributeType.S);
  private static final KeySchema NUMBERED =
      new KeySchema(PARTITION_KEY, new KeyAttribute("sk", AttributeType.N));
  private static final KeySchema TEXTUAL =
      new KeySchema(PARTITION_KEY, new KeyAttribute("sk", AttributeType.S));
  private static final KeySchema HASH_ONLY = new KeySchema(PARTITION_KEY, null);

  static List<Arguments> sortKeyConditions() {
    return List.of(
        Arguments.of("pk = :s AND sk = :n", new EqualTo(n("1"))),
        Arguments.of("sk = :n AND pk = :s", new EqualTo(n("1"))),
        Arguments.of("(pk = :s) and (sk < :n)", new LessThan(n("1"), false)),
        Arguments.of("(pk = :s AND sk <= :n)", new LessThan(n("1"), true)),
        Arguments.of("pk = (:s) AND (sk) > :n", new GreaterThan(n("1"), false)),
        Arguments.of("pk = :s AND sk >= :n", new GreaterThan(n("1"), true)),
        Arguments.of(":s = pk AND :n < sk", new GreaterThan(n("1"), false)),
        Arguments.of("pk = :s AND :n <= sk", new GreaterThan(n("1"), true)),
        Arguments.of("pk = :s AND :n > sk", new LessThan(n("1"), false)),
        Arguments.of("pk = :s AND :n >= sk", new LessThan(n("1"), true)),
        Arguments.of("pk = :s AND sk BETWEEN :n AND :m", new Between(n("1"), n("2"))));
  }

  @ParameterizedTest
  @MethodSource("sortKeyConditions")
  void bind_legalCondition_givesBothRoles(String text, SortKeyCondition expected) {
    assertThat(bind(parse(text), NUMBERED)).isEqualTo(bound(expected));
  }

  @Test
  void bind_partitionKeyAlone_hasNoSortKeyCondition() {
    assertThat(bind(parse("pk = :s"), NUMBERED)).isEqualTo(bound(null));
    assertThat(bind(parse("pk = :s"), HASH_ONLY)).isEqualTo(bound(null));
  }

  @Test
  void bind_beginsWith_needsATextualKey() {
    assertThat(bind(parse("pk = :s AND begins_with(sk, :t)"), TEXTUAL))
        .isEqualTo(bound(new BeginsWith(new S("b"))));
    assertThatThrownBy(() -> bind(parse("pk = :s AND begins_with(sk, :t)"), NUMBERED))
        .hasMessage(
            "One or more parameter values were invalid: Condition parameter type does not match"
                + " schema type");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pk = :s OR sk = :n                      | Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: OR
          NOT pk = :s                             | Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: NOT
          pk IN (:s)                              | Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: IN
          pk <> :s                                | Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: <>
          attribute_exists(pk)                    | Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: attribute_exists
          attribute_not_exists(pk)                | Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: attribute_not_exists
          attribute_type(pk, :typeN)              | Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: attribute_type
          contains(pk, :s)                        | Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: contains
          NOT pk = :s OR sk IN (:n)               | Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: OR
          size(pk) = :n                           | Invalid KeyConditionExpression: KeyConditionExpressions cannot contain nested operations
          pk = :s AND sk = size(sk)               | Invalid KeyConditionExpression: KeyConditionExpressions cannot contain nested operations
          pk = :s AND sk BETWEEN size(a) AND :m   | Invalid KeyConditionExpression: KeyConditionExpressions cannot contain nested operations
          pk = :s AND :n BETWEEN sk AND :m        | Invalid KeyConditionExpression: Invalid condition in KeyConditionExpression: BETWEEN operator must have the key attribute as its first operand
          pk = :s AND begins_with(:s, sk)         | Invalid KeyConditionExpression: Invalid condition in KeyConditionExpression: begins_with operator must have the key attribute as its first operand
          pk = sk                                 | Invalid KeyConditionExpression: Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition
          pk = :s AND sk BETWEEN q AND :n         | Invalid KeyConditionExpression: Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition
          pk = :s AND begins_with(sk, q)          | Invalid KeyConditionExpression: Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition
          pk.a = :s                               | Invalid KeyConditionExpression: KeyConditionExpressions cannot have conditions on nested attributes
          pk[0] = :s                              | Invalid KeyConditionExpression: KeyConditionExpressions cannot have conditions on nested attributes
          pk = :s AND :s = :s                     | Invalid KeyConditionExpression: Invalid condition in KeyConditionExpression: No key attribute specified
          pk = :s AND pk = :s                     | Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per key
          pk = pk                                 | Invalid KeyConditionExpression: The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [pk]
          pk = :s AND begins_with(sk, :n)         | Invalid KeyConditionExpression: Incorrect operand type for operator or function; operator or function: begins_with, operand type: N
          pk = :s AND sk BETWEEN :m AND :n        | Invalid KeyConditionExpression: The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:2}, upper bound operand: AttributeValue: {N:1}
          ((pk = :s))                             | Invalid KeyConditionExpression: The expression has redundant parentheses;
          """)
  void keyCondition_unsuitableForKeys_isRefusedWithoutASchema(String text, String message) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(DynamoDbException.class).hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pk = :s AND sk = :n AND q = :n    | The number of query conditions (3) exceeds the number of key attributes defined in the schema (2)
          pk = :s AND (sk = :n AND q = :m)  | The number of query conditions (3) exceeds the number of key attributes defined in the schema (2)
          sk = :n                           | Query condition missed key schema element: pk
          q = :s AND sk = :n                | Query condition missed key schema element: pk
          pk = :s AND q = :n                | Query condition missed key schema element: sk
          pk < :s                           | Query key condition not supported
          pk BETWEEN :s AND :t              | Query key condition not supported
          begins_with(pk, :s)               | Query key condition not supported
          pk < :s AND sk = :s               | Query key condition not supported
          pk = :n                           | One or more parameter values were invalid: Condition parameter type does not match schema type
          pk < :n                           | One or more parameter values were invalid: Condition parameter type does not match schema type
          pk = :bool                        | One or more parameter values were invalid: Condition parameter type does not match schema type
          pk = :s AND sk = :s               | One or more parameter values were invalid: Condition parameter type does not match schema type
          pk = :s AND sk BETWEEN :s AND :t  | One or more parameter values were invalid: Condition parameter type does not match schema type
          pk = :empty                       | One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk
          pk = :empty AND sk = :s           | One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk
          """)
  void bind_conditionAgainstTheSchema_isRefused(String text, String message) {
    KeyCondition condition = parse(text);

    assertThatThrownBy(() -> bind(condition, NUMBERED))
        .isInstanceOf(DynamoDbException.class)
        .hasMessage(message);
  }

  @Test
  void bind_secondConditionOnHashOnlyTable_isRefused() {
    assertThatThrownBy(() -> bind(parse("pk = :s AND sk = :n"), HASH_ONLY))
        .hasMessage(
            "The number of query conditions (2) exceeds the number of key attributes defined in the"
                + " schema (1)");
    var legacy = KeyCondition.ofLegacy(parse("pk = :s AND sk = :n").conditions());
    assertThatThrownBy(() -> bind(legacy, HASH_ONLY))
        .hasMessage("Query key condition not supported");
  }

  @Test
  void bind_emptyBinarySortKey_isRefused() {
    var schema = new KeySchema(PARTITION_KEY, new KeyAttribute("sk", AttributeType.B));
    var placeholders =
        new Placeholders(
            null, Map.of(":s", new S("a"), ":empty", new B(Bytes.copyOf(new byte[0]))));
    var condition =
        KeyCondition.of(ExpressionParser.keyCondition("pk = :s AND sk > :empty", placeholders));

    assertThatThrownBy(() -> bind(condition, schema))
        .hasMessage(
            "One or more parameter values are not valid. The AttributeValue for a key attribute"
                + " cannot contain an empty binary value. Key: sk");
  }

  /** The parser refuses a number's prefix itself; the legacy KeyConditions can ask for it. */
  @Test
  void bind_numberAsPrefix_isRefused() {
    var condition =
        KeyCondition.ofLegacy(
            List.of(
                new AttributeCondition("pk", new EqualTo(new S("a"))),
                new AttributeCondition("sk", new BeginsWith(n("1")))));

    assertThatThrownBy(() -> bind(condition, NUMBERED))
        .hasMessage(
            "One or more parameter values were invalid: ComparisonOperator BEGINS_WITH is not valid"
                + " for N AttributeValue type");
  }

  @Test
  void bind_whatNoKeyCanBeAsked_isRefused() {
    var condition =
        KeyCondition.ofLegacy(
            List.of(
                new AttributeCondition("pk", new EqualTo(new S("a"))),
                new AttributeCondition("sk", null)));

    assertThatThrownBy(() -> bind(condition, NUMBERED))
        .hasMessage("Attempted conditional constraint is not an indexable operation");
  }

  @Test
  void keyPathChecks_pathsOfKeys_areRefused() {
    var paths = ExpressionParser.projection("pk, a.b, sk[0]", placeholders()).paths();

    assertThatThrownBy(() -> KeyPathChecks.requireScalarKeys(paths, NUMBERED, List.of(), List.of()))
        .hasMessage(
            "Key attributes must be scalars; list random access '[]' and map lookup '.' are not"
                + " allowed: Key: sk");
    var index = new LocalSecondaryIndex("by-sk", NUMBERED, IndexProjection.ALL);
    assertThatThrownBy(
            () -> KeyPathChecks.requireScalarKeys(paths, HASH_ONLY, List.of(index), List.of()))
        .hasMessage(
            "Key attributes must be scalars; list random access '[]' and map lookup '.' are not"
                + " allowed: IndexKey: sk");
    KeyPathChecks.requireScalarKeys(paths, HASH_ONLY, List.of(), List.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          NOT (a = :n OR size(sk) > :n)           | sk
          a BETWEEN :n AND pk                     | pk
          attribute_exists(pk.x) AND sk = :n      | pk
          contains(a, pk)                         | pk
          a IN (:n, b, sk)                        | sk
          attribute_type(pk, :typeN)              | pk
          begins_with(a, sk)                      | sk
          attribute_not_exists(sk)                | sk
          sk = :n AND pk = :s                     | pk
          """)
  void keyPathChecks_keyInAQuerysFilter_isRefused(String text, String key) {
    Condition filter = ExpressionParser.filter(text, placeholders());

    assertThatThrownBy(() ->
            KeyPathChecks.requireNoKeysInFilter(
                filter, "Filter Expression", IndexKeySchema.of(NUMBERED)))
        .hasMessage(
            "Filter Expression can only contain non-primary key attributes: Primary key attribute: "
                + key);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SET pk = :s     | pk
          SET pk.x = :s   | pk
          REMOVE sk       | sk
          ADD sk :n       | sk
          DELETE sk :ss   | sk
          """)
  void keyPathChecks_keyUpdated_isRefused(String text, String key) {
    Update update = ExpressionParser.update(text, placeholders());

    assertThatThrownBy(() -> KeyPathChecks.requireNoKeysUpdated(update, NUMBERED))
        .hasMessage(
            "One or more parameter values were invalid: Cannot update attribute "
                + key
                + ". This attribute is part of the key");
  }

  private static BoundKeyCondition bind(KeyCondition condition, KeySchema schema) {
    return condition.bind(IndexKeySchema.of(schema));
  }

  private static BoundKeyCondition bound(@Nullable SortKeyCondition sortKey) {
    return new BoundKeyCondition(List.of(new S("a")), List.of(), sortKey);
  }

  private static KeyCondition parse(String text) {
    return KeyCondition.of(ExpressionParser.keyCondition(text, placeholders()));
  }
}
