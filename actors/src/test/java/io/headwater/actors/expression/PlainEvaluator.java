package io.headwater.actors.expression;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headwater.actors.expression.Condition.Operand;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.B;
import io.headwater.actors.model.AttributeValue.BS;
import io.headwater.actors.model.AttributeValue.Bool;
import io.headwater.actors.model.AttributeValue.L;
import io.headwater.actors.model.AttributeValue.M;
import io.headwater.actors.model.AttributeValue.N;
import io.headwater.actors.model.AttributeValue.NS;
import io.headwater.actors.model.AttributeValue.Null;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.AttributeValue.SS;
import io.headwater.actors.model.Item;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The evaluator's model: the rules of the language said once more and differently, over texts that
 * are equal when values are, with no regard to speed.
 */
final class PlainEvaluator {
  private final Item item;

  PlainEvaluator(Item item) {
    this.item = item;
  }

  boolean test(Condition condition) {
    return switch (condition) {
      case Condition.And(var inner) -> inner.stream().filter(this::test).count() == inner.size();
      case Condition.Or(var inner) -> inner.stream().filter(this::test).count() > 0;
      case Condition.Not(var inner) -> test(inner) ^ true;
      case Condition.Compare(var left, var comparator, var right) -> {
        OptionalInt order = order(value(left), value(right));
        yield switch (comparator) {
          case EQ -> same(value(left), value(right));
          case NE -> !same(value(left), value(right));
          case LT -> order.isPresent() && order.getAsInt() < 0;
          case GT -> order.isPresent() && order.getAsInt() > 0;
          case LE -> order.isPresent() && order.getAsInt() < 1;
          case GE -> order.isPresent() && order.getAsInt() > -1;
        };
      }
      case Condition.Between(var operand, var lower, var upper) ->
          order(value(lower), value(operand)).orElse(1) <= 0
              && order(value(operand), value(upper)).orElse(1) <= 0;
      case Condition.In(var operand, var candidates) ->
          candidates.stream().filter(one -> same(value(operand), value(one))).count() > 0;
      case Condition.AttributeExists(var path) -> at(path).isPresent();
      case Condition.AttributeNotExists(var path) -> at(path).isEmpty();
      case Condition.HasType(var operand, var type) ->
          value(operand).map(AttributeValue::type).equals(Optional.of(type));
      case Condition.BeginsWith(var operand, var prefix) ->
          bytes(value(operand), value(prefix))
              .map(pair -> indexOf(pair.get(0), pair.get(1)) == 0)
              .orElse(false);
      case Condition.Contains(var container, var element) ->
          contains(value(container), value(element));
    };
  }

  private boolean contains(Optional<AttributeValue> container, Optional<AttributeValue> element) {
    if (bytes(container, element).isPresent()) {
      var pair = bytes(container, element).orElseThrow();
      return indexOf(pair.get(0), pair.get(1)) >= 0;
    }
    return container.isPresent()
        && element.isPresent()
        && elements(container.get()).contains(text(element.get()));
  }

  private static Set<String> elements(AttributeValue container) {
    return switch (container) {
      case SS(var values) -> texts(values.stream().map(S::new).toList());
      case NS(var values) -> texts(values.stream().map(N::new).toList());
      case BS(var values) -> texts(values.stream().map(B::new).toList());
      case L(var values) -> texts(values);
      default -> Set.of();
    };
  }

  private static Set<String> texts(List<? extends AttributeValue> values) {
    return values.stream().map(PlainEvaluator::text).collect(Collectors.toSet());
  }

  private Optional<AttributeValue> value(Operand operand) {
    return switch (operand) {
      case Operand.Path(var path) -> at(path);
      case Operand.Literal(var value) -> Optional.of(value);
      case Operand.Size(var inner) ->
          value(inner)
              .map(PlainEvaluator::size)
              .filter(size -> size >= 0)
              .map(size -> new N(new BigDecimal(size)));
    };
  }

  /** -1: has no size. */
  private static int size(AttributeValue value) {
    return switch (value) {
      case S(var text) -> text.toCharArray().length;
      case B(var bytes) -> bytes.toByteArray().length;
      case L(var values) -> values.size();
      case M(var values) -> values.keySet().size();
      case SS _, NS _, BS _ -> elements(value).size();
      case N _, Bool _, Null _ -> -1;
    };
  }

  private Optional<AttributeValue> at(DocumentPath path) {
    Optional<AttributeValue> value = Optional.of(new M(item.attributes()));
    for (DocumentPath.Element element : path.elements()) {
      value =
          value.flatMap(parent ->
              switch (element) {
                case DocumentPath.Element.Name(var name) ->
                    parent instanceof M(var values)
                        ? Optional.ofNullable(values.get(name))
                        : Optional.empty();
                case DocumentPath.Element.Index(var index) ->
                    parent instanceof L(var values)
                        ? values.stream().skip(index).findFirst()
                        : Optional.empty();
              });
    }
    return value;
  }

  private static boolean same(Optional<AttributeValue> left, Optional<AttributeValue> right) {
    return left.isPresent()
        && left.map(PlainEvaluator::text).equals(right.map(PlainEvaluator::text));
  }

  private static OptionalInt order(Optional<AttributeValue> left, Optional<AttributeValue> right) {
    if (left.orElse(null) instanceof N(var a) && right.orElse(null) instanceof N(var b)) {
      return OptionalInt.of(a.subtract(b).signum());
    }
    return bytes(left, right)
        .map(pair -> OptionalInt.of(Arrays.compareUnsigned(pair.get(0), pair.get(1))))
        .orElse(OptionalInt.empty());
  }

  /** The bytes of two strings or of two binaries. */
  private static Optional<List<byte[]>> bytes(
      Optional<AttributeValue> left, Optional<AttributeValue> right) {
    if (left.orElse(null) instanceof S(var a) && right.orElse(null) instanceof S(var b)) {
      return Optional.of(List.of(a.getBytes(UTF_8), b.getBytes(UTF_8)));
    }
    if (left.orElse(null) instanceof B(var a) && right.orElse(null) instanceof B(var b)) {
      return Optional.of(List.of(a.toByteArray(), b.toByteArray()));
    }
    return Optional.empty();
  }

  private static int indexOf(byte[] whole, byte[] part) {
    for (int from = 0; from + part.length <= whole.length; from++) {
      if (Arrays.equals(Arrays.copyOfRange(whole, from, from + part.length), part)) {
        return from;
      }
    }
    return -1;
  }

  private static String text(AttributeValue value) {
    return switch (value) {
      case S(var text) -> "S" + text.length() + ":" + text;
      case N(var number) -> "N" + number.toPlainString();
      case B(var bytes) -> "B" + bytes.toBase64();
      case Bool(var flag) -> "BOOL" + flag;
      case Null _ -> "NULL";
      case SS _, NS _, BS _ -> value.type().name() + sorted(elements(value));
      case L(var values) -> "L" + values.stream().map(PlainEvaluator::text).toList();
      case M(var values) ->
          "M"
              + sorted(
                  values.entrySet().stream()
                      .map(entry -> text(new S(entry.getKey())) + "=" + text(entry.getValue()))
                      .collect(Collectors.toSet()));
    };
  }

  private static List<String> sorted(Set<String> texts) {
    return new HashSet<>(texts).stream().sorted().toList();
  }
}
