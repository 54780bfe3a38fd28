package io.headwater.persistence.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.fusesource.leveldbjni.internal.NativeCache;
import org.fusesource.leveldbjni.internal.NativeCompressionType;
import org.fusesource.leveldbjni.internal.NativeDB;
import org.fusesource.leveldbjni.internal.NativeIterator;
import org.fusesource.leveldbjni.internal.NativeOptions;
import org.fusesource.leveldbjni.internal.NativeReadOptions;
import org.fusesource.leveldbjni.internal.NativeWriteBatch;
import org.fusesource.leveldbjni.internal.NativeWriteOptions;
import org.jspecify.annotations.Nullable;

/**
 * The owner of every native handle: database, block cache, iterators, snapshots, write batches.
 *
 * <p>The binding frees memory by hand and checks nothing: a handle used after its end, or an
 * iterator that outlives its database, ends the process. So no handle leaves this class. Iterators,
 * snapshots and batches live within one call; calls are counted; {@link #close} turns new calls
 * away and waits for those under way before it frees the database. A cursor refuses every step that
 * would leave its range of validity, above all the one before the first entry.
 *
 * <p>The binding's inner classes are used rather than its outer ones, whose iterator takes five
 * native moves for a step backwards and leaves one of them unguarded.
 */
final class LevelDb implements AutoCloseable {
  /** Set in {@link #calls} once closing has begun; the bits below count the calls under way. */
  private static final long CLOSING = 1L << 62;

  private final NativeDB database;
  private final NativeCache cache;
  private final NativeReadOptions cachedRead = new NativeReadOptions().verifyChecksums(true);

  /** For long walks, which would drive everything else out of the block cache. */
  private final NativeReadOptions walkingRead =
      new NativeReadOptions().verifyChecksums(true).fillCache(false);

  private final NativeWriteOptions bufferedWrite = new NativeWriteOptions().sync(false);
  private final AtomicLong calls = new AtomicLong();
  private boolean freed;

  private LevelDb(NativeDB database, NativeCache cache) {
    this.database = database;
    this.cache = cache;
  }

  /** Work with a cursor that ends with the call. */
  interface CursorWork<T extends @Nullable Object> {
    T with(Cursor cursor) throws IOException;
  }

  /** Fills a batch that ends with the call. */
  interface BatchFiller {
    void fill(Batch batch);
  }

  /** The library must be loaded. */
  static LevelDb open(Path directory, StoreSettings settings) throws IOException {
    var cache = new NativeCache(settings.blockCacheBytes());
    var options =
        new NativeOptions()
            .createIfMissing(true)
            .paranoidChecks(true)
            .writeBufferSize(settings.writeBufferBytes())
            .blockSize(settings.blockBytes())
            .maxOpenFiles(settings.maxOpenFiles())
            .compression(
                switch (settings.compression()) {
                  case NONE -> NativeCompressionType.kNoCompression;
                  case SNAPPY -> NativeCompressionType.kSnappyCompression;
                })
            .cache(cache);
    try {
      return new LevelDb(NativeDB.open(options, directory.toFile()), cache);
    } catch (IOException e) {
      cache.delete();
      throw e;
    }
  }

  byte @Nullable [] get(byte[] key) throws IOException {
    enter();
    try {
      return database.get(cachedRead, key);
    } finally {
      leave();
    }
  }

  /** The values of one moment. Ends with the call that made it. */
  interface Snapshot {
    byte @Nullable [] get(byte[] key) throws IOException;
  }

  /** Work with the values of one moment. */
  interface SnapshotWork<T> {
    T with(Snapshot snapshot) throws IOException;
  }

  /** Works with the values as of this moment. */
  <T> T snapshot(SnapshotWork<T> work) throws IOException {
    enter();
    try {
      var snapshot = database.getSnapshot();
      try {
        var options = new NativeReadOptions().verifyChecksums(true).snapshot(snapshot);
        return work.with(key -> database.get(options, key));
      } finally {
        database.releaseSnapshot(snapshot);
      }
    } finally {
      leave();
    }
  }

  /** Work with a cursor and the values of the same moment. */
  interface JoinWork {
    void with(Cursor cursor, Snapshot snapshot) throws IOException;
  }

  /** Works with a cursor over the database and its values, both as of this moment. */
  void join(JoinWork work) throws IOException {
    enter();
    try {
      var snapshot = database.getSnapshot();
      var options = new NativeReadOptions().verifyChecksums(true).snapshot(snapshot);
      try (var cursor = new Cursor(database.iterator(options))) {
        work.with(cursor, key -> database.get(options, key));
      } finally {
        database.releaseSnapshot(snapshot);
      }
    } finally {
      leave();
    }
  }

  /** Works with a cursor over the database as of this moment. */
  <T extends @Nullable Object> T walk(boolean fillCache, CursorWork<T> work) throws IOException {
    enter();
    try (var cursor = new Cursor(database.iterator(fillCache ? cachedRead : walkingRead))) {
      return work.with(cursor);
    } finally {
      leave();
    }
  }

  /** Writes a batch in one atomic step, without a sync. */
  void write(BatchFiller filler) throws IOException {
    enter();
    try (var batch = new Batch()) {
      filler.fill(batch);
      database.write(bufferedWrite, batch.handle);
    } finally {
      leave();
    }
  }

  /**
   * Brings everything written before into tables, which are durable on return. LevelDB does so
   * before it merges a range of keys; this one is empty, so there is nothing to merge.
   */
  void flush() throws IOException {
    enter();
    try {
      database.compactRange(StoredKeys.LEAST, StoredKeys.LEAST);
    } finally {
      leave();
    }
    write(_ -> {}); // The call above says nothing of a failure; every write after one does.
  }

  private void enter() {
    if ((calls.getAndIncrement() & CLOSING) != 0) {
      leave();
      throw new IllegalStateException("The store is closed");
    }
  }

  private void leave() {
    if (calls.decrementAndGet() == CLOSING) {
      synchronized (this) {
        notifyAll();
      }
    }
  }

  /** Turns new calls away and returns when the last one has left. Not to be called from a call. */
  @Override
  public synchronized void close() {
    calls.getAndUpdate(count -> count | CLOSING);
    boolean interrupted = false;
    while (calls.get() != CLOSING) {
      try {
        wait();
      } catch (InterruptedException _) {
        interrupted = true; // Leaving now would free what others use.
      }
    }
    if (!freed) {
      freed = true;
      database.delete();
      cache.delete();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** A place in the database as of one moment. Ends with the call that made it. */
  static final class Cursor implements AutoCloseable {
    private @Nullable NativeIterator handle;

    private Cursor(NativeIterator handle) {
      this.handle = handle;
    }

    private NativeIterator handle() {
      if (handle == null) {
        throw new IllegalStateException("The cursor has ended");
      }
      return handle;
    }

    /** Goes to the first entry at or behind a key. */
    void seek(byte[] key) throws IOException {
      handle().seek(key);
    }

    /** Goes to the last entry before a key; null: to the last of all. */
    void seekBefore(byte @Nullable [] key) throws IOException {
      if (key != null) {
        handle().seek(key);
        if (handle().isValid()) {
          handle().prev();
          return;
        }
      }
      handle().seekToLast();
    }

    /** Whether the cursor stands at an entry. */
    boolean isValid() {
      return handle().isValid();
    }

    void next() throws IOException {
      valid().next();
    }

    /** Goes one entry back; before the first one the cursor is no longer valid. */
    void previous() throws IOException {
      valid().prev();
    }

    byte[] key() throws IOException {
      return valid().key();
    }

    byte[] value() throws IOException {
      return valid().value();
    }

    private NativeIterator valid() {
      if (!handle().isValid()) {
        throw new IllegalStateException("The cursor stands at no entry");
      }
      return handle();
    }

    @Override
    public void close() {
      if (handle != null) {
        handle.delete();
        handle = null;
      }
    }
  }

  /** Changes that are written together. Ends with the call that made it. */
  static final class Batch implements AutoCloseable {
    private final NativeWriteBatch handle = new NativeWriteBatch();
    private boolean ended;

    private Batch() {}

    void put(byte[] key, byte[] value) {
      checkLive();
      handle.put(key, value);
    }

    void remove(byte[] key) {
      checkLive();
      handle.delete(key);
    }

    private void checkLive() {
      if (ended) {
        throw new IllegalStateException("The batch has ended");
      }
    }

    @Override
    public void close() {
      ended = true;
      handle.delete();
    }
  }
}
