package io.headwater.actors.codec;

/** Items' sizes by DynamoDB's rules. */
public final class ItemSize {
  private ItemSize() {}
}
