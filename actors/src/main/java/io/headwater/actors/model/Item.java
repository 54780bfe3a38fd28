package io.headwater.actors.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An item: attribute names to values. Immutable; sharing one between threads is safe. */
public record Item(Map<String, AttributeValue> attributes) {
  public static final Item EMPTY = new Item(Map.of());

  public Item {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  public @Nullable AttributeValue get(String attributeName) {
    return attributes.get(attributeName);
  }
}
