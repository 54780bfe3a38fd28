package io.headwater.persistence.store;

import io.headwater.persistence.segment.Position;
import io.headwater.persistence.segment.SegmentLog;
import io.headwater.persistence.store.IndexValue.Kind;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Walks through one index, or two side by side, and opens all that they point at. */
final class IndexWalk {
  /** What a key has behind the log's id: a zero and a number. */
  private static final int ENTRY_TAIL_BYTES = 1 + Long.BYTES;

  private final SegmentLog segments;
  private final InspectedIndex.Visitor visitor;

  IndexWalk(SegmentLog segments, InspectedIndex.Visitor visitor) {
    this.segments = segments;
    this.visitor = visitor;
  }

  /** One of the indexes. What lies behind a damaged block cannot be told, so there it ends. */
  private final class Side {
    private final LevelDb.Cursor cursor;
    private boolean unreadable;
    private byte @Nullable [] key;
    private byte[] value = new byte[0];

    Side(LevelDb.Cursor cursor, byte[] from) {
      this.cursor = cursor;
      step(() -> cursor.seek(from));
    }

    private interface Step {
      void make() throws IOException;
    }

    private void step(Step step) {
      try {
        step.make();
        boolean valid = cursor.isValid();
        key = valid ? cursor.key() : null;
        value = valid ? cursor.value() : value;
      } catch (IOException e) {
        unreadable = true;
        key = null;
        visitor.finding("The index cannot be read any further: " + e.getMessage());
      }
    }

    void next() {
      step(cursor::next);
    }
  }

  void through(LevelDb.Cursor cursor, KeyRange range) {
    var side = new Side(cursor, range.from());
    byte[] to = range.to();
    while (side.key != null && (to == null || Arrays.compareUnsigned(side.key, to) < 0)) {
      show(side.key, side.value);
      side.next();
    }
  }

  void through(LevelDb.Cursor expectedCursor, LevelDb.Cursor foundCursor) {
    var expected = new Side(expectedCursor, StoredKeys.LEAST);
    var found = new Side(foundCursor, StoredKeys.LEAST);
    while (expected.key != null || found.key != null) {
      int order = compare(expected.key, found.key);
      if (order <= 0 && expected.key != null) {
        if (order < 0 && !found.unreadable) {
          visitor.finding("The index lacks " + describe(expected.key, expected.value));
        } else if (order == 0 && differ(expected, found)) {
          visitor.finding(
              "The index has something else than the segments for "
                  + describe(expected.key, expected.value));
        }
        show(expected.key, expected.value);
        expected.next();
      } else if (found.key != null && !expected.unreadable) {
        visitor.finding(
            "The index has what the segments do not: " + describe(found.key, found.value));
      }
      if (order >= 0) {
        found.next();
      }
    }
  }

  private static int compare(byte @Nullable [] expected, byte @Nullable [] found) {
    if (expected == null || found == null) {
      return expected == null ? 1 : -1;
    }
    return Arrays.compareUnsigned(expected, found);
  }

  /** How far the segments were applied and durable is told of another moment. */
  private static boolean differ(Side expected, Side found) {
    return !Arrays.equals(expected.key, StoredKeys.APPLIED)
        && !Arrays.equals(expected.value, found.value);
  }

  private void show(byte[] key, byte[] stored) {
    try {
      open(key, stored);
    } catch (StoreCorruptionException e) {
      visitor.finding("%s, of %s".formatted(e.getMessage(), describe(key, stored)));
    }
  }

  private void open(byte[] key, byte[] stored) {
    if (key[0] >= Store.FIRST_ROW_PREFIX || key[0] < 0) {
      visitor.row(key, IndexValue.open(key, stored, Kind.ROW, segments));
    } else if (key[0] == StoredKeys.LOG_META) {
      byte[] id = StoredKeys.logIdOf(key);
      LogState log = LogState.of(id, stored);
      visitor.log(StoredKeys.textOf(id), log.lowestNr, log.highestNr);
    } else if (isLogEntry(key)) {
      byte[] entry = IndexValue.open(key, stored, Kind.LOG_ENTRY, segments);
      visitor.logEntry(StoredKeys.textOf(StoredKeys.logIdOf(key)), StoredKeys.entryNr(key), entry);
    } else if (Arrays.equals(key, StoredKeys.FORMAT) || Arrays.equals(key, StoredKeys.APPLIED)) {
      IndexValue.open(key, stored, Kind.INDEX, segments);
    } else {
      throw new StoreCorruptionException("A key in the index is of no known kind");
    }
  }

  private static boolean isLogEntry(byte[] key) {
    return key[0] == StoredKeys.LOG_ENTRY && key.length > 1 + ENTRY_TAIL_BYTES;
  }

  /** Tells which entry it is without what is in it: keys of rows are the users' data. */
  private static String describe(byte[] key, byte[] stored) {
    String what;
    if (isLogEntry(key)) {
      what =
          "entry %d of log %s"
              .formatted(StoredKeys.entryNr(key), StoredKeys.textOf(StoredKeys.logIdOf(key)));
    } else if (key[0] == StoredKeys.LOG_META) {
      what = "the state of log " + StoredKeys.textOf(StoredKeys.logIdOf(key));
    } else {
      what = "a row whose key begins with %02x".formatted(key[0]);
    }
    try {
      long position = IndexValue.position(stored);
      return "%s (segment %d, byte %d)"
          .formatted(what, Position.segment(position), Position.offset(position));
    } catch (StoreCorruptionException _) {
      return what;
    }
  }
}
