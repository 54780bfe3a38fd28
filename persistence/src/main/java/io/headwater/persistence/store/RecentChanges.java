package io.headwater.persistence.store;

import java.util.Arrays;

/**
 * Notes which keys have changed since a moment, so that the compaction can look up what is live
 * without the write lock and later knows which of its look-ups may be outdated. A key that has
 * changed is always found; one in {@value #BITS} for each change is found wrongly, which costs a
 * look-up. Guarded by the store's write lock.
 */
final class RecentChanges {
  private static final int BITS = 1 << 16;

  private static final int UNUSED_HASH_BITS = Integer.SIZE - 16;

  /** Spreads a hash over all bits. */
  private static final int MULTIPLIER = 0x9E3779B9;

  private final long[] bits = new long[BITS / Long.SIZE];
  private boolean watching;

  /** Forgets all changes and notes those from now on. */
  void watch() {
    Arrays.fill(bits, 0);
    watching = true;
  }

  void stopWatching() {
    watching = false;
  }

  void add(byte[] key) {
    if (watching) {
      int bit = bitOf(key);
      bits[bit / Long.SIZE] |= 1L << bit;
    }
  }

  /** Whether a key may have changed; also if nothing is noted. */
  boolean mayContain(byte[] key) {
    int bit = bitOf(key);
    return !watching || (bits[bit / Long.SIZE] & (1L << bit)) != 0;
  }

  private static int bitOf(byte[] key) {
    return (Arrays.hashCode(key) * MULTIPLIER) >>> UNUSED_HASH_BITS;
  }
}
