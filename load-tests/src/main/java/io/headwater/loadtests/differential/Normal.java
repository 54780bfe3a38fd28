package io.headwater.loadtests.differential;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The normal form of answers: what has no order in DynamoDB is sorted. */
final class Normal {
  private Normal() {}

  /** The tree with sorted members and with the elements of sets sorted. */
  static @Nullable Object form(@Nullable Object tree) {
    return switch (tree) {
      case Map<?, ?> members -> {
        var sorted = new TreeMap<String, @Nullable Object>();
        members.forEach((name, member) -> sorted.put(name.toString(), form(member)));
        for (String type : List.of("SS", "NS", "BS")) {
          if (sorted.size() == 1 && sorted.get(type) instanceof List<?> set) {
            sorted.put(type, sorted(set));
          }
        }
        yield sorted;
      }
      case List<?> elements -> {
        var list = new ArrayList<@Nullable Object>();
        elements.forEach(element -> list.add(form(element)));
        yield list;
      }
      case null, default -> tree;
    };
  }

  /** The elements in an order that depends on nothing but them. */
  static List<Object> sorted(List<?> elements) {
    var sorted = new ArrayList<Object>(elements);
    sorted.sort(Comparator.comparing(JsonTree::write));
    return sorted;
  }
}
