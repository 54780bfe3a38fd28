package io.headwater.persistence.store;

import io.headwater.persistence.store.StoredValue.Kind;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded engine: logs and rows in one LevelDB database.
 *
 * <p>A group is one LevelDB batch and one sync. Writes take turns under one lock, in which they
 * check that each log is continued without a gap; reads take no lock and see the last write that
 * was finished before them. All work is done on the calling thread.
 *
 * <p>Any failure of LevelDB or the file system in a write breaks the store for writing: LevelDB
 * reports a failed sync once and then goes on as if nothing had happened, so only this class
 * remembers that nobody knows what is on disk.
 */
public final class LevelDbStore implements Store {
  private static final Logger LOGGER = LoggerFactory.getLogger(LevelDbStore.class);

  /** How many logs' states are remembered, about 200 bytes each; all are forgotten beyond. */
  private static final int MAX_REMEMBERED_LOGS = 16_384;

  /** Entries dropped in one batch, so that a long trim lets writes in between. */
  private static final int TRIM_BATCH_ENTRIES = 1_000;

  private final StoreDirectory directory;
  private final LevelDb database;
  private final SyncListener syncListener;
  private final LogFiles logFiles;
  private final SupersededLogs supersededLogs;
  private final FreeSpace freeSpace;
  private final Object writeLock = new Object();

  /** Guarded by the write lock; a cache of the meta rows. */
  private final Map<String, LogState> logs = new HashMap<>();

  /** Guarded by the write lock: whether some write may not be on disk. */
  private boolean unsyncedWrites;

  private volatile @Nullable Exception writeFailure;

  /** Guarded by the write lock. */
  private boolean closed;

  private LevelDbStore(
      StoreDirectory directory,
      LevelDb database,
      LogFiles logFiles,
      FreeSpace freeSpace,
      SyncListener syncListener) {
    this.directory = directory;
    this.database = database;
    this.logFiles = logFiles;
    this.freeSpace = freeSpace;
    this.syncListener = syncListener;
    this.supersededLogs = new SupersededLogs(directory.database());
  }

  /** Opens a store and creates it if there is none; a {@link StoreOpenException} says why not. */
  public static LevelDbStore open(StoreSettings settings) {
    return open(settings, () -> {});
  }

  /** Opens a store that tells a listener of each sync. */
  public static LevelDbStore open(StoreSettings settings, SyncListener syncListener) {
    StoreDirectory directory = StoreDirectory.open(settings.directory());
    @Nullable LevelDb database = null;
    boolean opened = false;
    try {
      NativeLibrary.load(directory.nativeLibraries());
      LogFiles logFiles = LogFiles.of(directory);
      boolean repaired = logFiles.repairTornTails();
      database = LevelDb.open(directory.database(), settings);
      StoreFormat.claim(database, settings.directory());
      logFiles.forgetLengths();
      if (repaired) {
        LogVerifier.verify(database);
      }
      FreeSpace freeSpace = FreeSpace.of(directory.database(), settings.minFreeBytes());
      var store = new LevelDbStore(directory, database, logFiles, freeSpace, syncListener);
      opened = true;
      return store;
    } catch (IOException | StoreCorruptionException e) {
      throw new StoreOpenException(
          "Cannot open the database in %s: %s".formatted(settings.directory(), e.getMessage()), e);
    } finally {
      if (!opened) {
        if (database != null) {
          database.close();
        }
        directory.close();
      }
    }
  }

  @Override
  public CompletionStage<Void> write(List<LogWrite> group, Durability durability) {
    return EngineCalls.perform(() -> {
      synchronized (writeLock) {
        Set<LogState> continued = plan(group);
        try {
          writeBatch(durability == Durability.SYNCED, batch -> fill(batch, group, continued));
          continued.forEach(log -> log.highestNr = log.plannedNr);
        } finally {
          continued.forEach(log -> log.plannedNr = log.highestNr);
          if (logs.size() > MAX_REMEMBERED_LOGS) {
            logs.clear();
          }
        }
      }
    });
  }

  /** Checks the whole group before any of it is written; answers the logs that it continues. */
  private Set<LogState> plan(List<LogWrite> group) throws IOException {
    checkWritable();
    Set<LogState> continued = new LinkedHashSet<>();
    boolean planned = false;
    try {
      for (LogWrite write : group) {
        for (RowChange change : write.rowChanges()) {
          StoredKeys.checkRowKey(change.key());
        }
        if (!write.entries().isEmpty()) {
          LogState log = rememberedLog(write.logId());
          continued.add(log);
          planEntries(write, log);
        }
      }
      planned = true;
      return continued;
    } finally {
      if (!planned) {
        continued.forEach(log -> log.plannedNr = log.highestNr);
      }
    }
  }

  private static void planEntries(LogWrite write, LogState log) {
    for (LogEntry entry : write.entries()) {
      if (entry.nr() != log.plannedNr + 1) {
        throw new LogFencedException(write.logId(), log.plannedNr + 1, entry.nr());
      }
      log.plannedNr++;
    }
  }

  private void fill(LevelDb.Batch batch, List<LogWrite> group, Set<LogState> continued) {
    for (LogWrite write : group) {
      if (!write.entries().isEmpty()) {
        byte[] prefix = Objects.requireNonNull(logs.get(write.logId())).entryPrefix;
        for (LogEntry entry : write.entries()) {
          byte[] key = StoredKeys.logEntry(prefix, entry.nr());
          batch.put(key, StoredValue.seal(key, entry.bytes()));
        }
      }
      for (RowChange change : write.rowChanges()) {
        byte[] value = change.value();
        if (value == null) {
          batch.remove(change.key());
        } else {
          batch.put(change.key(), StoredValue.seal(change.key(), value));
        }
      }
    }
    for (LogState log : continued) {
      batch.put(log.metaKey, log.storedMeta(log.plannedNr, log.lowestNr));
    }
  }

  private void checkWritable() {
    if (closed) {
      throw new IllegalStateException("The store is closed");
    }
    Exception failure = writeFailure;
    if (failure != null) {
      throw broken(failure);
    }
  }

  private static StoreBrokenException broken(Exception failure) {
    return new StoreBrokenException(
        "A write failed, so nothing is written until a restart: " + failure.getMessage(), failure);
  }

  /** The state of a log, read once. Only under the write lock. */
  private LogState rememberedLog(String logId) throws IOException {
    LogState log = logs.get(logId);
    if (log == null) {
      log = readLogState(logId);
      logs.put(logId, log);
    }
    return log;
  }

  private LogState readLogState(String logId) throws IOException {
    byte[] metaKey = StoredKeys.logMeta(logId);
    return LogState.of(logId, metaKey, database.get(metaKey));
  }

  /** The one way to disk. Only under the write lock. */
  private void writeBatch(boolean synced, LevelDb.BatchFiller filler) {
    try {
      database.write(synced, filler);
      if (!synced) {
        unsyncedWrites = true;
        return;
      }
      if (unsyncedWrites) {
        supersededLogs.force();
        unsyncedWrites = false;
      }
    } catch (IOException e) {
      writeFailure = e;
      throw broken(e);
    }
    syncListener.synced();
  }

  @Override
  public boolean acceptsWrites() {
    return writeFailure == null && freeSpace.isEnough();
  }

  @Override
  public CompletionStage<Void> sync() {
    return EngineCalls.perform(() -> {
      synchronized (writeLock) {
        checkWritable();
        writeBatch(true, _ -> {}); // An empty batch still syncs the log it is added to.
      }
    });
  }

  @Override
  public CompletionStage<byte @Nullable []> get(byte[] key) {
    try {
      byte[] stored = database.get(key);
      return CompletableFuture.completedFuture(
          stored == null ? null : StoredValue.open(key, stored, Kind.ROW));
    } catch (IOException e) {
      return CompletableFuture.failedFuture(EngineCalls.unreadable(e));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public CompletionStage<List<byte @Nullable []>> multiGet(List<byte[]> keys) {
    return EngineCalls.answer(() -> {
      List<byte @Nullable []> values = database.multiGet(keys);
      for (int i = 0; i < values.size(); i++) {
        byte[] stored = values.get(i);
        if (stored != null) {
          values.set(i, StoredValue.open(keys.get(i), stored, Kind.ROW));
        }
      }
      return values;
    });
  }

  @Override
  public CompletionStage<Void> scan(KeyRange range, Direction direction, RowVisitor visitor) {
    return EngineCalls.perform(() ->
        database.walk(
            true,
            cursor -> {
              switch (direction) {
                case FORWARD -> RowScan.forward(cursor, range, visitor);
                case BACKWARD -> RowScan.backward(cursor, range, visitor);
              }
              return null;
            }));
  }

  @Override
  public CompletionStage<Void> readLog(String logId, long fromNr, LogVisitor visitor) {
    return EngineCalls.perform(() ->
        database.walk(
            true,
            cursor -> {
              walkLog(cursor, logId, fromNr, visitor);
              return null;
            }));
  }

  /** Reads meta row and entries of one moment, so a number that is missing is a damage. */
  private static void walkLog(LevelDb.Cursor cursor, String logId, long fromNr, LogVisitor visitor)
      throws IOException {
    byte[] metaKey = StoredKeys.logMeta(logId);
    cursor.seek(metaKey);
    if (!cursor.isValid() || !Arrays.equals(cursor.key(), metaKey)) {
      return;
    }
    LogState log = LogState.of(logId, metaKey, cursor.value());
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
      if (!visitor.entry(nr, StoredValue.open(key, cursor.value(), Kind.LOG_ENTRY))) {
        return;
      }
      cursor.next();
    }
  }

  @Override
  public CompletionStage<Long> highestNr(String logId) {
    return EngineCalls.answer(() -> readLogState(logId).highestNr);
  }

  @Override
  public CompletionStage<Long> lowestNr(String logId) {
    return EngineCalls.answer(() -> readLogState(logId).lowestNr);
  }

  @Override
  public CompletionStage<Void> trimLog(String logId, long toNr) {
    return EngineCalls.perform(() -> {
      while (!trimSome(logId, toNr)) {
        Thread.onSpinWait(); // Writes that wait for the lock go first.
      }
    });
  }

  /** Drops up to {@link #TRIM_BATCH_ENTRIES} entries; answers whether no more are to be dropped. */
  private boolean trimSome(String logId, long toNr) throws IOException {
    synchronized (writeLock) {
      checkWritable();
      LogState log = rememberedLog(logId);
      long lastNr = Math.min(toNr, log.highestNr);
      if (log.lowestNr > lastNr) {
        return true;
      }
      long firstNr = log.lowestNr;
      long newLowestNr = Math.min(lastNr + 1, firstNr + TRIM_BATCH_ENTRIES);
      writeBatch(
          true,
          batch -> {
            for (long nr = firstNr; nr < newLowestNr; nr++) {
              batch.remove(log.entryKey(nr));
            }
            batch.put(log.metaKey, log.storedMeta(log.highestNr, newLowestNr));
          });
      log.lowestNr = newLowestNr;
      return newLowestNr > lastNr;
    }
  }

  @Override
  public CompletionStage<byte @Nullable []> removeRows(KeyRange range, int maxRows) {
    return EngineCalls.answer(() -> {
      StoredKeys.checkRowKey(range.from());
      List<byte[]> keys = database.walk(false, cursor -> RowScan.keysOf(cursor, range, maxRows));
      synchronized (writeLock) {
        checkWritable();
        writeBatch(false, batch -> keys.forEach(batch::remove));
      }
      return keys.size() < maxRows ? null : KeyRange.successorOf(keys.getLast());
    });
  }

  @Override
  public void close() {
    synchronized (writeLock) {
      if (closed) {
        return;
      }
      try {
        if (unsyncedWrites && writeFailure == null) {
          writeBatch(true, _ -> {});
        }
        logFiles.noteLengths(); // Should the process end in the middle of what follows.
      } catch (IOException | StoreBrokenException e) {
        LOGGER.error("Cannot settle the database in {}", directory.path(), e);
      }
      closed = true;
    }
    database.close();
    try {
      logFiles.noteLengths();
    } catch (IOException e) {
      LOGGER.error("Cannot note how long the files in {} are", directory.path(), e);
    } finally {
      directory.close();
    }
  }
}
