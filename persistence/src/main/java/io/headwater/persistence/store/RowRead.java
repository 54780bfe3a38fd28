package io.headwater.persistence.store;

import org.jspecify.annotations.Nullable;

/**
 * The result of reading one row: its value, null if there is no such row, or the damage that
 * prevents the read. So one damaged row fails the requests for that row and no others.
 */
public final class RowRead {
  private static final RowRead ABSENT = new RowRead(null, null);

  private final byte @Nullable [] value;
  private final @Nullable StoreCorruptionException damage;

  private RowRead(byte @Nullable [] value, @Nullable StoreCorruptionException damage) {
    this.value = value;
    this.damage = damage;
  }

  /** The result of a read that found a row, or none. */
  public static RowRead of(byte @Nullable [] value) {
    return value == null ? ABSENT : new RowRead(value, null);
  }

  public static RowRead damaged(StoreCorruptionException damage) {
    return new RowRead(null, damage);
  }

  /**
   * Returns the row's value, null if there is no such row.
   *
   * @throws StoreCorruptionException if the row is damaged
   */
  public byte @Nullable [] value() {
    if (damage != null) {
      throw damage;
    }
    return value;
  }

  /** The damage that prevented the read; null if there was none. */
  public @Nullable StoreCorruptionException damage() {
    return damage;
  }

  /** The length of the value that was read; 0 if none was. */
  public int sizeBytes() {
    return value == null ? 0 : value.length;
  }
}
