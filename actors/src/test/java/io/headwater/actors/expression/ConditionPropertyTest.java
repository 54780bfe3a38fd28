package io.headwater.actors.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.actors.expression.Condition.Comparator;
import io.headwater.actors.expression.Condition.Operand;
import io.headwater.actors.expression.DocumentPath.Element;
import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.L;
import io.headwater.actors.model.AttributeValue.M;
import io.headwater.actors.model.AttributeValue.N;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.AttributeValue.SS;
import io.headwater.actors.model.Item;
import io.headwater.actors.testing.ModelArbitraries;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Conditions of every form over few names and values, so that they often meet. */
class ConditionPropertyTest {
  private static final List<String> ATTRIBUTE_NAMES = List.of("a", "b", "c.d", "select");
  private static final Set<AttributeType> UNSIZED =
      Set.of(AttributeType.N, AttributeType.BOOL, AttributeType.NULL);

  @Property(tries = 800)
  void test_anyConditionAndItem_agreesWithTheModel(
      @ForAll("conditions") Condition condition, @ForAll("items") Item item) {
    assertThat(ConditionEvaluator.test(condition, item))
        .isEqualTo(new PlainEvaluator(item).test(condition));
  }

  @Property(tries = 800)
  void condition_writtenAndParsed_isTheSame(
      @ForAll("conditions") Condition condition, @ForAll long seed) {
    var written = new ConditionText(condition, seed);
    Placeholders placeholders = written.placeholders();

    assertThat(ExpressionParser.condition(written.text(), placeholders))
        .as(written.text())
        .isEqualTo(condition);
    placeholders.requireAllUsed();
  }

  @Provide
  Arbitrary<Item> items() {
    return Arbitraries.maps(Arbitraries.of(ATTRIBUTE_NAMES), values()).ofMaxSize(4).map(Item::new);
  }

  @Provide
  Arbitrary<Condition> conditions() {
    return conditions(3);
  }

  private static Arbitrary<Condition> conditions(int depth) {
    if (depth == 0) {
      return leaves();
    }
    Arbitrary<List<Condition>> several = conditions(depth - 1).list().ofMinSize(2).ofMaxSize(3);
    return Arbitraries.oneOf(
        leaves(),
        several.map(Condition.And::new),
        several.map(Condition.Or::new),
        conditions(depth - 1).map(Condition.Not::new));
  }

  private static Arbitrary<Condition> leaves() {
    Arbitrary<Operand> path = paths().map(Operand.Path::new);
    Arbitrary<Operand> any = Arbitraries.oneOf(literals(values()), sizes());
    Arbitrary<Operand> ordered = Arbitraries.oneOf(literals(scalars()), sizes());
    Arbitrary<Operand> prefixes = literals(scalars().filter(value -> !(value instanceof N)));
    return Arbitraries.oneOf(
        Combinators.combine(path, Arbitraries.of(Comparator.EQ, Comparator.NE), any)
            .as(Condition.Compare::new),
        Combinators.combine(ordered, Arbitraries.of(Comparator.class), path)
            .as(Condition.Compare::new),
        Combinators.combine(path, ordered, sizes()).as(Condition.Between::new),
        Combinators.combine(ordered, path, path).as(Condition.Between::new),
        Combinators.combine(path, any.list().ofMinSize(1).ofMaxSize(3)).as(Condition.In::new),
        paths().map(Condition.AttributeExists::new),
        paths().map(Condition.AttributeNotExists::new),
        Combinators.combine(path, Arbitraries.of(AttributeType.class)).as(Condition.HasType::new),
        Combinators.combine(path, prefixes).as(Condition.BeginsWith::new),
        Combinators.combine(path, any).as(Condition.Contains::new),
        Combinators.combine(any, path).as(Condition.Contains::new));
  }

  private static Arbitrary<Operand> literals(Arbitrary<AttributeValue> values) {
    return values.map(Operand.Literal::new);
  }

  private static Arbitrary<Operand> sizes() {
    Arbitrary<Operand> paths = paths().map(Operand.Path::new);
    return Arbitraries.oneOf(
            paths, literals(values().filter(value -> !UNSIZED.contains(value.type()))))
        .map(Operand.Size::new);
  }

  private static Arbitrary<DocumentPath> paths() {
    Arbitrary<Element> name = Arbitraries.of(ATTRIBUTE_NAMES).map(Element.Name::new);
    Arbitrary<Element> index = Arbitraries.integers().between(0, 2).map(Element.Index::new);
    return Combinators.combine(name, Arbitraries.oneOf(name, index).list().ofMaxSize(2))
        .as((first, rest) -> new DocumentPath(prepended(first, rest)));
  }

  private static List<Element> prepended(Element first, List<Element> rest) {
    var elements = new java.util.ArrayList<Element>();
    elements.add(first);
    elements.addAll(rest);
    return elements;
  }

  private static Arbitrary<AttributeValue> scalars() {
    return Arbitraries.oneOf(
        Arbitraries.of("", "a", "ab", "b", "\uE000", "\uD83D\uDE00").map(S::new),
        Arbitraries.of("0", "1", "2", "1.5", "-1").map(text -> new N(new BigDecimal(text))),
        ModelArbitraries.byteStrings().map(AttributeValue.B::new));
  }

  private static Arbitrary<AttributeValue> values() {
    Arbitrary<AttributeValue> flat =
        Arbitraries.oneOf(
            scalars(),
            Arbitraries.of(true, false).map(AttributeValue.Bool::new),
            Arbitraries.of(AttributeValue.Null.class).map(value -> value),
            Arbitraries.of("a", "b", "ab").set().ofMinSize(1).map(SS::of),
            Arbitraries.of(BigDecimal.ONE, BigDecimal.TWO)
                .set()
                .ofMinSize(1)
                .map(AttributeValue.NS::of));
    return Arbitraries.lazyOf(
        () -> flat,
        () -> flat,
        () -> flat.list().ofMaxSize(3).map(L::new),
        () -> Arbitraries.maps(Arbitraries.of(ATTRIBUTE_NAMES), flat).ofMaxSize(2).map(M::new));
  }
}
