package io.headwater.actors.expression;

import io.headwater.actors.expression.DocumentPath.Element;
import io.headwater.actors.expression.Update.Value;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.L;
import io.headwater.actors.model.AttributeValue.M;
import io.headwater.actors.model.AttributeValue.N;
import io.headwater.actors.model.AttributeValue.NS;
import io.headwater.actors.model.AttributeValue.SS;
import io.headwater.actors.model.Item;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Updates as the reference describes them, action after action on a document that is changed in
 * place: the model for {@link Updater}. A list is kept as a map from index to element, so that no
 * action moves what a later one names; the gaps close at the end.
 *
 * <p>Knows strings, numbers, their sets, lists and maps, and numbers that need no rounding.
 */
final class PlainUpdater {
  private final Item before;
  private final Map<Object, Object> document;

  /** What an update can't do to an item. */
  static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refusal(String message) {
      super(message);
    }
  }

  private PlainUpdater(Item before) {
    this.before = before;
    this.document = thawed(before.attributes());
  }

  static Item apply(Update update, Item before) {
    var updater = new PlainUpdater(before);
    update.sets().forEach(set -> updater.put(set.path(), () -> updater.evaluate(set.value())));
    update.removes().forEach(path -> updater.parent(path).remove(last(path)));
    update
        .adds()
        .forEach(add -> updater.put(add.path(), () -> sum(updater.at(add.path()), add.value())));
    update.deletes().forEach(delete -> updater.delete(delete.path(), delete.elements()));
    return new Item(((M) frozen(updater.document)).values());
  }

  private void put(DocumentPath path, Supplier<AttributeValue> value) {
    Map<Object, Object> parent = parent(path);
    parent.put(last(path), thawed(value.get()));
  }

  private void delete(DocumentPath path, AttributeValue elements) {
    Map<Object, Object> parent = parent(path);
    AttributeValue stored = at(path);
    if (stored == null) {
      return;
    }
    AttributeValue rest = difference(stored, elements);
    if (rest == null) {
      parent.remove(last(path));
    } else {
      parent.put(last(path), rest);
    }
  }

  private AttributeValue evaluate(Value value) {
    return switch (value) {
      case Value.Literal(var literal) -> literal;
      case Value.Path(var path) -> {
        AttributeValue stored = at(path);
        if (stored == null) {
          throw new Refusal(
              "The provided expression refers to an attribute that does not exist in the item");
        }
        yield stored;
      }
      case Value.IfNotExists(var path, var otherwise) -> {
        AttributeValue stored = at(path);
        yield stored == null ? evaluate(otherwise) : stored;
      }
      case Value.ListAppend(var first, var second) -> {
        AttributeValue head = evaluate(first);
        AttributeValue tail = evaluate(second);
        if (head instanceof L(var start) && tail instanceof L(var end)) {
          var all = new ArrayList<>(start);
          all.addAll(end);
          yield new L(all);
        }
        throw wrongType();
      }
      case Value.Plus(var left, var right) -> total(evaluate(left), evaluate(right), 1);
      case Value.Minus(var left, var right) -> total(evaluate(left), evaluate(right), -1);
    };
  }

  private static AttributeValue total(AttributeValue left, AttributeValue right, int sign) {
    if (left instanceof N(var a) && right instanceof N(var b)) {
      return new N(a.add(b.multiply(BigDecimal.valueOf(sign))));
    }
    throw wrongType();
  }

  private static AttributeValue sum(@Nullable AttributeValue stored, AttributeValue value) {
    if (stored == null) {
      return value;
    }
    if (stored instanceof N(var a) && value instanceof N(var b)) {
      return new N(a.add(b));
    }
    if (stored instanceof SS(var a) && value instanceof SS(var b)) {
      var all = new TreeSet<>(a);
      all.addAll(b);
      return SS.of(all);
    }
    if (stored instanceof NS(var a) && value instanceof NS(var b)) {
      var all = new TreeSet<>(a);
      all.addAll(b);
      return NS.of(all);
    }
    throw wrongType();
  }

  private static @Nullable AttributeValue difference(AttributeValue stored, AttributeValue gone) {
    if (stored instanceof SS(var a) && gone instanceof SS(var b)) {
      var rest = new TreeSet<>(a);
      rest.removeAll(b);
      return rest.isEmpty() ? null : SS.of(rest);
    }
    if (stored instanceof NS(var a) && gone instanceof NS(var b)) {
      var rest = new TreeSet<>(a);
      rest.removeAll(b);
      return rest.isEmpty() ? null : NS.of(rest);
    }
    throw wrongType();
  }

  private static Refusal wrongType() {
    return new Refusal("An operand in the update expression has an incorrect data type");
  }

  /** The value before the update, or null. */
  private @Nullable AttributeValue at(DocumentPath path) {
    AttributeValue here = new M(before.attributes());
    for (Element element : path.elements()) {
      here =
          switch (element) {
            case Element.Name(var name) -> here instanceof M(var values) ? values.get(name) : null;
            case Element.Index(var index) ->
                here instanceof L(var values) && index < values.size() ? values.get(index) : null;
          };
      if (here == null) {
        return null;
      }
    }
    return here;
  }

  /** The map or list that the last element of a path is in; its kind must be the element's. */
  private Map<Object, Object> parent(DocumentPath path) {
    List<Element> elements = path.elements();
    Map<Object, Object> here = document;
    for (int i = 1; i < elements.size(); i++) {
      here = inside(here.get(key(elements.get(i - 1))), elements.get(i));
    }
    return here;
  }

  @SuppressWarnings("unchecked")
  private static Map<Object, Object> inside(@Nullable Object value, Element element) {
    boolean fits =
        element instanceof Element.Index
            ? value instanceof TreeMap
            : value instanceof LinkedHashMap;
    if (value == null || !fits) {
      throw new Refusal(
          "The document path provided in the update expression is invalid for update");
    }
    return (Map<Object, Object>) value;
  }

  private static Object last(DocumentPath path) {
    return key(path.elements().getLast());
  }

  private static Object key(Element element) {
    return switch (element) {
      case Element.Name(var name) -> name;
      case Element.Index(var index) -> index;
    };
  }

  private static Object thawed(AttributeValue value) {
    return switch (value) {
      case M(var values) -> thawed(values);
      case L(var values) -> {
        var elements = new TreeMap<Object, Object>();
        for (int i = 0; i < values.size(); i++) {
          elements.put(i, thawed(values.get(i)));
        }
        yield elements;
      }
      default -> value;
    };
  }

  private static Map<Object, Object> thawed(Map<String, AttributeValue> values) {
    var entries = new LinkedHashMap<Object, Object>();
    values.forEach((name, value) -> entries.put(name, thawed(value)));
    return entries;
  }

  private static AttributeValue frozen(Object value) {
    if (value instanceof TreeMap<?, ?> elements) {
      return new L(elements.values().stream().map(PlainUpdater::frozen).toList());
    }
    if (value instanceof Map<?, ?> entries) {
      var values = new HashMap<String, AttributeValue>();
      entries.forEach((name, entry) -> values.put((String) name, frozen(entry)));
      return new M(values);
    }
    return (AttributeValue) value;
  }
}
