package io.headwater.actors.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What a secondary index has of an item beside the keys of table and index.
 *
 * @param nonKeyAttributes those that INCLUDE names; empty with the other types
 */
public record IndexProjection(Type type, List<String> nonKeyAttributes) {
  public static final IndexProjection ALL = new IndexProjection(Type.ALL, List.of());
  public static final IndexProjection KEYS_ONLY = new IndexProjection(Type.KEYS_ONLY, List.of());

  /** As the API names it. */
  public enum Type {
    ALL,
    KEYS_ONLY,
    INCLUDE
  }

  public IndexProjection {
    nonKeyAttributes = List.copyOf(nonKeyAttributes);
    if ((type == Type.INCLUDE) == nonKeyAttributes.isEmpty()) {
      throw new IllegalArgumentException(type + " with attributes " + nonKeyAttributes);
    }
  }

  public static IndexProjection include(List<String> nonKeyAttributes) {
    return new IndexProjection(Type.INCLUDE, nonKeyAttributes);
  }

  boolean hasNonKeyAttribute(String attributeName) {
    return switch (type) {
      case ALL -> true;
      case KEYS_ONLY -> false;
      case INCLUDE -> nonKeyAttributes.contains(attributeName);
    };
  }

  /** What an entry has of an item: all, or keys and what is included. */
  Item of(Item item, Predicate<String> isProjected) {
    if (type == Type.ALL) {
      return item;
    }
    Map<String, AttributeValue> projected = new LinkedHashMap<>(item.attributes());
    projected.keySet().removeIf(isProjected.negate());
    return new Item(projected);
  }
}
