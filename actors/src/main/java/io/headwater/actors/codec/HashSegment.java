package io.headwater.actors.codec;

import org.jspecify.annotations.Nullable;

/**
 * A part of the hash range [0, 2^64): from {@code from} up to but without {@code to}, both
 * unsigned; {@code to} null: to the range's end.
 */
public record HashSegment(long from, @Nullable Long to) {
  /** A parallel Scan's most segments. */
  public static final int MAX_SEGMENTS = 1_000_000;

  /** The whole range. */
  public static final HashSegment WHOLE = new HashSegment(0, null);

  /** One of {@code count} parts, equal to within one hash, disjoint and together the whole. */
  public static HashSegment of(int segment, int count) {
    if (count < 1 || count > MAX_SEGMENTS || segment < 0 || segment >= count) {
      throw new IllegalArgumentException("no such segment: " + segment + " of " + count);
    }
    return new HashSegment(
        start(segment, count), segment + 1 == count ? null : (Long) start(segment + 1, count));
  }

  public boolean contains(long hash) {
    return Long.compareUnsigned(hash, from) >= 0
        && (to == null || Long.compareUnsigned(hash, to) < 0);
  }

  /** floor(2^64 * segment / count), in 64 bits: with 2^64 = quotient * count + remainder. */
  private static long start(int segment, int count) {
    if (segment == 0) {
      return 0;
    }
    long quotient = Long.divideUnsigned(-1, count);
    long remainder = Long.remainderUnsigned(-1, count) + 1;
    return segment * quotient + segment * remainder / count;
  }
}
