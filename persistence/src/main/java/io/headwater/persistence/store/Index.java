package io.headwater.persistence.store;

import io.headwater.persistence.segment.GroupReader.RecordVisitor;
import io.headwater.persistence.segment.SegmentLog;
import io.headwater.persistence.segment.SegmentLog.Group;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the segments come to, in the order of keys: where each row's value and each log entry lies,
 * and where each log stands. All of it is made by {@link #apply} from the segments' groups, when
 * they are written and again after a crash, so it can always be made anew.
 *
 * <p>LevelDB never syncs for it. What its tables hold is durable; what is only in its own log is
 * forgotten at a start and applied again (see {@link IndexRecovery}).
 *
 * <p>Reads come from any thread, everything else is one thread's at a time.
 */
final class Index implements AutoCloseable {
  private static final byte VERSION = 2;

  /** How many logs' states are remembered, about 300 bytes each; all are forgotten beyond. */
  private static final int MAX_REMEMBERED_LOGS = 16_384;

  private final LevelDb database;
  private final SegmentLog segments;
  private final Map<String, LogState> logs = new HashMap<>();
  private final RecentChanges changes = new RecentChanges();

  Index(LevelDb database, SegmentLog segments) {
    this.database = database;
    this.segments = segments;
  }

  LevelDb database() {
    return database;
  }

  /** Marks an empty database as an index of this format. */
  void claim() throws IOException {
    ByteBuffer version = ByteBuffer.wrap(new byte[] {VERSION});
    byte[] row = IndexValue.near(StoredKeys.FORMAT, version, 0);
    database.write(batch -> batch.put(StoredKeys.FORMAT, row));
  }

  boolean hasThisFormat() throws IOException {
    byte[] stored = database.get(StoredKeys.FORMAT);
    if (stored == null) {
      return false;
    }
    byte[] format = IndexValue.open(StoredKeys.FORMAT, stored, IndexValue.Kind.INDEX, segments);
    return format.length == 1 && format[0] == VERSION;
  }

  /**
   * Up to where the segments are in the index, and up to where they were durable then.
   *
   * @param end the position behind the last group
   */
  record Applied(long end, long durable) {}

  Applied applied() throws IOException {
    byte[] stored = database.get(StoredKeys.APPLIED);
    if (stored == null) {
      return new Applied(0, 0);
    }
    byte[] row = IndexValue.open(StoredKeys.APPLIED, stored, IndexValue.Kind.INDEX, segments);
    ByteBuffer buffer = ByteBuffer.wrap(row);
    return new Applied(buffer.getLong(), buffer.getLong());
  }

  /** Returns the position up to which the index holds the segments. */
  long end() throws IOException {
    return Math.max(applied().end(), segments.start());
  }

  /** The keys that groups have changed lately. */
  RecentChanges changes() {
    return changes;
  }

  /** Where a log stands. What is answered changes with the index, until all is forgotten. */
  LogState log(byte[] logId) throws IOException {
    String text = StoredKeys.textOf(logId);
    LogState log = logs.get(text);
    if (log == null) {
      log = readLog(logId);
      logs.put(text, log);
    }
    return log;
  }

  /** Takes a log's state that somebody read, which must not have changed since. */
  void remember(LogState log) {
    logs.putIfAbsent(StoredKeys.textOf(log.logId), log);
  }

  /** Where a log stands, for any thread. */
  LogState readLog(byte[] logId) throws IOException {
    return LogState.of(logId, database.get(StoredKeys.logMeta(logId)));
  }

  /** Whether what the index holds under a key was said at a position. */
  boolean isAt(byte[] key, long position) throws IOException {
    byte[] stored = database.get(key);
    return stored != null && IndexValue.position(stored) == position;
  }

  /** To be called between groups: bounds what is remembered. */
  void forgetSome() {
    if (logs.size() > MAX_REMEMBERED_LOGS) {
      logs.clear();
    }
  }

  /** Brings a group into the index; on return it is readable. */
  void apply(Group group, Applied applied) throws IOException {
    boolean done = false;
    try {
      database.write(batch -> {
        var applier = new Applier(batch);
        group.visit(applier);
        for (LogState log : applier.touched) {
          batch.put(log.metaKey, IndexValue.log(log.metaKey, log));
        }
        ByteBuffer row = ByteBuffer.allocate(2 * Long.BYTES);
        row.putLong(applied.end()).putLong(applied.durable()).flip();
        batch.put(StoredKeys.APPLIED, IndexValue.near(StoredKeys.APPLIED, row, group.position()));
      });
      done = true;
    } catch (UncheckedIOException e) {
      throw e.getCause() == null ? new IOException(e) : e.getCause();
    } finally {
      if (!done) {
        logs.clear(); // They tell of the group, which the index may lack.
      }
    }
  }

  /**
   * Applies records. After a crash it sees records that the index has already, and it may see a
   * log's later entries first, because those before were moved: so numbers are taken as they come,
   * and what the last record of a log says holds.
   */
  private final class Applier implements RecordVisitor {
    private final LevelDb.Batch batch;
    private final Set<LogState> touched = new LinkedHashSet<>();

    private Applier(LevelDb.Batch batch) {
      this.batch = batch;
    }

    private LogState touch(byte[] logId) {
      try {
        LogState log = Index.this.log(logId);
        touched.add(log);
        return log;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void entry(byte[] logId, long nr, ByteBuffer bytes, long position) {
      LogState log = touch(logId);
      changes.add(log.metaKey);
      if (log.isNew()) {
        log.lowestNr = nr;
      }
      if (nr >= log.lowestNr) {
        putEntry(log, nr, bytes, position);
      }
      log.highestNr = nr;
      log.position = position;
    }

    @Override
    public void movedEntry(byte[] logId, long nr, ByteBuffer bytes, long position) {
      LogState log = touch(logId);
      log.lowestNr = log.isNew() ? nr : Math.min(nr, log.lowestNr);
      log.highestNr = Math.max(nr, log.highestNr);
      putEntry(log, nr, bytes, position);
    }

    private void putEntry(LogState log, long nr, ByteBuffer bytes, long position) {
      byte[] key = log.entryKey(nr);
      batch.put(key, IndexValue.far(key, bytes, position));
    }

    @Override
    public void put(byte[] key, ByteBuffer value, long position) {
      changes.add(key);
      batch.put(key, IndexValue.of(key, value, position));
    }

    @Override
    public void remove(byte[] key) {
      changes.add(key);
      batch.remove(key);
    }

    @Override
    public void log(byte[] logId, long highestNr, long lowestNr, long position) {
      LogState log = touch(logId);
      changes.add(log.metaKey);
      changes.add(log.entryPrefix);
      if (!log.isNew()) {
        for (long nr = log.lowestNr; nr < lowestNr; nr++) {
          batch.remove(log.entryKey(nr));
        }
      }
      log.highestNr = Math.max(highestNr, log.highestNr);
      log.lowestNr = lowestNr;
      log.position = position;
    }

    @Override
    public void forget(byte[] logId) {
      LogState log = touch(logId);
      for (long nr = log.lowestNr; nr <= log.highestNr; nr++) {
        batch.remove(log.entryKey(nr));
      }
      batch.remove(log.metaKey);
      touched.remove(log);
      logs.remove(StoredKeys.textOf(logId));
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
