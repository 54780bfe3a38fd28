package io.headwater.persistence.store;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A storage engine: many append-only logs and one ordered table of rows, written together.
 *
 * <p>The port is asynchronous because an engine may sit behind a network; an embedded engine does
 * the work on the calling thread and answers a completed stage, so callers stay off the default
 * dispatcher. Arrays change hands with the call: neither side modifies one that it passed or got.
 *
 * <p>A row key is any byte string whose first byte is at least {@link #FIRST_ROW_PREFIX}; smaller
 * first bytes are the engine's own. Keys order by unsigned bytes.
 */
public interface Store extends AutoCloseable {
  /** The least first byte of a caller's row key; the engine's own entries stand below it. */
  byte FIRST_ROW_PREFIX = 0x10;

  /**
   * Writes a group in one atomic step: every log entry and every row change of it, or nothing.
   * Entries of one log must continue that log without a gap.
   *
   * <p>With {@link Durability#SYNCED} the stage completes when the group is on disk; with {@link
   * Durability#BUFFERED} when it is readable. A {@link StoreBrokenException} is final: nobody knows
   * what is on disk, and every later write fails the same way until the store is opened again.
   */
  CompletionStage<Void> write(List<LogWrite> group, Durability durability);

  /**
   * Returns which writes should be sent: fewer while the disk is short of space, and none once a
   * write broke the store. To be called before a write is decided, while it can still be refused; a
   * write that is sent nevertheless is carried out if possible. Takes no more than microseconds.
   */
  Admission admission();

  /** Makes everything written before this call durable. */
  CompletionStage<Void> sync();

  /** The row's value, or null if there is no such row. */
  CompletionStage<byte @Nullable []> get(byte[] key);

  /**
   * Reads several rows as of one moment, in the keys' order, each with its own result. The read
   * ends after the row that brings the values to {@code maxBytes}; so the results are those of the
   * first keys, and of one at least.
   */
  CompletionStage<List<RowRead>> multiGet(List<byte[]> keys, long maxBytes);

  /** Reads several rows as of one moment, in the keys' order, each with its own result. */
  default CompletionStage<List<RowRead>> multiGet(List<byte[]> keys) {
    return multiGet(keys, Long.MAX_VALUE);
  }

  /** Walks the rows of a range as of one moment until the visitor stops it or the range ends. */
  CompletionStage<Void> scan(KeyRange range, Direction direction, RowVisitor visitor);

  /**
   * Walks the rows of a range, each with another row that the visitor names, until the visitor
   * stops it or the range ends. All rows are as of one moment.
   */
  CompletionStage<Void> scanJoined(KeyRange range, Direction direction, JoinedRowVisitor visitor);

  /**
   * Walks a log's entries from a number on, as of one moment. Starts at the oldest entry kept when
   * that one is younger.
   */
  CompletionStage<Void> readLog(String logId, long fromNr, LogVisitor visitor);

  /** The number of the log's last entry ever written, trimmed ones included; 0 for a new log. */
  CompletionStage<Long> highestNr(String logId);

  /** The number of the oldest entry kept, or {@code highestNr + 1} when none is. */
  CompletionStage<Long> lowestNr(String logId);

  /** Drops the log's entries up to and including a number. The highest number stays known. */
  CompletionStage<Void> trimLog(String logId, long toNr);

  /**
   * Removes a log that is never written again: its entries and its highest number, and in the same
   * atomic step some rows, such as that of the entity whose log it was. Without a sync. Afterwards
   * the log is as one that was never written. Called again, it changes nothing.
   */
  CompletionStage<Void> forgetLog(String logId, List<byte[]> rowKeys);

  /**
   * Removes up to {@code maxRows} (at least 1) rows from a range's beginning, outside any log and
   * without a sync; answers the key to go on from, or null if no row is left. For rows that nobody
   * writes or reads any more, such as those of a deleted table. Starting again from where the last
   * call ended saves the engine from walking over what it has just removed.
   */
  CompletionStage<byte @Nullable []> removeRows(KeyRange range, int maxRows);

  /** Waits for calls under way, then releases the directory. Later calls fail. Idempotent. */
  @Override
  void close();

  /** When a write counts as done. */
  enum Durability {
    SYNCED,
    BUFFERED
  }

  /** Which end of a range a scan starts at. */
  enum Direction {
    FORWARD,
    BACKWARD
  }

  /** Sees rows in order. */
  @FunctionalInterface
  interface RowVisitor {
    /** Returns false to end the scan after this row. */
    boolean row(byte[] key, byte[] value);
  }

  /** Receives rows in order, each with the row that it is joined to. */
  interface JoinedRowVisitor {
    /** Returns the key of the row to read together with this one. */
    byte[] joinedKey(byte[] key, byte[] value);

    /**
     * Receives a row and the row it is joined to, null if there is none. Returns false to end the
     * scan after this row.
     */
    boolean row(byte[] key, byte[] value, byte @Nullable [] joined);
  }

  /** Sees log entries in order. */
  @FunctionalInterface
  interface LogVisitor {
    /** Returns false to end the read after this entry. */
    boolean entry(long nr, byte[] bytes);
  }
}
