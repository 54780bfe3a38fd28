package io.headwater.persistence.store;

import io.headwater.persistence.segment.SegmentLog;
import io.headwater.persistence.store.IndexValue.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Walks a cursor over the rows of a range; the engine's own entries are none of them. */
final class RowScan {
  private RowScan() {}

  static void forward(
      LevelDb.Cursor cursor, KeyRange range, SegmentLog segments, Store.RowVisitor visitor)
      throws IOException {
    byte[] to = range.to();
    cursor.seek(firstRowOf(range));
    while (cursor.isValid()) {
      byte[] key = cursor.key();
      if (to != null && Arrays.compareUnsigned(key, to) >= 0) {
        return;
      }
      if (!visitor.row(key, IndexValue.open(key, cursor.value(), Kind.ROW, segments))) {
        return;
      }
      cursor.next();
    }
  }

  static void backward(
      LevelDb.Cursor cursor, KeyRange range, SegmentLog segments, Store.RowVisitor visitor)
      throws IOException {
    byte[] from = firstRowOf(range);
    cursor.seekBefore(range.to());
    while (cursor.isValid()) {
      byte[] key = cursor.key();
      if (Arrays.compareUnsigned(key, from) < 0) {
        return;
      }
      if (!visitor.row(key, IndexValue.open(key, cursor.value(), Kind.ROW, segments))) {
        return;
      }
      cursor.previous();
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
