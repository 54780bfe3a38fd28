package io.headwater.persistence.store;

import io.headwater.persistence.segment.GroupBuffer;
import io.headwater.persistence.segment.GroupReader.RecordVisitor;
import io.headwater.persistence.segment.Position;
import io.headwater.persistence.segment.SegmentLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Gives back the room of segments that hold little that is live, the oldest first: what is live is
 * written again at the end, and the segment is deleted.
 *
 * <p>Always the oldest, because then every remaining segment can be applied from the beginning and
 * gives the same index: what removed a row may go with the segment that says so, since nothing
 * older is left that it removed.
 *
 * <p>What is live is looked up without the write lock, which is held for one group of up to 64 KiB
 * at a time; see {@link RecentChanges}.
 *
 * <p>How much is live is found by a walk over the index ({@link #liveBytes}), which costs less than
 * to look up with each write what it replaces. It is due when the segments have grown by half of
 * what was live the last time, so that a write pays for about two rows of it.
 */
final class Cleaner {
  /** The longest group of records written again, unless one record alone is longer. */
  static final int MAX_MOVED_GROUP_BYTES = 64 * 1024;

  /** Bytes of a record besides key and value, about. */
  static final int OVERHEAD_BYTES = 32;

  private final SegmentStore store;
  private final Index index;
  private final SegmentLog segments;
  private final BooleanSupplier stopped;
  private final Consumer<Readers.Period> retired;
  private long nextLookAtBytes;

  /**
   * A cleaner.
   *
   * @param stopped asked often; if so, it ends at once
   * @param retired hears of each segment that may be deleted when the reads of a time have ended
   */
  Cleaner(
      SegmentStore store,
      Index index,
      SegmentLog segments,
      BooleanSupplier stopped,
      Consumer<Readers.Period> retired) {
    this.store = store;
    this.index = index;
    this.segments = segments;
    this.stopped = stopped;
    this.retired = retired;
  }

  /**
   * Cleans if it is due.
   *
   * @param slackBytes garbage that is always left
   * @param keptFrom the segment from which on nothing may be removed
   */
  void cleanIfDue(long slackBytes, int keptFrom) throws IOException {
    long length = segments.lengthBytes();
    if (length < nextLookAtBytes || length <= slackBytes) {
      return;
    }
    long live = liveBytes();
    if (length > 2 * live + slackBytes) {
      for (int number : segments.sealed()) {
        boolean enough = segments.lengthBytes() <= live + live / 2 + slackBytes;
        if (enough || number >= keptFrom || stopped.getAsBoolean()) {
          break;
        }
        clean(number);
      }
    }
    nextLookAtBytes = segments.lengthBytes() + Math.max(slackBytes, live / 2);
  }

  /**
   * Reports whether the segments hold garbage that is worth a pass over all of them while the disk
   * is short of space: at least one segment of it, and a sixteenth of what is live.
   */
  boolean isReclaimable(int segmentBytes) throws IOException {
    long written = segments.distance(Position.of(segments.oldest(), 0), segments.end());
    if (written < segmentBytes) {
      return false;
    }
    long live = liveBytes();
    return written - live >= Math.max(segmentBytes, live / 16);
  }

  private long liveBytes() throws IOException {
    return index
        .database()
        .walk(
            false,
            cursor -> {
              long live = 0;
              cursor.seek(new byte[] {StoredKeys.LOG_META});
              while (cursor.isValid() && !stopped.getAsBoolean()) {
                live += cursor.key().length + IndexValue.length(cursor.value()) + OVERHEAD_BYTES;
                cursor.next();
              }
              return live;
            });
  }

  /** Moves what is live in the oldest segment and retires it. */
  void clean(int number) throws IOException {
    var live = new LiveRecords();
    store.beginMove();
    try {
      segments.visit(number, group -> group.visit(live));
      live.move();
    } catch (UncheckedIOException e) {
      throw e.getCause() == null ? new IOException(e) : e.getCause();
    } finally {
      store.endMoves();
    }
    if (!stopped.getAsBoolean()) {
      store.forceAll();
      retired.accept(store.retireOldestSegment());
    }
  }

  /** Collects what is live, and moves it whenever a group is full. */
  private final class LiveRecords implements RecordVisitor {
    private final List<LiveRecord> records = new ArrayList<>();

    /** The states of logs, read since the current step began. */
    private final Map<String, LogState> logs = new HashMap<>();

    private long sizeBytes = GroupBuffer.HEADER_BYTES;

    void move() throws IOException {
      if (!records.isEmpty() && !stopped.getAsBoolean()) {
        store.move(records, logs.values());
      }
      records.clear();
      logs.clear();
      sizeBytes = GroupBuffer.HEADER_BYTES;
    }

    private interface Making {
      LiveRecord make() throws IOException;
    }

    /** Adds a record if the index points at it. All look-ups for it are made in its own step. */
    private void addIfLive(byte[] indexKey, long position, int recordBytes, Making making) {
      try {
        if (stopped.getAsBoolean() || !index.isAt(indexKey, position)) {
          return;
        }
        if (sizeBytes + recordBytes > MAX_MOVED_GROUP_BYTES && !records.isEmpty()) {
          move();
          if (!index.isAt(indexKey, position)) {
            return;
          }
        }
        records.add(making.make());
        sizeBytes += recordBytes;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private LogState log(byte[] logId) throws IOException {
      String text = StoredKeys.textOf(logId);
      LogState log = logs.get(text);
      if (log == null) {
        log = index.readLog(logId);
        logs.put(text, log);
      }
      return log;
    }

    @Override
    public void entry(byte[] logId, long nr, ByteBuffer bytes, long position) {
      movedEntry(logId, nr, bytes, position);
      log(logId, 0, 0, position);
    }

    @Override
    public void movedEntry(byte[] logId, long nr, ByteBuffer bytes, long position) {
      addIfLive(
          StoredKeys.logEntry(StoredKeys.logEntryPrefix(logId), nr),
          position,
          GroupBuffer.entryBytes(logId, bytes.remaining()),
          () -> new LiveRecord.Entry(log(logId), nr, copyOf(bytes), position));
    }

    @Override
    public void put(byte[] key, ByteBuffer value, long position) {
      addIfLive(
          key,
          position,
          GroupBuffer.putBytes(key, value.remaining()),
          () -> new LiveRecord.Row(key, copyOf(value), position));
    }

    @Override
    public void remove(byte[] key) {
      // Nothing older is left that it removed.
    }

    @Override
    public void log(byte[] logId, long highestNr, long lowestNr, long position) {
      addIfLive(
          StoredKeys.logMeta(logId),
          position,
          GroupBuffer.logBytes(logId),
          () -> new LiveRecord.Log(log(logId), position));
    }

    @Override
    public void forget(byte[] logId) {
      // Nothing older of the log is left.
    }

    private static byte[] copyOf(ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      return copy;
    }
  }
}
