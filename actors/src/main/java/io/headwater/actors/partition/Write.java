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
}
