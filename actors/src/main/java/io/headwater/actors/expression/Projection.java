package io.headwater.actors.expression;

import java.util.List;

/** Which parts of an item a read answers. Immutable; no two paths overlap or conflict. */
public final class Projection {
  private final List<DocumentPath> paths;
  private final PathTree<Boolean> tree = new PathTree<>();

  public Projection(List<DocumentPath> paths) {
    this.paths = List.copyOf(paths);
    this.paths.forEach(path -> tree.put(path, true));
  }

  public List<DocumentPath> paths() {
    return paths;
  }

  PathTree<Boolean> tree() {
    return tree;
  }

  @Override
  public String toString() {
    return "Projection" + paths;
  }
}
