package io.headwater.actors.partition;

import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.ItemLimits;
import io.headwater.actors.codec.ItemSize;
import io.headwater.actors.expression.DocumentPath;
import io.headwater.actors.expression.DocumentPath.Element;
import io.headwater.actors.expression.Update;
import io.headwater.actors.expression.Update.Value;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.B;
import io.headwater.actors.model.AttributeValue.BS;
import io.headwater.actors.model.AttributeValue.N;
import io.headwater.actors.model.AttributeValue.NS;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.AttributeValue.SS;
import io.headwater.actors.model.Item;
import java.util.NavigableSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The size of an update itself (bytes), which DynamoDB limits as it limits the size of an item: a
 * base, and a sum over the clauses and their operands. Attributes that the update does not write,
 * stored values that it reads, results of arithmetic, and removed values are free. The numbers were
 * measured at AWS; its documentation lacks them.
 *
 * <p>The count ends at the limit, because one large value may occur in hundreds of operands.
 */
final class UpdateSize {
  private static final int BASE_BYTES = 3;

  /** Each action of SET and ADD. */
  private static final int WRITING_ACTION_BYTES = 19;

  /** Each action of REMOVE and DELETE. */
  private static final int REMOVING_ACTION_BYTES = 1;

  /** Each element of a target after its first name. */
  private static final int TARGET_ELEMENT_BYTES = 4;

  private static final int OPERAND_PATH_BYTES = 1;
  private static final int OPERAND_ELEMENT_BYTES = 14;
  private static final int PLUS_BYTES = 34;
  private static final int MINUS_BYTES = 37;
  private static final int IF_NOT_EXISTS_BYTES = 39;
  private static final int LIST_APPEND_BYTES = 37;

  private final Item before;
  private long sizeBytes = BASE_BYTES;

  private UpdateSize(Item before) {
    this.before = before;
  }

  /**
   * Reports whether an update is larger than an item may be.
   *
   * @param before the item that it applies to; null: missing
   */
  static boolean exceedsLimit(Update update, @Nullable EncodedItem before) {
    if (of(update, Item.EMPTY) <= ItemLimits.MAX_ITEM_SIZE_BYTES) {
      return false;
    }
    // Members of sets that the item has already are free.
    return before == null
        || update.adds().isEmpty()
        || of(update, before.part(update.inputNames())) > ItemLimits.MAX_ITEM_SIZE_BYTES;
  }

  /** The size; any number above the limit if it exceeds that. */
  static long of(Update update, Item before) {
    var size = new UpdateSize(before);
    size.addActions(update);
    return size.sizeBytes;
  }

  private void addActions(Update update) {
    for (Update.SetAction set : update.sets()) {
      sizeBytes += WRITING_ACTION_BYTES;
      addTarget(set.path());
      addOperand(set.value());
    }
    for (Update.AddAction add : update.adds()) {
      sizeBytes += WRITING_ACTION_BYTES;
      addTarget(add.path());
      addAdded(add.path().resolve(before), add.value());
    }
    for (DocumentPath path : update.removes()) {
      sizeBytes += REMOVING_ACTION_BYTES;
      addTarget(path);
    }
    for (Update.DeleteAction delete : update.deletes()) {
      sizeBytes += REMOVING_ACTION_BYTES;
      addTarget(delete.path());
    }
  }

  private boolean isExceeded() {
    return sizeBytes > ItemLimits.MAX_ITEM_SIZE_BYTES;
  }

  private void addTarget(DocumentPath path) {
    sizeBytes += (long) TARGET_ELEMENT_BYTES * (path.elements().size() - 1);
    addElements(path);
  }

  private void addOperandPath(DocumentPath path) {
    sizeBytes += OPERAND_PATH_BYTES + (long) OPERAND_ELEMENT_BYTES * path.elements().size();
    addElements(path);
  }

  /** A name counts with its bytes, an index with its digits. */
  private void addElements(DocumentPath path) {
    for (Element element : path.elements()) {
      sizeBytes +=
          switch (element) {
            case Element.Name(var name) -> ItemSize.ofName(name);
            case Element.Index(var index) -> Integer.toString(index).length();
          };
    }
  }

  private void addOperand(Value operand) {
    if (isExceeded()) {
      return;
    }
    switch (operand) {
      case Value.Literal(var value) -> sizeBytes += ItemSize.of(value);
      case Value.Path(var path) -> addOperandPath(path);
      case Value.Plus(var left, var right) -> addOperands(PLUS_BYTES, left, right);
      case Value.Minus(var left, var right) -> addOperands(MINUS_BYTES, left, right);
      case Value.ListAppend(var first, var second) -> addOperands(LIST_APPEND_BYTES, first, second);
      case Value.IfNotExists(var path, var otherwise) ->
          addOperands(IF_NOT_EXISTS_BYTES, new Value.Path(path), otherwise);
    }
  }

  private void addOperands(int functionBytes, Value first, Value second) {
    sizeBytes += functionBytes;
    addOperand(first);
    addOperand(second);
  }

  private void addAdded(@Nullable AttributeValue stored, AttributeValue added) {
    switch (added) {
      case SS(var members) ->
          addMembers(members, stored instanceof SS(var there) ? there : Set.of(), S::new);
      case NS(var members) ->
          addMembers(members, stored instanceof NS(var there) ? there : Set.of(), N::new);
      case BS(var members) ->
          addMembers(members, stored instanceof BS(var there) ? there : Set.of(), B::new);
      default -> sizeBytes += ItemSize.of(added);
    }
  }

  private <T> void addMembers(
      NavigableSet<T> members, Set<T> stored, Function<T, AttributeValue> value) {
    for (T member : members) {
      if (isExceeded()) {
        return;
      }
      sizeBytes += stored.contains(member) ? 0 : ItemSize.of(value.apply(member));
    }
  }
}
