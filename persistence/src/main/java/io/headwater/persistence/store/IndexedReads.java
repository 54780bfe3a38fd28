package io.headwater.persistence.store;

import io.headwater.persistence.segment.SegmentLog;
import io.headwater.persistence.store.IndexValue.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The reads of the embedded engine, on the calling thread and without a lock: a look into the index
 * as of one moment, then a copy out of the segments, which stay as long as somebody reads.
 */
final class IndexedReads {
  private final Index index;
  private final SegmentLog segments;
  private final Readers readers;

  IndexedReads(Index index, SegmentLog segments, Readers readers) {
    this.index = index;
    this.segments = segments;
    this.readers = readers;
  }

  CompletionStage<byte @Nullable []> get(byte[] key) {
    try (var _ = readers.enter()) {
      byte[] stored = index.database().get(key);
      return CompletableFuture.completedFuture(
          stored == null ? null : IndexValue.openRow(key, stored, segments));
    } catch (IOException e) {
      return CompletableFuture.failedFuture(EngineCalls.unreadable(e).ofRow(key));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  CompletionStage<List<RowRead>> multiGet(List<byte[]> keys, long maxBytes) {
    return EngineCalls.answer(() -> {
      try (var _ = readers.enter()) {
        return index
            .database()
            .snapshot(snapshot -> {
              List<RowRead> rows = new ArrayList<>(keys.size());
              long bytes = 0;
              for (byte[] key : keys) {
                RowRead row = read(snapshot, key);
                rows.add(row);
                bytes += row.sizeBytes();
                if (bytes >= maxBytes) {
                  break;
                }
              }
              return rows;
            });
      }
    });
  }

  private RowRead read(LevelDb.Snapshot snapshot, byte[] key) {
    try {
      byte[] stored = snapshot.get(key);
      return RowRead.of(stored == null ? null : IndexValue.openRow(key, stored, segments));
    } catch (IOException e) {
      return RowRead.damaged(EngineCalls.unreadable(e).ofRow(key));
    } catch (StoreCorruptionException e) {
      return RowRead.damaged(e);
    }
  }

  CompletionStage<Void> scan(KeyRange range, Store.Direction direction, Store.RowVisitor visitor) {
    return walk(cursor -> scan(cursor, range, direction, visitor));
  }

  CompletionStage<Void> scanJoined(
      KeyRange range, Store.Direction direction, Store.JoinedRowVisitor visitor) {
    return EngineCalls.perform(() -> {
      try (var _ = readers.enter()) {
        index
            .database()
            .join((cursor, snapshot) ->
                scan(
                    cursor,
                    range,
                    direction,
                    (key, value) ->
                        visitor.row(key, value, joined(snapshot, visitor.joinedKey(key, value)))));
      }
    });
  }

  private byte @Nullable [] joined(LevelDb.Snapshot snapshot, byte[] key) {
    RowRead row = read(snapshot, key);
    return row.value();
  }

  private void scan(
      LevelDb.Cursor cursor, KeyRange range, Store.Direction direction, Store.RowVisitor visitor)
      throws IOException {
    switch (direction) {
      case FORWARD -> RowScan.forward(cursor, range, segments, visitor);
      case BACKWARD -> RowScan.backward(cursor, range, segments, visitor);
    }
  }

  private interface Walk {
    void with(LevelDb.Cursor cursor) throws IOException;
  }

  private CompletionStage<Void> walk(Walk walk) {
    return EngineCalls.perform(() -> {
      try (var _ = readers.enter()) {
        index
            .database()
            .walk(
                true,
                cursor -> {
                  walk.with(cursor);
                  return null;
                });
      }
    });
  }

  CompletionStage<Void> readLog(String logId, long fromNr, Store.LogVisitor visitor) {
    return walk(cursor -> walkLog(cursor, logId, fromNr, visitor));
  }

  /** Reads meta row and entries of one moment, so a number that is missing is a damage. */
  private void walkLog(LevelDb.Cursor cursor, String logId, long fromNr, Store.LogVisitor visitor)
      throws IOException {
    byte[] id = StoredKeys.logId(logId);
    byte[] metaKey = StoredKeys.logMeta(id);
    cursor.seek(metaKey);
    if (!cursor.isValid() || !Arrays.equals(cursor.key(), metaKey)) {
      return;
    }
    LogState log = LogState.of(id, cursor.value());
    long nr = Math.max(fromNr, log.lowestNr);
    if (nr > log.highestNr) {
      return;
    }
    cursor.seek(log.entryKey(nr));
    for (; nr <= log.highestNr; nr++) {
      byte[] key = log.entryKey(nr);
      if (!cursor.isValid() || !Arrays.equals(cursor.key(), key)) {
        throw new StoreCorruptionException("Log %s lacks its entry %d".formatted(logId, nr));
      }
      byte[] entry = IndexValue.open(key, cursor.value(), Kind.LOG_ENTRY, segments);
      if (!visitor.entry(nr, entry)) {
        return;
      }
      cursor.next();
    }
  }

  CompletionStage<Long> highestNr(String logId) {
    return EngineCalls.answer(() -> index.readLog(StoredKeys.logId(logId)).highestNr);
  }

  CompletionStage<Long> lowestNr(String logId) {
    return EngineCalls.answer(() -> index.readLog(StoredKeys.logId(logId)).lowestNr);
  }
}
