package io.headwater.api.operation.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.actors.expression.ConditionEvaluator;
import io.headwater.actors.expression.DocumentPath;
import io.headwater.actors.expression.ExpressionParser;
import io.headwater.actors.expression.Placeholders;
import io.headwater.actors.json.ReadValue;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.B;
import io.headwater.actors.model.AttributeValue.Bool;
import io.headwater.actors.model.AttributeValue.L;
import io.headwater.actors.model.AttributeValue.M;
import io.headwater.actors.model.AttributeValue.N;
import io.headwater.actors.model.AttributeValue.NS;
import io.headwater.actors.model.AttributeValue.Null;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.AttributeValue.SS;
import io.headwater.actors.model.Bytes;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.Item;
import io.headwater.api.protocol.Wording;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Few values, so that the item's and the condition's often meet. */
class ComparisonPropertyTest {
  private static final String NAME = "a.size";

  @Property(tries = 2_000)
  void onItem_anyComparison_saysWhatItsExpressionSays(
      @ForAll("comparisons") Comparison comparison, @ForAll("items") Item item) {
    var values = comparison.values();
    var expression =
        ExpressionParser.condition(expression(comparison.operator(), values), placeholders(values));

    assertThat(ConditionEvaluator.test(comparison.onItem(), item))
        .isEqualTo(ConditionEvaluator.test(expression, item));
  }

  @Provide
  Arbitrary<Comparison> comparisons() {
    return Combinators.combine(
            Arbitraries.of(ComparisonOperator.class), values().list().ofMaxSize(2))
        .as(ComparisonPropertyTest::comparison)
        .filter(Optional::isPresent)
        .map(Optional::orElseThrow);
  }

  /** Empty where the operator doesn't take the values. */
  private static Optional<Comparison> comparison(
      ComparisonOperator operator, List<AttributeValue> values) {
    try {
      return Optional.of(
          Comparison.checked(
              DocumentPath.of(NAME),
              operator.name(),
              values.stream().map(value -> new ReadValue(value, null)).toList(),
              Wording.BARE));
    } catch (DynamoDbException _) {
      return Optional.empty();
    }
  }

  private static String expression(ComparisonOperator operator, List<AttributeValue> values) {
    return switch (operator) {
      case EQ -> "#a = :v0";
      case NE -> "NOT #a = :v0";
      case LE -> ":v0 >= #a";
      case LT -> ":v0 > #a";
      case GE -> ":v0 <= #a";
      case GT -> ":v0 < #a";
      case NOT_NULL -> "NOT attribute_not_exists(#a)";
      case NULL -> "NOT attribute_exists(#a)";
      case CONTAINS -> "contains(#a, :v0)";
      case NOT_CONTAINS -> "NOT (attribute_not_exists(#a) OR contains(#a, :v0))";
      case BEGINS_WITH -> "begins_with(#a, :v0)";
      case IN -> {
        var alternatives = new StringBuilder("#a = :v0");
        for (int i = 1; i < values.size(); i++) {
          alternatives.append(" OR #a = :v").append(i);
        }
        yield alternatives.toString();
      }
      case BETWEEN -> "#a >= :v0 AND #a <= :v1";
    };
  }

  private static Placeholders placeholders(List<AttributeValue> values) {
    Map<String, AttributeValue> byReference = new LinkedHashMap<>();
    for (int i = 0; i < values.size(); i++) {
      byReference.put(":v" + i, values.get(i));
    }
    return new Placeholders(Map.of("#a", NAME), byReference);
  }

  @Provide
  Arbitrary<Item> items() {
    return Arbitraries.maps(Arbitraries.of(NAME, "other"), values()).ofMaxSize(2).map(Item::new);
  }

  private static Arbitrary<AttributeValue> values() {
    return Arbitraries.oneOf(
        scalars(),
        scalars(),
        Arbitraries.of("", "a", "ab").set().ofMinSize(1).map(SS::of),
        Arbitraries.of(BigDecimal.ONE, BigDecimal.TEN).set().ofMinSize(1).map(NS::of),
        scalars().list().ofMaxSize(2).map(L::new),
        Arbitraries.maps(Arbitraries.of("a", "b"), scalars()).ofMaxSize(1).map(M::new));
  }

  private static Arbitrary<AttributeValue> scalars() {
    return Arbitraries.of(
        new S(""),
        new S("a"),
        new S("ab"),
        new S("b"),
        new N(BigDecimal.ONE),
        new N(BigDecimal.TEN),
        new B(Bytes.copyOf(new byte[] {1})),
        new B(Bytes.copyOf(new byte[] {1, 2})),
        new Bool(true),
        new Bool(false),
        Null.INSTANCE);
  }
}
