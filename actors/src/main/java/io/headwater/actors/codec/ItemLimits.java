package io.headwater.actors.codec;

/** DynamoDB's limits on items and keys (developer guide, "Constraints in Amazon DynamoDB"). */
public final class ItemLimits {
  /** 400 KiB by {@link ItemSize}, attribute names included. */
  public static final int MAX_ITEM_SIZE_BYTES = 409_600;

  /** The size of a partition key's value; its least is 1. */
  public static final int MAX_PARTITION_KEY_BYTES = 2048;

  /** The size of a sort key's value; its least is 1. */
  public static final int MAX_SORT_KEY_BYTES = 1024;

  /** UTF-8 bytes of an attribute's name; the least is 1. */
  public static final int MAX_ATTRIBUTE_NAME_BYTES = 65_535;

  /** Levels of lists and maps, an item's own attribute values being level 1. */
  public static final int MAX_NESTING_LEVELS = 32;

  /** What DynamoDB answers to a value that has more levels. */
  public static final String NESTING_MESSAGE =
      "Nesting Levels have exceeded supported limits: "
          + "Attributes in the item have nested levels beyond supported limit";

  /** What a read is charged by, rounded up: 4 KiB (data model §7). */
  public static final int READ_UNIT_BYTES = 4_096;

  private ItemLimits() {}
}
