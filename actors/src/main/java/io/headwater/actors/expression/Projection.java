package io.headwater.actors.expression;

import io.headwater.actors.model.AttributeNames;
import java.util.List;

/** Which parts of an item a read answers. Immutable; no two paths overlap or conflict. */
public final class Projection {
  private final List<DocumentPath> paths;
  private final AttributeNames attributeNames;
  private final PathTree<Boolean> tree = new PathTree<>();

  public Projection(List<DocumentPath> paths) {
    this.paths = List.copyOf(paths);
    this.attributeNames =
        AttributeNames.of(this.paths.stream().map(DocumentPath::attributeName).toList());
    this.paths.forEach(path -> tree.put(path, true));
  }

  public List<DocumentPath> paths() {
    return paths;
  }

  /** The top-level attributes of which something is answered. */
  public AttributeNames attributeNames() {
    return attributeNames;
  }

  PathTree<Boolean> tree() {
    return tree;
  }

  @Override
  public String toString() {
    return "Projection" + paths;
  }
}
