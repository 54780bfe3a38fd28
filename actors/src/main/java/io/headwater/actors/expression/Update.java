package io.headwater.actors.expression;

import io.headwater.actors.expression.DocumentPath.Element;
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

  private static final int BASE_BYTES = 3;

  /** For each action of SET and ADD. */
  private static final int ADDING_ACTION_BYTES = 19;

  /** For each action of REMOVE and DELETE. */
  private static final int REMOVING_ACTION_BYTES = 2;

  /** For a SET to a sum or difference, further. */
  private static final int ARITHMETIC_BYTES = 50;

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
   * Whether there is an item afterwards where there was none. Only AttributeUpdates that are all
   * DELETE leave it at that; of an update expression nothing of the kind is known.
   */
  public boolean createsItem() {
    boolean deletesOnly =
        sets.isEmpty() && adds.isEmpty() && !(removes.isEmpty() && deletes.isEmpty());
    return source != Source.ATTRIBUTE_UPDATES || !deletesOnly;
  }

  /** Every path that the update writes: SET's, REMOVE's, ADD's, DELETE's. */
  public List<DocumentPath> targets() {
    List<DocumentPath> targets = writtenPaths();
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

  /**
   * What DynamoDB counts for the update itself, in bytes, when it measures an update against the
   * limit of an item's size: a base, and by action (data-model §6).
   */
  public int countedSizeBytes() {
    int size = BASE_BYTES + ADDING_ACTION_BYTES * (sets.size() + adds.size());
    size += REMOVING_ACTION_BYTES * (removes.size() + deletes.size());
    for (SetAction set : sets) {
      size += set.path().elements().stream().anyMatch(Element.Index.class::isInstance) ? 1 : 0;
      size +=
          set.value() instanceof Value.Plus || set.value() instanceof Value.Minus
              ? ARITHMETIC_BYTES
              : 0;
    }
    return size;
  }

  /** The targets that have a value after the update, which those of REMOVE do not. */
  List<DocumentPath> writtenPaths() {
    var paths = new ArrayList<DocumentPath>();
    sets.forEach(set -> paths.add(set.path()));
    adds.forEach(add -> paths.add(add.path()));
    deletes.forEach(delete -> paths.add(delete.path()));
    return paths;
  }
}
