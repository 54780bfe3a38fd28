package io.headwater.actors.partition;

import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.expression.Condition;
import io.headwater.actors.expression.Update;
import io.headwater.actors.model.ItemKey;
import org.jspecify.annotations.Nullable;

/** A wish to change one item, checked as far as it can be without the item's present state. */
public sealed interface Write {
  ItemKey key();

  /** Holds against the item as it is, or the write is refused; null: no condition. */
  @Nullable Condition condition();

  /** Whether a refusal by the condition carries the item (ReturnValuesOnConditionCheckFailure). */
  boolean returnItemOnConditionFailure();

  /**
   * Reports whether the write lets space be reclaimed, so that it is accepted while the disk is
   * short of space. An update may need space as well as free it, and is not.
   */
  default boolean freesSpace() {
    return switch (this) {
      case Delete _, Expire _ -> true;
      case Put _, UpdateItem _, File _ -> false;
    };
  }

  /** The item comes encoded, so that the one actor of a partition need not do that work. */
  record Put(
      ItemKey key,
      EncodedItem item,
      @Nullable Condition condition,
      boolean returnItemOnConditionFailure)
      implements Write {}

  record Delete(ItemKey key, @Nullable Condition condition, boolean returnItemOnConditionFailure)
      implements Write {}

  /** Without an update expression it creates the bare-key item if there is none. */
  record UpdateItem(
      ItemKey key,
      @Nullable Update update,
      @Nullable Condition condition,
      boolean returnItemOnConditionFailure)
      implements Write {}

  /**
   * Files an item that was there before its table had a time to live. It changes no item; one that
   * is filed already, or never expires, it leaves as it is.
   */
  record File(ItemKey key) implements Unconditional {}

  /**
   * Removes an item whose time has come, if by the partition's clock it has and if it is the one
   * that the item still has. Of an item that was given another time it takes away the stale row.
   *
   * @param generation of the time to live that the item was found by
   * @param expirySeconds under which it was found
   */
  record Expire(ItemKey key, long generation, long expirySeconds) implements Unconditional {}

  /** A write of the database's own. */
  sealed interface Unconditional extends Write {
    @Override
    default @Nullable Condition condition() {
      return null;
    }

    @Override
    default boolean returnItemOnConditionFailure() {
      return false;
    }
  }
}
