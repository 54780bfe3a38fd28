package io.headwater.actors.expression;

import io.headwater.actors.expression.DocumentPath.Element;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Paths that neither overlap nor conflict, as a tree that is walked beside an item: a node either
 * ends a path and carries something for its value, or leads on by names or by indexes.
 */
final class PathTree<T> {
  private final Map<String, PathTree<T>> byName = new LinkedHashMap<>();
  private final NavigableMap<Integer, PathTree<T>> byIndex = new TreeMap<>();
  private @Nullable T end;

  void put(DocumentPath path, T atEnd) {
    PathTree<T> node = this;
    for (Element element : path.elements()) {
      node =
          switch (element) {
            case Element.Name(var name) -> node.byName.computeIfAbsent(name, _ -> new PathTree<>());
            case Element.Index(var index) ->
                node.byIndex.computeIfAbsent(index, _ -> new PathTree<>());
          };
    }
    node.end = atEnd;
  }

  /** What the path that ends here carries; null where paths lead on. */
  @Nullable T end() {
    return end;
  }

  /** The steps into a map; empty where paths lead into a list. */
  Map<String, PathTree<T>> byName() {
    return byName;
  }

  /** The steps into a list in ascending order; empty where paths lead into a map. */
  NavigableMap<Integer, PathTree<T>> byIndex() {
    return byIndex;
  }
}
