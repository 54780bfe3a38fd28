package io.headwater.persistence.segment;

/**
 * A place in the segments: the segment's number (from 1 on) in the upper half of a long, the offset
 * of a byte in the lower. Later bytes have greater positions.
 */
public final class Position {
  private Position() {}

  public static long of(int segment, int offset) {
    return (long) segment << Integer.SIZE | offset;
  }

  public static int segment(long position) {
    return (int) (position >>> Integer.SIZE);
  }

  public static int offset(long position) {
    return (int) position;
  }
}
