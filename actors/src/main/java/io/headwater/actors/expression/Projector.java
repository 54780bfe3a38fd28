package io.headwater.actors.expression;

import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.L;
import io.headwater.actors.model.AttributeValue.M;
import io.headwater.actors.model.Item;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the parts that a {@link Projection} names out of an item.
 *
 * <p>What is left keeps its structure: maps have the named entries only, lists the named elements
 * without gaps in ascending order. A path that leads nowhere leaves no trace. Keys are not added.
 */
public final class Projector {
  private Projector() {}

  public static Item project(Projection projection, Item item) {
    return new Item(entries(item.attributes(), projection.tree().byName()));
  }

  private static Map<String, AttributeValue> entries(
      Map<String, AttributeValue> source, Map<String, PathTree<Boolean>> wanted) {
    var entries = new LinkedHashMap<String, AttributeValue>();
    // The smaller side leads: a page has many small items, and a projection may have many paths.
    for (String name : source.size() < wanted.size() ? source.keySet() : wanted.keySet()) {
      PathTree<Boolean> node = wanted.get(name);
      AttributeValue part = node == null ? null : part(source.get(name), node);
      if (part != null) {
        entries.put(name, part);
      }
    }
    return entries;
  }

  private static @Nullable AttributeValue part(
      @Nullable AttributeValue value, PathTree<Boolean> node) {
    if (value == null || node.end() != null) {
      return value;
    }
    if (value instanceof M(var values) && !node.byName().isEmpty()) {
      var entries = entries(values, node.byName());
      return entries.isEmpty() ? null : new M(entries);
    }
    return value instanceof L list ? elements(list, node) : null;
  }

  private static @Nullable AttributeValue elements(L list, PathTree<Boolean> node) {
    var elements = new ArrayList<AttributeValue>();
    // Ends before the first index past the list: a path may name any index up to 2^31 - 1.
    node.byIndex()
        .headMap(list.values().size())
        .forEach((index, child) -> {
          AttributeValue part = part(list.values().get(index), child);
          if (part != null) {
            elements.add(part);
          }
        });
    return elements.isEmpty() ? null : new L(elements);
  }
}
