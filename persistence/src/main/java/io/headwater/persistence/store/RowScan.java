package io.headwater.persistence.store;

import io.headwater.persistence.segment.SegmentLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Walks a cursor over the rows of a range; the engine's own entries are none of them.
 *
 * <p>Rows that are neighbours in the index may lie anywhere in the segments. So when a value had to
 * come from the disk, the walk looks at the next rows in the index first and has the disk begin
 * with all of their values, forwards and backwards alike. While values are in memory it does not.
 */
final class RowScan {
  /** Rows looked at ahead, at most. */
  private static final int MAX_AHEAD = 64;

  /** A read that takes longer went to the disk; one from memory takes a microsecond or two. */
  private static final long FROM_DISK_NANOS = 30_000;

  private RowScan() {}

  /** One step along the rows of a range. */
  private interface Way {
    boolean isInRange(byte[] key);

    void step(LevelDb.Cursor cursor) throws IOException;
  }

  static void forward(
      LevelDb.Cursor cursor, KeyRange range, SegmentLog segments, Store.RowVisitor visitor)
      throws IOException {
    byte[] to = range.to();
    cursor.seek(firstRowOf(range));
    walk(
        cursor,
        new Way() {
          @Override
          public boolean isInRange(byte[] key) {
            return to == null || Arrays.compareUnsigned(key, to) < 0;
          }

          @Override
          public void step(LevelDb.Cursor at) throws IOException {
            at.next();
          }
        },
        segments,
        visitor);
  }

  static void backward(
      LevelDb.Cursor cursor, KeyRange range, SegmentLog segments, Store.RowVisitor visitor)
      throws IOException {
    byte[] from = firstRowOf(range);
    cursor.seekBefore(range.to());
    walk(
        cursor,
        new Way() {
          @Override
          public boolean isInRange(byte[] key) {
            return Arrays.compareUnsigned(key, from) >= 0;
          }

          @Override
          public void step(LevelDb.Cursor at) throws IOException {
            at.previous();
          }
        },
        segments,
        visitor);
  }

  private static void walk(
      LevelDb.Cursor cursor, Way way, SegmentLog segments, Store.RowVisitor visitor)
      throws IOException {
    byte[][] keys = new byte[MAX_AHEAD][];
    byte[][] stored = new byte[MAX_AHEAD][];
    int ahead = 1;
    while (true) {
      int count = 0;
      while (count < ahead && cursor.isValid()) {
        byte[] key = cursor.key();
        if (!way.isInRange(key)) {
          break;
        }
        keys[count] = key;
        stored[count] = cursor.value();
        count++;
        if (count < ahead) {
          way.step(cursor);
        }
      }
      if (count == 0) {
        return;
      }
      if (count > 1) {
        for (int i = 0; i < count; i++) {
          IndexValue.willNeed(stored[i], segments);
        }
      }
      boolean fromDisk = false;
      for (int i = 0; i < count; i++) {
        long start = System.nanoTime();
        byte[] value = IndexValue.openRow(keys[i], stored[i], segments);
        fromDisk |= System.nanoTime() - start > FROM_DISK_NANOS;
        if (!visitor.row(keys[i], value)) {
          return;
        }
      }
      if (count < ahead) {
        return;
      }
      way.step(cursor);
      ahead = fromDisk ? MAX_AHEAD : Math.max(1, ahead / 2);
    }
  }

  /** Where a range's rows begin: the engine's own entries are no rows. */
  private static byte[] firstRowOf(KeyRange range) {
    byte[] from = range.from();
    return from.length == 0 || Byte.compareUnsigned(from[0], Store.FIRST_ROW_PREFIX) < 0
        ? new byte[] {Store.FIRST_ROW_PREFIX}
        : from;
  }

  static List<byte[]> keysOf(LevelDb.Cursor cursor, KeyRange range, int maxRows)
      throws IOException {
    List<byte[]> keys = new ArrayList<>();
    byte[] to = range.to();
    cursor.seek(range.from());
    while (keys.size() < maxRows && cursor.isValid()) {
      byte[] key = cursor.key();
      if (to != null && Arrays.compareUnsigned(key, to) >= 0) {
        break;
      }
      keys.add(key);
      cursor.next();
    }
    return keys;
  }
}
