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
    final Map<String, Node> byName = new HashMap<>();
    final Map<Integer, Node> byIndex = new HashMap<>();

    /** The first path that leads to or through this place. */
    final int first;

    /** Whether that path ends here. */
    boolean isEnd;

    Node(int first) {
      this.first = first;
    }
  }

  /**
   * The first overlap, else the first conflict, else null. Paths overlap if one is the other or
   * leads into it, and conflict if they take one value for a map and for a list.
   */
  static @Nullable Fault firstFault(List<DocumentPath> paths) {
    var root = new Node(0);
    Fault conflict = null;
    for (int path = 0; path < paths.size(); path++) {
      List<Element> elements = paths.get(path).elements();
      Node node = root;
      for (int i = 0; i < elements.size(); i++) {
        Element element = elements.get(i);
        if (conflict == null && conflicts(node, element)) {
          conflict = new Fault("conflict", node.first, path);
        }
        node = step(node, element, path);
        boolean ends = i == elements.size() - 1;
        if (node.first != path && (node.isEnd || ends)) {
          return new Fault("overlap", node.first, path);
        }
        node.isEnd = ends;
      }
    }
    return conflict;
  }

  private static boolean conflicts(Node node, Element element) {
    return switch (element) {
      case Element.Name _ -> !node.byIndex.isEmpty();
      case Element.Index _ -> !node.byName.isEmpty();
    };
  }

  private static Node step(Node node, Element element, int path) {
    return switch (element) {
      case Element.Name(var name) -> node.byName.computeIfAbsent(name, _ -> new Node(path));
      case Element.Index(var index) -> node.byIndex.computeIfAbsent(index, _ -> new Node(path));
    };
  }
}
