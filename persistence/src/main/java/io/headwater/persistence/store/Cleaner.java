package io.headwater.persistence.store;

import io.headwater.persistence.segment.GroupReader.RecordVisitor;
import io.headwater.persistence.segment.SegmentLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
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
 * <p>How much is live is found by a walk over the index ({@link #liveBytes}), which costs less than
 * to look up with each write what it replaces. It is due when the segments have grown by half of
 * what was live the last time, so that a write pays for about two rows of it.
 */
final class Cleaner {
  /** Records written again in one group: so long a write may have to wait. */
  private static final int MOVED_GROUP_BYTES = 64 * 1024;

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

  private void clean(int number) throws IOException {
    var live = new LiveRecords();
    try {
      segments.visit(
          number,
          group -> {
            group.visit(live);
            if (live.sizeBytes >= MOVED_GROUP_BYTES) {
              live.move();
            }
          });
      live.move();
    } catch (UncheckedIOException e) {
      throw e.getCause() == null ? new IOException(e) : e.getCause();
    }
    if (!stopped.getAsBoolean()) {
      store.forceAll();
      retired.accept(store.retireOldestSegment());
    }
  }

  /** Collects what is live. */
  private final class LiveRecords implements RecordVisitor {
    private final List<LiveRecord> records = new ArrayList<>();
    private long sizeBytes;

    void move() throws IOException {
      if (!records.isEmpty() && !stopped.getAsBoolean()) {
        store.move(records);
      }
      records.clear();
      sizeBytes = 0;
    }

    private void add(LiveRecord record) {
      try {
        if (record.isLive(index)) {
          records.add(record);
          sizeBytes += record.sizeBytes();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void entry(byte[] logId, long nr, ByteBuffer bytes, long position) {
      movedEntry(logId, nr, bytes, position);
      add(new LiveRecord.Log(logId, position));
    }

    @Override
    public void movedEntry(byte[] logId, long nr, ByteBuffer bytes, long position) {
      add(new LiveRecord.Entry(logId, nr, copyOf(bytes), position));
    }

    @Override
    public void put(byte[] key, ByteBuffer value, long position) {
      add(new LiveRecord.Row(key, copyOf(value), position));
    }

    @Override
    public void remove(byte[] key) {
      // Nothing older is left that it removed.
    }

    @Override
    public void log(byte[] logId, long highestNr, long lowestNr, long position) {
      add(new LiveRecord.Log(logId, position));
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
