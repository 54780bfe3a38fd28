package io.headwater.persistence.store;

import org.jspecify.annotations.Nullable;

/** A row's new value, or its removal when the value is null. */
@SuppressWarnings("ArrayRecordComponent") // A carrier on the write path; never compared.
public record RowChange(byte[] key, byte @Nullable [] value) {
  public static RowChange put(byte[] key, byte[] value) {
    return new RowChange(key, value);
  }

  public static RowChange remove(byte[] key) {
    return new RowChange(key, null);
  }
}
