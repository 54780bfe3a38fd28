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
import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.GlobalSecondaryIndex;
import io.headwater.actors.model.IndexKeySchema;
import io.headwater.actors.model.IndexProjection;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.KeySchema.KeyAttribute;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Key conditions on a key of two hash attributes (S, N) and three range attributes (N, S, N). */
class IndexKeyConditionTest {
  private static final IndexKeySchema SCHEMA =
      new IndexKeySchema(
          List.of(new KeyAttribute("h1", AttributeType.S), new KeyAttribute("h2", AttributeType.N)),
          List.of(
              new KeyAttribute("r1", AttributeType.N),
              new KeyAttribute("r2", AttributeType.S),
              new KeyAttribute("r3", AttributeType.N)));

  private static final List<AttributeValue> HASH = List.of(new S("a"), n("1"));

  static List<Arguments> conditions() {
    return List.of(
        Arguments.of("h1 = :s AND h2 = :n", new BoundKeyCondition(HASH, List.of(), null)),
        Arguments.of("h2 = :n AND :s = h1", new BoundKeyCondition(HASH, List.of(), null)),
        Arguments.of(
            "r1 > :m AND h2 = :n AND h1 = :s",
            new BoundKeyCondition(HASH, List.of(), new GreaterThan(n("2"), false))),
        Arguments.of(
            "h1 = :s AND h2 = :n AND r1 = :m",
            new BoundKeyCondition(HASH, List.of(), new EqualTo(n("2")))),
        Arguments.of(
            "h1 = :s AND begins_with(r2, :t) AND h2 = :n AND r1 = :m",
            new BoundKeyCondition(HASH, List.of(n("2")), new BeginsWith(new S("b")))),
        Arguments.of(
            "h1 = :s AND h2 = :n AND r1 = :m AND r2 = :t AND r3 BETWEEN :n AND :m",
            new BoundKeyCondition(HASH, List.of(n("2"), new S("b")), new Between(n("1"), n("2")))));
  }

  @ParameterizedTest
  @MethodSource("conditions")
  void bind_legalCondition_givesTheRoles(String text, BoundKeyCondition expected) {
    assertThat(parse(text).bind(SCHEMA)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          h2 = :n                                              | Query condition missed key schema element: h1
          h1 = :s                                              | Query condition missed key schema element: h2
          h1 = :s AND r1 = :n                                  | Query condition missed key schema element: h2
          h1 = :s AND h2 = :n AND x = :s                       | Query condition missed key schema element: r1
          h1 = :s AND h2 = :n AND r1 = :n AND x = :s           | Query condition missed key schema element: r2
          h1 = :s AND h2 = :n AND r2 = :s AND x = :s           | Query condition missed key schema element: r1
          h1 = :s AND h2 > :n                                  | Query key condition not supported
          begins_with(h1, :s) AND h2 = :n                      | Query key condition not supported
          h1 = :s AND h2 = :n AND a = :s AND b = :s AND c = :s AND d = :s | The number of query conditions (6) exceeds the number of key attributes defined in the schema (5)
          h1 = :n AND h2 = :n                                  | One or more parameter values were invalid: Condition parameter type does not match schema type
          h1 = :s AND h2 = :n AND r1 = :n AND r2 = :n          | One or more parameter values were invalid: Condition parameter type does not match schema type
          h1 = :empty AND h2 = :n                              | One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: h1
          h1 = :s AND h2 = :n AND r2 = :s                      | RANGE key attributes r1 must have equality conditions specified in the query because a condition is present on key attribute r2
          h1 = :s AND h2 = :n AND r1 < :n AND r2 = :s          | RANGE key attributes r1 must have equality conditions specified in the query because a condition is present on key attribute r2
          h1 = :s AND h2 = :n AND r1 = :n AND r3 = :n          | RANGE key attributes r2 must have equality conditions specified in the query because a condition is present on key attribute r3
          h1 = :s AND h2 = :n AND r3 > :n                      | RANGE key attributes r1, r2 must have equality conditions specified in the query because a condition is present on key attribute r3
          """)
  void bind_conditionAgainstTheSchema_isRefused(String text, String message) {
    KeyCondition condition = parse(text);

    assertThatThrownBy(() -> condition.bind(SCHEMA))
        .isInstanceOf(DynamoDbException.class)
        .hasMessage(message);
  }

  @Test
  void bind_whatNoKeyCanBeAsked_isRefusedOfEachAttribute() {
    var conditions = new ArrayList<AttributeCondition>();
    conditions.add(new AttributeCondition("h1", new EqualTo(new S("a"))));
    conditions.add(new AttributeCondition("h2", new EqualTo(n("1"))));
    conditions.add(new AttributeCondition("r1", null));
    conditions.add(new AttributeCondition("r2", new EqualTo(new S("a"))));

    assertThatThrownBy(() -> KeyCondition.ofLegacy(conditions).bind(SCHEMA))
        .hasMessage("Attempted conditional constraint is not an indexable operation");
  }

  @Test
  void requireLegacyCount_ofAnIndex_isUpToEight() {
    var conditions = new ArrayList<AttributeCondition>();
    for (int i = 0; i < 8; i++) {
      conditions.add(new AttributeCondition("a" + i, new EqualTo(n("1"))));
    }
    KeyCondition.ofLegacy(conditions).requireLegacyCount(true);
    conditions.add(new AttributeCondition("a8", new EqualTo(n("1"))));
    String message = "Conditions can be of length 1 or 2 only";

    assertThatThrownBy(() -> KeyCondition.ofLegacy(conditions).requireLegacyCount(true))
        .hasMessage(message);
    assertThatThrownBy(() -> KeyCondition.ofLegacy(List.of()).requireLegacyCount(true))
        .hasMessage(message);
    assertThatThrownBy(
            () -> KeyCondition.ofLegacy(conditions.subList(0, 3)).requireLegacyCount(false))
        .hasMessage(message);
  }

  @Test
  void keyPathChecks_keysOfTheIndex_areRefused() {
    var tableKey = new KeySchema(new KeyAttribute("pk", AttributeType.S), null);
    var index = new GlobalSecondaryIndex("by-all", SCHEMA, IndexProjection.ALL);
    var paths = ExpressionParser.projection("h1, a.r2, r2.x", placeholders()).paths();
    Condition filter = ExpressionParser.filter("r3 = :n OR h2 = :n", placeholders());

    assertThatThrownBy(
            () -> KeyPathChecks.requireScalarKeys(paths, tableKey, List.of(), List.of(index)))
        .hasMessage(
            "Key attributes must be scalars; list random access '[]' and map lookup '.' are not"
                + " allowed: IndexKey: r2");
    assertThatThrownBy(
            () -> KeyPathChecks.requireNoKeysInFilter(filter, "Filter Expression", SCHEMA))
        .hasMessage(
            "Filter Expression can only contain non-primary key attributes: Primary key attribute:"
                + " h2");
  }

  private static KeyCondition parse(String text) {
    return KeyCondition.of(ExpressionParser.keyCondition(text, placeholders()));
  }
}
