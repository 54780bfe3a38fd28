package io.headwater.persistence.store;

import io.headwater.persistence.segment.SegmentLog;
import io.headwater.persistence.segment.SegmentLog.Group;
import io.headwater.persistence.store.Index.Applied;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** An index in a folder of its own, to be looked through; see {@link InspectedDirectory}. */
public final class InspectedIndex implements AutoCloseable {
  /** Bytes of a record besides key and value, about, as the store reckons what is live. */
  public static final int OVERHEAD_BYTES = Cleaner.OVERHEAD_BYTES;

  private final Index index;
  private final SegmentLog segments;
  private final long checkpoint;
  private final Applied applied;

  private InspectedIndex(Index index, SegmentLog segments, long checkpoint, Applied applied) {
    this.index = index;
    this.segments = segments;
    this.checkpoint = checkpoint;
    this.applied = applied;
  }

  /** Sees what an index stands for, in the order of keys: logs, their entries, rows. */
  public interface Visitor {
    void log(String logId, long lowestNr, long highestNr);

    void logEntry(String logId, long nr, byte[] bytes);

    void row(byte[] key, byte[] value);

    /** Something is wrong; the text holds no user's data. */
    void finding(String what);
  }

  static InspectedIndex empty(Path folder, StoreSettings settings, SegmentLog segments)
      throws IOException {
    var index = new Index(LevelDb.open(folder, settings), segments);
    boolean claimed = false;
    try {
      index.claim();
      claimed = true;
      return new InspectedIndex(index, segments, segments.start(), new Applied(0, 0));
    } finally {
      if (!claimed) {
        index.close();
      }
    }
  }

  static InspectedIndex at(
      @Nullable Checkpoint checkpoint, Path folder, StoreSettings settings, SegmentLog segments)
      throws IOException {
    Index index = IndexRecovery.openAt(checkpoint, folder, settings, segments);
    boolean opened = false;
    try {
      long position = checkpoint == null ? segments.start() : checkpoint.position();
      var inspected = new InspectedIndex(index, segments, position, index.applied());
      opened = true;
      return inspected;
    } finally {
      if (!opened) {
        index.close();
      }
    }
  }

  /** The position from which on groups have to be applied. */
  public long checkpoint() {
    return checkpoint;
  }

  /** The position up to which the index held the segments when it was opened, or further. */
  public long endWhenOpened() {
    return applied.end();
  }

  /** The position up to which the segments were durable by what the index tells. */
  public long durableWhenOpened() {
    return applied.durable();
  }

  public void apply(Group group) throws IOException {
    index.apply(group, new Applied(group.end(), 0));
    index.forgetSome();
  }

  /** The keys of a log's entries from a number on. */
  public static KeyRange entriesFrom(String logId, long nr) {
    byte[] prefix = StoredKeys.logEntryPrefix(StoredKeys.logId(logId));
    return new KeyRange(StoredKeys.logEntry(prefix, nr), KeyRange.successorOfPrefix(prefix));
  }

  /** The keys that say where logs stand. */
  public static KeyRange logs() {
    return KeyRange.withPrefix(new byte[] {StoredKeys.LOG_META});
  }

  /** Shows what is in a range of keys. What cannot be read is a finding, and the rest follows. */
  public void walk(KeyRange range, Visitor visitor) throws IOException {
    index
        .database()
        .walk(
            false,
            cursor -> {
              new IndexWalk(segments, visitor).through(cursor, range);
              return null;
            });
  }

  /**
   * Shows everything, and compares two indexes meanwhile: a difference is a finding.
   *
   * @param expected what the segments come to; null if that is not known
   * @param found the directory's index; null if it cannot be used
   */
  public static void compare(
      @Nullable InspectedIndex expected, @Nullable InspectedIndex found, Visitor visitor)
      throws IOException {
    InspectedIndex only = expected == null ? found : expected;
    if (expected != null && found != null) {
      var walk = new IndexWalk(expected.segments, visitor);
      expected
          .index
          .database()
          .walk(
              false,
              ours ->
                  found
                      .index
                      .database()
                      .walk(
                          false,
                          theirs -> {
                            walk.through(ours, theirs);
                            return null;
                          }));
    } else if (only != null) {
      only.walk(new KeyRange(StoredKeys.LEAST, null), visitor);
    }
  }

  @Override
  public void close() {
    index.close();
  }
}
