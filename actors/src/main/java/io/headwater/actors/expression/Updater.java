package io.headwater.actors.expression;

import io.headwater.actors.expression.Update.Value;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.L;
import io.headwater.actors.model.AttributeValue.M;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Applies an {@link Update} to an item. Pure: the item before is untouched, and a failure is a
 * ValidationException with nothing done.
 *
 * <p>Of one action, a target that can't be is reported before an operand that can't be.
 *
 * <p>Everything is computed from the item before, list indexes included, so the order of actions
 * does not matter: {@code SET l[1] = :x REMOVE l[0]} replaces and removes what were the first two
 * elements. An index past a list's end appends, several in ascending order and without gaps.
 */
public final class Updater {
  /** How deep values may lie in an item; a top-level attribute is at 1. */
  private static final int MAX_NESTING_LEVELS = 32;

  private final Item item;
  private final Update.Source source;
  private final WorkBudget work;
  private final ValueArithmetic arithmetic;
  private final ResultSize resultSize;

  private Updater(Item item, Update.Source source, WorkBudget work) {
    this.item = item;
    this.source = source;
    this.work = work;
    this.resultSize = new ResultSize(work);
    this.arithmetic = new ValueArithmetic(work, resultSize);
  }

  /** Applies an update with a budget of its own. */
  public static Item apply(Update update, Item before) {
    return apply(update, before, new WorkBudget());
  }

  /**
   * The item after the update; an item that doesn't exist is {@link Item#EMPTY} or its bare key.
   *
   * @throws DynamoDbException if the update can't be, or exceeds the budget
   */
  public static Item apply(Update update, Item before, WorkBudget work) {
    var changes = new PathTree<Change>();
    update.sets().forEach(set -> changes.put(set.path(), new Change.Put(set)));
    update.removes().forEach(path -> changes.put(path, Change.Remove.INSTANCE));
    update.adds().forEach(add -> changes.put(add.path(), new Change.Add(add.path(), add.value())));
    update
        .deletes()
        .forEach(delete -> changes.put(delete.path(), new Change.Subtract(delete.elements())));
    var updater = new Updater(before, update.source(), work);
    var after = updater.changedEntries(before.attributes(), changes);
    if (updater.resultSize.isExceeded()) {
      throw tooLarge();
    }
    return new Item(after);
  }

  /** The refusal of an update whose result is larger than an item may be. */
  public static DynamoDbException tooLarge() {
    return DynamoDbException.validation(
        "Item size to update has exceeded the maximum allowed size");
  }

  /**
   * The parts of an item that the update's targets name: UPDATED_OLD of the item before the update,
   * UPDATED_NEW of the item after it. A target is a path, so that of a removed list element names
   * the element that follows it. Empty if the item has none of them.
   */
  public static Item targetParts(Update update, Item item) {
    return Projector.project(new Projection(update.targets()), item);
  }

  /** What happens at the end of a target's path. */
  private sealed interface Change {
    record Put(Update.SetAction set) implements Change {}

    enum Remove implements Change {
      INSTANCE
    }

    record Add(DocumentPath path, AttributeValue value) implements Change {}

    record Subtract(AttributeValue elements) implements Change {}
  }

  private AttributeValue evaluate(Value value) {
    return switch (value) {
      case Value.Literal(var literal) -> literal;
      case Value.Path(var path) -> {
        AttributeValue stored = stored(path);
        if (stored == null) {
          throw DynamoDbException.validation(
              "The provided expression refers to an attribute that does not exist in the item");
        }
        yield stored;
      }
      case Value.IfNotExists(var path, var otherwise) -> {
        AttributeValue stored = stored(path);
        yield stored != null ? stored : evaluate(otherwise);
      }
      case Value.ListAppend(var first, var second) ->
          arithmetic.append(evaluate(first), evaluate(second));
      case Value.Plus(var left, var right) ->
          ValueArithmetic.calculate(evaluate(left), evaluate(right), Numbers::add);
      case Value.Minus(var left, var right) ->
          ValueArithmetic.calculate(evaluate(left), evaluate(right), Numbers::subtract);
    };
  }

  private @Nullable AttributeValue stored(DocumentPath path) {
    work.spendOnValues(path.elements().size());
    return path.resolve(item);
  }

  private Map<String, AttributeValue> changedEntries(
      Map<String, AttributeValue> before, PathTree<Change> changes) {
    work.spendOnValues(before.size());
    var entries = new LinkedHashMap<>(before);
    changes
        .byName()
        .forEach((name, change) -> {
          AttributeValue after = changed(before.get(name), change);
          if (after == null) {
            entries.remove(name);
          } else {
            entries.put(name, after);
          }
        });
    return entries;
  }

  /** The value after the changes at and below it; null: removed, or still absent. */
  private @Nullable AttributeValue changed(
      @Nullable AttributeValue before, PathTree<Change> changes) {
    Change change = changes.end();
    if (change != null) {
      return changed(before, change);
    }
    if (before instanceof M(var values) && changes.byIndex().isEmpty()) {
      return new M(changedEntries(values, changes));
    }
    if (before instanceof L(var values) && changes.byName().isEmpty()) {
      return new L(changedElements(values, changes));
    }
    throw DynamoDbException.validation(
        "The document path provided in the update expression is invalid for update");
  }

  private List<AttributeValue> changedElements(
      List<AttributeValue> before, PathTree<Change> changes) {
    work.spendOnValues(before.size());
    var elements = new ArrayList<AttributeValue>(before.size() + 1);
    for (int index = 0; index < before.size(); index++) {
      PathTree<Change> change = changes.byIndex().get(index);
      addPresent(elements, change == null ? before.get(index) : changed(before.get(index), change));
    }
    for (PathTree<Change> change : changes.byIndex().tailMap(before.size()).values()) {
      addPresent(elements, changed(null, change));
    }
    return elements;
  }

  private static void addPresent(List<AttributeValue> elements, @Nullable AttributeValue element) {
    if (element != null) {
      elements.add(element);
    }
  }

  private @Nullable AttributeValue changed(@Nullable AttributeValue before, Change change) {
    return switch (change) {
      case Change.Put(var set) -> {
        AttributeValue value = evaluate(set.value());
        addToResult(set.path(), value);
        yield value;
      }
      case Change.Remove _ -> null;
      case Change.Add(var path, var value) -> {
        requireSameType(before, value);
        AttributeValue sum = before == null ? value : arithmetic.sum(before, value);
        addToResult(path, sum);
        yield sum;
      }
      case Change.Subtract(var elements) -> {
        requireSameType(before, elements);
        yield before == null ? null : arithmetic.difference(before, elements);
      }
    };
  }

  private void requireSameType(@Nullable AttributeValue before, AttributeValue operand) {
    if (before != null && before.type() != operand.type()) {
      throw DynamoDbException.validation(source.typeMismatch());
    }
  }

  private void addToResult(DocumentPath path, AttributeValue value) {
    if (resultSize.isExceeded()) {
      return; // Refused in any case; the walk over further values could last.
    }
    if (path.elements().size() - 1 + resultSize.add(value) > MAX_NESTING_LEVELS) {
      throw DynamoDbException.validation(
          "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels"
              + " beyond supported limit");
    }
  }
}
