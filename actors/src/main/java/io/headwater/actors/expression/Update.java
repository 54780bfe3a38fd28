package io.headwater.actors.expression;

import io.headwater.actors.model.AttributeNames;
import io.headwater.actors.model.AttributeValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What an update does to an item: an update expression with its placeholders replaced, and what the
 * legacy AttributeUpdates translate to. Immutable; no two targets overlap or conflict.
 */
public record Update(
    List<SetAction> sets,
    List<DocumentPath> removes,
    List<AddAction> adds,
    List<DeleteAction> deletes,
    Source source) {

  /** Where an update was said, which shows in one message. */
  public enum Source {
    UPDATE_EXPRESSION("An operand in the update expression has an incorrect data type"),
    ATTRIBUTE_UPDATES("Type mismatch for attribute to update");

    private final String typeMismatch;

    Source(String typeMismatch) {
      this.typeMismatch = typeMismatch;
    }

    /** What is told when ADD or DELETE finds a value of another type than its own. */
    String typeMismatch() {
      return typeMismatch;
    }
  }

  public Update {
    sets = List.copyOf(sets);
    removes = List.copyOf(removes);
    adds = List.copyOf(adds);
    deletes = List.copyOf(deletes);
  }

  public record SetAction(DocumentPath path, Value value) {}

  /**
   * Adds to a number, unites with a set, or appends to a list; the last one comes only from the
   * legacy AttributeUpdates.
   */
  public record AddAction(DocumentPath path, AttributeValue value) {}

  /** Takes elements out of a set. */
  public record DeleteAction(DocumentPath path, AttributeValue elements) {}

  /** What an attribute is set to. All is evaluated against the item before the update. */
  public sealed interface Value {
    record Path(DocumentPath path) implements Value {}

    record Literal(AttributeValue value) implements Value {}

    record IfNotExists(DocumentPath path, Value otherwise) implements Value {}

    record ListAppend(Value first, Value second) implements Value {}

    record Plus(Value left, Value right) implements Value {}

    record Minus(Value left, Value right) implements Value {}
  }

  /**
   * Reports whether the update creates an item that is missing. An update that only removes
   * (REMOVE, DELETE) does not; one without any action does.
   */
  public boolean createsItem() {
    return !sets.isEmpty() || !adds.isEmpty() || (removes.isEmpty() && deletes.isEmpty());
  }

  /** Every path that the update writes: SET's, REMOVE's, ADD's, DELETE's. */
  public List<DocumentPath> targets() {
    var targets = new ArrayList<DocumentPath>();
    sets.forEach(set -> targets.add(set.path()));
    adds.forEach(add -> targets.add(add.path()));
    deletes.forEach(delete -> targets.add(delete.path()));
    targets.addAll(removes);
    return targets;
  }

  /** Every path that the update writes or reads. */
  public List<DocumentPath> paths() {
    List<DocumentPath> paths = targets();
    sets.forEach(set -> collectPaths(set.value(), paths::add));
    return paths;
  }

  /** The top-level attributes whose values the result depends on. */
  public AttributeNames inputNames() {
    var paths = new ArrayList<DocumentPath>();
    sets.forEach(set -> {
      if (!set.path().isTopLevel()) {
        paths.add(set.path());
      }
      collectPaths(set.value(), paths::add);
    });
    removes.stream().filter(path -> !path.isTopLevel()).forEach(paths::add);
    adds.forEach(add -> paths.add(add.path()));
    deletes.forEach(delete -> paths.add(delete.path()));
    return namesOf(paths);
  }

  /** The top-level attributes that the update writes. */
  public AttributeNames targetNames() {
    return namesOf(targets());
  }

  private static AttributeNames namesOf(List<DocumentPath> paths) {
    var names = new ArrayList<String>(paths.size());
    for (DocumentPath path : paths) {
      names.add(path.attributeName());
    }
    return AttributeNames.of(names);
  }

  private static void collectPaths(Value value, Consumer<DocumentPath> paths) {
    switch (value) {
      case Value.Path(var path) -> paths.accept(path);
      case Value.Literal _ -> {}
      case Value.IfNotExists(var path, var otherwise) -> {
        paths.accept(path);
        collectPaths(otherwise, paths);
      }
      case Value.ListAppend(var first, var second) -> {
        collectPaths(first, paths);
        collectPaths(second, paths);
      }
      case Value.Plus(var left, var right) -> {
        collectPaths(left, paths);
        collectPaths(right, paths);
      }
      case Value.Minus(var left, var right) -> {
        collectPaths(left, paths);
        collectPaths(right, paths);
      }
    }
  }
}
