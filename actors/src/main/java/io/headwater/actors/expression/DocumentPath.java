package io.headwater.actors.expression;

import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.L;
import io.headwater.actors.model.AttributeValue.M;
import io.headwater.actors.model.Item;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a value lies in an item, such as {@code a.b[3]}: an attribute's name, then steps into maps
 * and lists. A name is one element whatever characters it has, dots included.
 */
public record DocumentPath(List<Element> elements) {
  /** The most elements that a path may have. */
  public static final int MAX_DEPTH = 32;

  /** One step of a path. */
  public sealed interface Element {
    /** Into a map, or at the start into the item. */
    record Name(String name) implements Element {
      @Override
      public String toString() {
        return name;
      }
    }

    /** Into a list, from 0. */
    record Index(int index) implements Element {
      @Override
      public String toString() {
        return "[" + index + "]";
      }
    }
  }

  public DocumentPath {
    elements = List.copyOf(elements);
    if (elements.isEmpty() || !(elements.getFirst() instanceof Element.Name)) {
      throw new IllegalArgumentException("a path begins with an attribute's name: " + elements);
    }
  }

  /** The path of a top-level attribute. */
  public static DocumentPath of(String attributeName) {
    return new DocumentPath(List.of(new Element.Name(attributeName)));
  }

  /** The name of the top-level attribute that the path is or leads into. */
  public String attributeName() {
    return ((Element.Name) elements.getFirst()).name();
  }

  /** Whether the path is a whole attribute. */
  public boolean isTopLevel() {
    return elements.size() == 1;
  }

  /** The value there; null where a step finds nothing or a value of another kind. */
  public @Nullable AttributeValue resolve(Item item) {
    AttributeValue value = item.get(attributeName());
    for (int i = 1; i < elements.size() && value != null; i++) {
      value = step(value, elements.get(i));
    }
    return value;
  }

  private static @Nullable AttributeValue step(AttributeValue value, Element element) {
    return switch (element) {
      case Element.Name(var name) -> value instanceof M(var values) ? values.get(name) : null;
      case Element.Index(var index) ->
          value instanceof L(var values) && index < values.size() ? values.get(index) : null;
    };
  }

  /** As DynamoDB's messages print a path: {@code [a, b, [1]]}. */
  @Override
  public String toString() {
    return elements.stream().map(Element::toString).collect(Collectors.joining(", ", "[", "]"));
  }
}
