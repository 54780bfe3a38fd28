package io.headwater.persistence.store;

import io.headwater.persistence.segment.GroupBuffer;
import io.headwater.persistence.segment.SegmentLog;
import io.headwater.persistence.segment.SegmentLog.Group;
import io.headwater.persistence.store.Index.Applied;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded engine: segments, which hold what was written, and an index over them in LevelDB.
 *
 * <p>A group is appended to the segments, forced if it is to be durable, and then brought into the
 * index; only there it is seen. Writes take turns under one lock, in which they check that each log
 * is continued without a gap; reads take no lock and see the last write that was finished before
 * them. All of it is done on the calling thread. A thread of the store's own takes checkpoints and
 * gives back the room of what is no longer live (see {@link Keeper}).
 *
 * <p>Anything that is thrown once the append has begun breaks the store for writing. A sync that
 * failed is reported once, and the next one succeeds over pages that the kernel has dropped; and a
 * group in the segments that is not in the index would come back at the next start. Only this class
 * remembers that the state on disk is unknown.
 *
 * <p>Long because every write, of whatever kind, must pass the one lock, append and break here.
 */
public final class SegmentStore implements Store {
  private static final Logger LOGGER = LoggerFactory.getLogger(SegmentStore.class);

  /** Entries dropped in one group, so that a long trim lets writes in between. */
  private static final int TRIM_GROUP_ENTRIES = 1_000;

  private final StoreDirectory directory;
  private final SegmentLog segments;
  private final Index index;
  private final Tip tip;
  private final SyncListener syncListener;
  private final FreeSpace freeSpace;
  private final Keeper keeper;
  private final Readers readers = new Readers();
  private final IndexedReads reads;
  private final Object writeLock = new Object();

  /** Guarded by the write lock. */
  private final GroupBuffer group = new GroupBuffer();

  private volatile @Nullable Throwable writeFailure;

  /** Guarded by the write lock. */
  private boolean closed;

  private SegmentStore(
      StoreDirectory directory,
      SegmentLog segments,
      Index index,
      Checkpoint checkpoint,
      Tip tip,
      FreeSpace freeSpace,
      StoreSettings settings,
      SyncListener syncListener) {
    this.directory = directory;
    this.segments = segments;
    this.index = index;
    this.tip = tip;
    this.freeSpace = freeSpace;
    this.syncListener = syncListener;
    this.reads = new IndexedReads(index, segments, readers);
    this.keeper =
        new Keeper(
            this, index, segments, directory, freeSpace, settings.segmentBytes(), checkpoint);
  }

  /** Opens a store and creates it if there is none; a {@link StoreOpenException} says why not. */
  public static SegmentStore open(StoreSettings settings) {
    return open(settings, () -> {});
  }

  /** Opens a store that tells a listener of each sync. */
  public static SegmentStore open(StoreSettings settings, SyncListener syncListener) {
    return open(settings, syncListener, null);
  }

  /** Opens a store on a disk with that much free space; null: what its directory's disk has. */
  static SegmentStore open(
      StoreSettings settings, SyncListener syncListener, FreeSpace.@Nullable Gauge gauge) {
    StoreDirectory directory = StoreDirectory.open(settings.directory());
    @Nullable SegmentLog segments = null;
    @Nullable Tip tip = null;
    @Nullable Index index = null;
    boolean opened = false;
    try {
      NativeLibrary.load(directory.nativeLibraries());
      segments = SegmentLog.open(directory.segments(), settings.segmentBytes());
      tip = Tip.open(directory.path());
      var recovery = new IndexRecovery(directory, settings, segments, tip);
      index = recovery.recover();
      SpaceLimits limits = SpaceLimits.of(settings);
      FreeSpace freeSpace =
          gauge == null
              ? FreeSpace.of(directory.path(), limits)
              : new FreeSpace(directory.path(), gauge, limits);
      var store =
          new SegmentStore(
              directory,
              segments,
              index,
              recovery.checkpoint(),
              tip,
              freeSpace,
              settings,
              syncListener);
      opened = true;
      store.keeper.start();
      return store;
    } catch (IOException | StoreCorruptionException e) {
      throw new StoreOpenException(
          "Cannot open the database in %s: %s".formatted(settings.directory(), e.getMessage()), e);
    } finally {
      if (!opened) {
        release(directory, segments, index, tip);
      }
    }
  }

  private static void release(
      StoreDirectory directory,
      @Nullable SegmentLog segments,
      @Nullable Index index,
      @Nullable Tip tip) {
    try {
      if (index != null) {
        index.close();
      }
      if (tip != null) {
        tip.close();
      }
      if (segments != null) {
        segments.close();
      }
    } catch (IOException e) {
      LOGGER.error("Cannot close the files in {}", directory.path(), e);
    } finally {
      directory.close();
    }
  }

  @Override
  public CompletionStage<Void> write(List<LogWrite> writes, Durability durability) {
    return EngineCalls.perform(() -> {
      synchronized (writeLock) {
        checkWritable();
        LogWrites.check(writes, index);
        LogWrites.fill(group, writes, index);
        commit(durability == Durability.SYNCED);
        index.forgetSome();
      }
    });
  }

  private void checkWritable() {
    if (closed) {
      throw new IllegalStateException("The store is closed");
    }
    Throwable failure = writeFailure;
    if (failure != null) {
      throw broken(failure);
    }
  }

  private static StoreBrokenException broken(Throwable failure) {
    return new StoreBrokenException(
        "A write failed, so nothing is written until a restart: " + failure.getMessage(), failure);
  }

  /** The one way to disk: appends the group, then brings it into the index. */
  private void commit(boolean synced) {
    try {
      Group written = group.isEmpty() ? null : segments.append(group);
      if (synced) {
        force();
        syncListener.synced();
      }
      if (written != null) {
        index.apply(written, new Applied(written.end(), segments.durable()));
        keeper.written(written.end());
      }
    } catch (Throwable e) { // Also an OutOfMemoryError: the group may be in the segments alone.
      throw breakBy(e);
    }
  }

  private void force() throws IOException {
    segments.force();
    tip.set(segments.durable());
  }

  /** No write can be trusted any more; answers what to throw. */
  StoreBrokenException breakBy(Throwable failure) {
    if (writeFailure == null) {
      writeFailure = failure;
      LOGGER.error(
          "A write to {} failed: nothing is written until a restart", directory.path(), failure);
    }
    return broken(failure);
  }

  @Override
  public Admission admission() {
    return writeFailure == null ? freeSpace.admission() : Admission.NONE;
  }

  @Override
  public CompletionStage<Void> sync() {
    return EngineCalls.perform(this::forceAll);
  }

  /** Makes everything durable; answers up to where, which is in the index as well. */
  long forceAll() {
    synchronized (writeLock) {
      checkWritable();
      group.clear();
      commit(true);
      return segments.durable();
    }
  }

  @Override
  public CompletionStage<byte @Nullable []> get(byte[] key) {
    return reads.get(key);
  }

  @Override
  public CompletionStage<List<RowRead>> multiGet(List<byte[]> keys, long maxBytes) {
    return reads.multiGet(keys, maxBytes);
  }

  @Override
  public CompletionStage<Void> scan(KeyRange range, Direction direction, RowVisitor visitor) {
    return reads.scan(range, direction, visitor);
  }

  @Override
  public CompletionStage<Void> scanJoined(
      KeyRange range, Direction direction, JoinedRowVisitor visitor) {
    return reads.scanJoined(range, direction, visitor);
  }

  @Override
  public CompletionStage<Void> readLog(String logId, long fromNr, LogVisitor visitor) {
    return reads.readLog(logId, fromNr, visitor);
  }

  @Override
  public CompletionStage<Long> highestNr(String logId) {
    return reads.highestNr(logId);
  }

  @Override
  public CompletionStage<Long> lowestNr(String logId) {
    return reads.lowestNr(logId);
  }

  @Override
  public CompletionStage<Void> trimLog(String logId, long toNr) {
    return EngineCalls.perform(() -> {
      while (!trimSome(StoredKeys.logId(logId), toNr)) {
        Thread.onSpinWait(); // Writes that wait for the lock go first.
      }
    });
  }

  /** Drops up to {@link #TRIM_GROUP_ENTRIES} entries; answers whether no more are to be dropped. */
  private boolean trimSome(byte[] logId, long toNr) throws IOException {
    synchronized (writeLock) {
      checkWritable();
      LogState log = index.log(logId);
      long lastNr = Math.min(toNr, log.highestNr);
      if (log.lowestNr > lastNr) {
        return true;
      }
      long newLowestNr = Math.min(lastNr + 1, log.lowestNr + TRIM_GROUP_ENTRIES);
      group.clear();
      group.log(logId, log.highestNr, newLowestNr);
      commit(false);
      return newLowestNr > lastNr;
    }
  }

  @Override
  public CompletionStage<Void> forgetLog(String logId, List<byte[]> rowKeys) {
    return EngineCalls.perform(() -> {
      rowKeys.forEach(StoredKeys::checkRowKey);
      byte[] id = StoredKeys.logId(logId);
      while (!trimSome(id, Long.MAX_VALUE)) {
        Thread.onSpinWait(); // Writes that wait for the lock go first.
      }
      synchronized (writeLock) {
        checkWritable();
        group.clear();
        if (!index.log(id).isNew()) {
          group.forget(id);
        }
        rowKeys.forEach(group::remove);
        commit(false);
        index.forgetSome();
      }
    });
  }

  @Override
  public CompletionStage<byte @Nullable []> removeRows(KeyRange range, int maxRows) {
    return EngineCalls.answer(() -> {
      StoredKeys.checkRowKey(range.from());
      List<byte[]> keys =
          index.database().walk(false, cursor -> RowScan.keysOf(cursor, range, maxRows));
      synchronized (writeLock) {
        checkWritable();
        group.clear();
        keys.forEach(group::remove);
        commit(false);
      }
      return keys.size() < maxRows ? null : KeyRange.successorOf(keys.getLast());
    });
  }

  /** Begins a step of the compaction: what is looked up from now on may be moved by it. */
  void beginMove() {
    synchronized (writeLock) {
      checkWritable();
      index.changes().watch();
    }
  }

  /**
   * Writes records of an old segment again and begins the next step. Each was found live since the
   * step began; only those whose key may have changed meanwhile are looked up once more.
   *
   * @param logs states that were read since the step began, of the records' logs
   */
  void move(List<LiveRecord> records, Collection<LogState> logs) throws IOException {
    if (!freeSpace.allowsCompaction()) {
      throw new IOException("The disk has too little free space for the compaction");
    }
    synchronized (writeLock) {
      checkWritable();
      RecentChanges changes = index.changes();
      for (LogState log : logs) {
        if (!changes.mayContain(log.metaKey)) {
          index.remember(log);
        }
      }
      group.clear();
      for (LiveRecord record : records) {
        if (!changes.mayContain(record.changedKey())
            || index.isAt(record.indexKey(), record.position())) {
          record.addTo(group);
        }
      }
      commit(false);
      index.forgetSome();
      changes.watch();
    }
  }

  void endMoves() {
    synchronized (writeLock) {
      index.changes().stopWatching();
    }
  }

  /** Nothing in the oldest segment is live any more; it is deleted once nobody reads it. */
  Readers.Period retireOldestSegment() {
    synchronized (writeLock) {
      checkWritable();
      segments.retireOldest();
    }
    return readers.turn();
  }

  boolean readersHaveLeft(Readers.Period period) {
    return readers.haveLeft(period);
  }

  void deleteRetiredSegment() throws IOException {
    SegmentLog.Retired retired;
    synchronized (writeLock) {
      retired = segments.takeOldestRetired();
    }
    retired.delete();
  }

  @Override
  public void close() {
    close(true);
  }

  /** Ends as a crash would, with nothing settled. A seam for tests. */
  public void abandon() {
    close(false);
  }

  /** Brings the index into tables. A seam for tests. */
  void flushIndex() throws IOException {
    index.database().flush();
  }

  private void close(boolean settled) {
    synchronized (writeLock) {
      if (closed) {
        return;
      }
    }
    keeper.stop();
    synchronized (writeLock) {
      try {
        if (settled && writeFailure == null) {
          force();
          keeper.takeCheckpoint(segments.durable());
        }
      } catch (IOException e) {
        LOGGER.error("Cannot settle the database in {}", directory.path(), e);
      }
      closed = true;
    }
    index.close(); // Waits for the reads under way.
    readers.awaitAll();
    keeper.deleteRest();
    release(directory, segments, null, tip);
  }
}
