package io.headwater.actors.expression;

import io.headwater.actors.expression.DocumentPath.Element;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds two paths of an expression that may not stand together. The paths are laid into a tree one
 * after the other, so the cost is proportional to their elements and not to their pairs.
 */
final class PathSeparation {
  private PathSeparation() {}

  /**
   * Two paths that overlap or conflict, by their places in the expression.
   *
   * @param kind the verb of DynamoDB's message
   */
  record Fault(String kind, int first, int second) {}

  /** A place in a document that paths lead to or through. */
  private static final class Node {
    /** The next places by name or by index; null: no path leads on from here. */
    @Nullable Map<Object, Node> next;

    /** Whether the first path that leads on takes this place for a list. */
    boolean isList;

    /** The first path that leads to or through this place. */
    final int first;

    /** Whether that path ends here. */
    boolean isEnd;

    Node(int first) {
      this.first = first;
    }

    boolean conflicts(Element element) {
      return next != null && isList != element instanceof Element.Index;
    }

    /** Where an element leads from here; a new place if no earlier path has led there. */
    Node step(Element element, int path) {
      if (next == null) {
        next = new HashMap<>();
        isList = element instanceof Element.Index;
      }
      return next.computeIfAbsent(key(element), _ -> new Node(path));
    }

    /** Comparable, unlike an element, so that names of equal hashes are found by their order. */
    private static Object key(Element element) {
      return switch (element) {
        case Element.Name(var name) -> name;
        case Element.Index(var index) -> index;
      };
    }
  }

  /**
   * The first overlap, else the first conflict, else null. Paths overlap if one is the other or
   * leads into it, and conflict if they take one value for a map and for a list.
   */
  static @Nullable Fault firstFault(List<DocumentPath> paths) {
    if (paths.size() < 2) {
      return null;
    }
    var root = new Node(0);
    Fault conflict = null;
    for (int path = 0; path < paths.size(); path++) {
      List<Element> elements = paths.get(path).elements();
      Node node = root;
      for (int i = 0; i < elements.size(); i++) {
        Element element = elements.get(i);
        if (conflict == null && node.conflicts(element)) {
          conflict = new Fault("conflict", node.first, path);
        }
        node = node.step(element, path);
        boolean ends = i == elements.size() - 1;
        if (node.first != path && (node.isEnd || ends)) {
          return new Fault("overlap", node.first, path);
        }
        node.isEnd = ends;
      }
    }
    return conflict;
  }
}
