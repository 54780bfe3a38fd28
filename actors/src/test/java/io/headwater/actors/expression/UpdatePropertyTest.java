package io.headwater.actors.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.expression.DocumentPath.Element;
import io.headwater.actors.expression.Update.AddAction;
import io.headwater.actors.expression.Update.DeleteAction;
import io.headwater.actors.expression.Update.SetAction;
import io.headwater.actors.expression.Update.Source;
import io.headwater.actors.expression.Update.Value;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.L;
import io.headwater.actors.model.AttributeValue.M;
import io.headwater.actors.model.AttributeValue.N;
import io.headwater.actors.model.AttributeValue.NS;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.AttributeValue.SS;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.Item;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

/** Updates of every form over few names and values, so that they often meet. */
class UpdatePropertyTest {
  private static final List<String> ATTRIBUTE_NAMES = List.of("a", "b", "c.d", "select");

  /** A partition decodes the inputs of an update alone, and encodes its targets alone. */
  @Property(tries = 1_000)
  void apply_toTheInputsOfAnEncodedItem_isTheUpdateOfTheWholeItem(
      @ForAll("updates") Update update, @ForAll("items") Item item) {
    var encoded = EncodedItem.of(item);
    Item inputs = encoded.part(update.inputNames());
    Item expected;
    try {
      expected = Updater.apply(update, item);
    } catch (DynamoDbException refused) {
      assertThatThrownBy(() -> Updater.apply(update, inputs)).hasMessage(refused.getMessage());
      return;
    }

    EncodedItem after = encoded.with(update.targetNames(), Updater.apply(update, inputs));

    assertThat(after.bytes()).isEqualTo(EncodedItem.of(expected).bytes());
    assertThat(Updater.targetParts(update, encoded.part(update.targetNames())))
        .isEqualTo(Updater.targetParts(update, item));
    assertThat(Updater.targetParts(update, after.part(update.targetNames())))
        .isEqualTo(Updater.targetParts(update, expected));
  }

  @Property(tries = 1_000)
  void apply_anyUpdateAndItem_agreesWithTheModel(
      @ForAll("updates") Update update, @ForAll("items") Item item) {
    Item expected = null;
    String refusal = null;
    try {
      expected = PlainUpdater.apply(update, item);
    } catch (PlainUpdater.Refusal e) {
      refusal = e.getMessage();
    }
    Statistics.collect(refusal == null);
    Statistics.coverage(coverage -> {
      coverage.check(true).percentage(percent -> percent > 10);
      coverage.check(false).percentage(percent -> percent > 10);
    });

    if (expected != null) {
      assertThat(Updater.apply(update, item)).isEqualTo(expected);
    } else {
      var thrown = catchThrowableOfType(DynamoDbException.class, () -> Updater.apply(update, item));
      assertThat(thrown).as(refusal).isNotNull();
      // Which of several actions is refused first is nobody's promise.
      if (update.targets().size() == 1) {
        assertThat(thrown).hasMessage(refusal);
      }
    }
  }

  @Property(tries = 800)
  void update_writtenAndParsed_isTheSame(@ForAll("updates") Update update, @ForAll long seed) {
    var written = new UpdateText(update, seed);
    Placeholders placeholders = written.placeholders();

    assertThat(ExpressionParser.update(written.text(), placeholders))
        .as(written.text())
        .isEqualTo(update);
    placeholders.requireAllUsed();
  }

  /** Up to four actions whose targets are apart. */
  @Provide
  Arbitrary<Update> updates() {
    return Arbitraries.oneOf(
            Combinators.combine(paths(), values()).as(SetAction::new),
            paths(),
            Combinators.combine(paths(), Arbitraries.oneOf(numbers(), sets())).as(AddAction::new),
            Combinators.combine(paths(), sets()).as(DeleteAction::new))
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(UpdatePropertyTest::update);
  }

  private static Update update(List<Record> actions) {
    var targets = new ArrayList<DocumentPath>();
    var sets = new ArrayList<SetAction>();
    var removes = new ArrayList<DocumentPath>();
    var adds = new ArrayList<AddAction>();
    var deletes = new ArrayList<DeleteAction>();
    for (Record action : actions) {
      DocumentPath target =
          switch (action) {
            case SetAction set -> set.path();
            case AddAction add -> add.path();
            case DeleteAction delete -> delete.path();
            default -> (DocumentPath) action;
          };
      if (targets.stream().noneMatch(other -> meet(other, target))) {
        targets.add(target);
        switch (action) {
          case SetAction set -> sets.add(set);
          case AddAction add -> adds.add(add);
          case DeleteAction delete -> deletes.add(delete);
          default -> removes.add(target);
        }
      }
    }
    return new Update(sets, removes, adds, deletes, Source.UPDATE_EXPRESSION);
  }

  /** Whether one is the other's beginning, or a map's path in one is a list's in the other. */
  private static boolean meet(DocumentPath one, DocumentPath other) {
    for (int i = 0; i < Math.min(one.elements().size(), other.elements().size()); i++) {
      Element left = one.elements().get(i);
      Element right = other.elements().get(i);
      if (!left.equals(right)) {
        return left instanceof Element.Name != right instanceof Element.Name;
      }
    }
    return true;
  }

  private static Arbitrary<Value> values() {
    Arbitrary<Value> path = paths().map(Value.Path::new);
    Arbitrary<Value> any = attributeValues().map(Value.Literal::new);
    return Arbitraries.oneOf(
        path,
        any,
        sums(2),
        Combinators.combine(paths(), Arbitraries.oneOf(path, any))
            .as(Value.IfNotExists::new)
            .filter(value -> !value.otherwise().equals(new Value.Path(value.path()))),
        Combinators.combine(lists(), lists()).as(Value.ListAppend::new));
  }

  private static Arbitrary<Value> lists() {
    Arbitrary<Value> path = paths().map(Value.Path::new);
    Arbitrary<Value> literal = lists(flatValues()).map(Value.Literal::new);
    return Arbitraries.oneOf(
        path, literal, Combinators.combine(paths(), literal).as(Value.IfNotExists::new));
  }

  private static Arbitrary<Value> sums(int depth) {
    Arbitrary<Value> path = paths().map(Value.Path::new);
    Arbitrary<Value> number = numbers().map(Value.Literal::new);
    Arbitrary<Value> term =
        depth == 0
            ? Arbitraries.oneOf(path, number)
            : Arbitraries.oneOf(
                path,
                number,
                sums(depth - 1),
                Combinators.combine(paths(), number).as(Value.IfNotExists::new));
    return Arbitraries.oneOf(
        Combinators.combine(term, term).as(Value.Plus::new),
        Combinators.combine(term, term).as(Value.Minus::new));
  }

  @Provide
  Arbitrary<Item> items() {
    return Arbitraries.maps(Arbitraries.of(ATTRIBUTE_NAMES), attributeValues())
        .ofMinSize(2)
        .ofMaxSize(4)
        .map(Item::new);
  }

  private static Arbitrary<DocumentPath> paths() {
    Arbitrary<Element> name = Arbitraries.of(ATTRIBUTE_NAMES).map(Element.Name::new);
    Arbitrary<Element> index = Arbitraries.integers().between(0, 3).map(Element.Index::new);
    Arbitrary<List<Element>> deeper =
        Arbitraries.oneOf(name, index).list().ofMinSize(1).ofMaxSize(2);
    // Most targets lead somewhere, or most updates would be refused.
    Arbitrary<List<Element>> rest =
        Arbitraries.frequencyOf(Tuple.of(3, Arbitraries.just(List.of())), Tuple.of(1, deeper));
    return Combinators.combine(name, rest)
        .as((first, others) -> {
          var elements = new ArrayList<Element>();
          elements.add(first);
          elements.addAll(others);
          return new DocumentPath(elements);
        });
  }

  private static Arbitrary<AttributeValue> numbers() {
    return Arbitraries.integers().between(-3, 3).map(i -> new N(BigDecimal.valueOf(i)));
  }

  private static Arbitrary<AttributeValue> sets() {
    return Arbitraries.oneOf(
        Arbitraries.of("a", "b", "c").set().ofMinSize(1).map(SS::of),
        Arbitraries.of(BigDecimal.ONE, BigDecimal.TWO).set().ofMinSize(1).map(NS::of));
  }

  private static Arbitrary<AttributeValue> flatValues() {
    return Arbitraries.oneOf(Arbitraries.of("", "a").map(S::new), numbers(), sets());
  }

  private static Arbitrary<AttributeValue> lists(Arbitrary<AttributeValue> elements) {
    return elements.list().ofMaxSize(3).map(L::new);
  }

  private static Arbitrary<AttributeValue> attributeValues() {
    Arbitrary<AttributeValue> inner =
        Arbitraries.oneOf(
            flatValues(),
            lists(flatValues()),
            Arbitraries.maps(Arbitraries.of(ATTRIBUTE_NAMES), flatValues())
                .ofMaxSize(3)
                .map(M::new));
    return Arbitraries.oneOf(
        flatValues(),
        lists(inner),
        Arbitraries.maps(Arbitraries.of(ATTRIBUTE_NAMES), inner).ofMaxSize(3).map(M::new));
  }
}
