package io.headwater.actors.expression;

import io.headwater.actors.model.AttributeValue;
import java.util.List;
import java.util.stream.Stream;

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

  /** Every path that the update writes: SET's, REMOVE's, ADD's, DELETE's. */
  public List<DocumentPath> targets() {
    return Stream.concat(writtenPaths(), removes.stream()).toList();
  }

  /** The targets that have a value after the update, which those of REMOVE do not. */
  Stream<DocumentPath> writtenPaths() {
    return Stream.of(
            sets.stream().map(SetAction::path),
            adds.stream().map(AddAction::path),
            deletes.stream().map(DeleteAction::path))
        .flatMap(paths -> paths);
  }
}
