package io.headwater.persistence.store;

import io.headwater.persistence.segment.SegmentLog;
import io.headwater.persistence.store.Index.Applied;
import io.headwater.persistence.store.IndexRecovery.RebuildStep;
import io.headwater.persistence.store.Store.Direction;
import io.headwater.persistence.store.Store.Durability;
import io.headwater.persistence.testing.TestSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A data directory whose index is rebuilt in many tables, and what crashes leave of it. */
public final class RebuildTrials {
  public static final int ROWS_PER_GROUP = 100;
  private static final int VALUE_BYTES = 100; // Inline in the index, so that it has many tables.
  private static final String LOG = "log";
  private static final byte ROW = 0x10;

  private final Path directory;
  private final int groups;

  /** Names a directory that has been filled with so many groups. */
  public RebuildTrials(Path directory, int groups) {
    this.directory = directory;
    this.groups = groups;
  }

  /** Fills a new directory with groups of {@link #ROWS_PER_GROUP} rows and closes its store. */
  public static RebuildTrials fill(Path directory, int groups) {
    var trials = new RebuildTrials(directory, groups);
    try (var store = trials.open()) {
      for (int nr = 1; nr <= groups; nr++) {
        List<RowChange> rows = new ArrayList<>();
        for (int i = 0; i < ROWS_PER_GROUP; i++) {
          int row = (nr - 1) * ROWS_PER_GROUP + i;
          rows.add(RowChange.put(key(row), value(row)));
        }
        var write = new LogWrite(LOG, List.of(new LogEntry(nr, value(nr))), rows);
        Stages.await(store.write(List.of(write), Durability.BUFFERED));
      }
    }
    return trials;
  }

  private static byte[] key(int row) {
    return ByteBuffer.allocate(1 + Integer.BYTES).put(ROW).putInt(row).array();
  }

  private static byte[] value(int row) {
    byte[] value = new byte[VALUE_BYTES];
    Arrays.fill(value, (byte) row);
    return value;
  }

  private StoreSettings settings(String writeBuffer) {
    return TestSettings.with(
        directory,
        Map.of("segment-size", "64 KiB", "write-buffer", writeBuffer, "min-free-space", "0"));
  }

  private StoreSettings manyTables() {
    return settings("64 KiB");
  }

  /** Opens the store. A rebuild writes a table for each 64 KiB. */
  public SegmentStore openWithManyTables() {
    return SegmentStore.open(manyTables());
  }

  /**
   * Opens the store. A rebuild writes one table; so the list of tables of an interrupted rebuild in
   * many tables is longer than the one in the checkpoint, and not refused for its length.
   */
  public SegmentStore open() {
    return SegmentStore.open(settings("32 MiB"));
  }

  Path checkpoint() {
    return directory.resolve("checkpoint");
  }

  Path database() {
    return directory.resolve("leveldb");
  }

  /** Opens the store and requires everything that was written. */
  public void requireComplete() {
    try (var store = open()) {
      requireComplete(store);
    }
  }

  /** Requires everything that was written, and nothing else. */
  public void requireComplete(Store store) {
    int expected = groups * ROWS_PER_GROUP;
    int[] rows = {0, 0};
    Stages.await(
        store.scan(
            KeyRange.withPrefix(new byte[] {ROW}),
            Direction.FORWARD,
            (key, value) -> {
              rows[0]++;
              rows[1] += Arrays.equals(value, value(ByteBuffer.wrap(key).getInt(1))) ? 1 : 0;
              return true;
            }));
    List<Long> numbers = new ArrayList<>();
    Stages.await(store.readLog(LOG, 1, (nr, _) -> numbers.add(nr)));
    if (rows[0] != expected || rows[1] != expected || numbers.size() != groups) {
      throw new AssertionError(
          "%,d rows of %,d, %,d of them right; %,d log entries of %,d"
              .formatted(rows[0], expected, rows[1], numbers.size(), groups));
    }
  }

  /** Why a start has to rebuild the index. */
  public enum Cause {
    INDEX_LOST,
    CHECKPOINT_LOST,
    OTHER_FORMAT
  }

  /** Removes the index or its checkpoint, or gives it another format. */
  public void makeUnusable(Cause cause) throws IOException {
    switch (cause) {
      case INDEX_LOST -> StoreDirectory.deleteTree(database());
      case CHECKPOINT_LOST -> Files.deleteIfExists(checkpoint());
      case OTHER_FORMAT -> {
        ByteBuffer version = ByteBuffer.wrap(new byte[] {1});
        byte[] row = IndexValue.near(StoredKeys.FORMAT, version, 0);
        NativeLibrary.load(directory.resolve("native"));
        try (var index = LevelDb.open(database(), manyTables())) {
          index.write(batch -> batch.put(StoredKeys.FORMAT, row));
          index.flush();
        }
      }
    }
  }

  /** Reports whether a rebuild has begun and is not complete. */
  public boolean isRebuildBegun() throws IOException {
    Checkpoint last = Checkpoint.read(directory);
    return last != null && !last.hasIndex();
  }

  /** Replaces the checkpoint as a rebuild does when it begins. */
  public void markRebuildBegun() throws IOException {
    Checkpoint last = Checkpoint.read(directory);
    try (var opened = StoreDirectory.open(directory)) {
      Checkpoint.withoutIndex(
          last == null ? 0 : last.position(), last == null ? 1 : last.oldestSegment(), opened);
    }
  }

  /** Ends a start at a step. */
  static final class Kill extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Starts, and ends as a killed process does when {@link Kill} is thrown at a step.
   *
   * @return whether it was thrown
   */
  boolean startAndKill(Consumer<RebuildStep> kill) throws IOException {
    try (var opened = StoreDirectory.open(directory);
        var segments = SegmentLog.open(opened.segments(), manyTables().segmentBytes());
        var tip = Tip.open(opened.path())) {
      new IndexRecovery(opened, manyTables(), segments, tip, kill).recover().close();
      return false;
    } catch (Kill _) {
      return true;
    }
  }

  /** Leaves an index of the first groups, all of it in tables, and the old checkpoint. */
  public void rebuildPartially(int firstGroups) throws IOException {
    StoreDirectory.deleteTree(database());
    Files.createDirectory(database());
    try (var segments = SegmentLog.openToInspect(directory.resolve("segments"));
        var index = new Index(LevelDb.open(database(), manyTables()), segments)) {
      index.claim();
      var applied = new int[1];
      segments.recover(
          segments.start(),
          group -> {
            if (applied[0]++ < firstGroups) {
              index.apply(group, new Applied(group.end(), segments.start()));
            }
          });
      index.database().flush();
    }
  }
}
