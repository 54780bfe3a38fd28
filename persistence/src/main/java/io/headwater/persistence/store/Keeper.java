package io.headwater.persistence.store;

import io.headwater.persistence.segment.Position;
import io.headwater.persistence.segment.SegmentLog;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store's own thread, off every writer's back: it takes checkpoints, so that a start has little
 * to apply again, and has the {@link Cleaner} give back room. It wakes when a segment is full, and
 * when the disk gets short of space: then it compacts without slack.
 */
final class Keeper {
  private static final Logger LOGGER = LoggerFactory.getLogger(Keeper.class);

  /** So many segments are applied again at a start after a crash, at most about. */
  private static final int SEGMENTS_PER_CHECKPOINT = 2;

  /** So many segments of garbage are always left, since they cost more to find than they hold. */
  private static final int SLACK_SEGMENTS = 4;

  /** How long to wait for reads before looking again whether a segment can be deleted. */
  private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** The pause between two searches for garbage while the disk is short of space, at least. */
  private static final long SEARCH_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** So many times as long as a search took is the pause after it, at least. */
  private static final int SEARCH_PAUSE_FACTOR = 8;

  private final SegmentStore store;
  private final Index index;
  private final SegmentLog segments;
  private final StoreDirectory directory;
  private final FreeSpace freeSpace;
  private final int segmentBytes;
  private final Cleaner cleaner;
  private final Thread thread;

  /** One for each retired segment; when its reads have ended, that one can be deleted. */
  private final ArrayDeque<Readers.Period> retired = new ArrayDeque<>();

  private volatile boolean stopped;
  private volatile long end;

  /** A pass without slack compacts the segments before this number; the thread's own. */
  private int passEnd;

  /** The end of the segments at the last search for garbage: without a write there is no more. */
  private long searchedEnd = -1;

  private long nextSearchNanos = System.nanoTime();

  /** The last one; the thread's own while it runs. */
  private Checkpoint checkpoint;

  Keeper(
      SegmentStore store,
      Index index,
      SegmentLog segments,
      StoreDirectory directory,
      FreeSpace freeSpace,
      int segmentBytes,
      Checkpoint checkpoint) {
    this.store = store;
    this.index = index;
    this.segments = segments;
    this.directory = directory;
    this.freeSpace = freeSpace;
    this.segmentBytes = segmentBytes;
    this.checkpoint = checkpoint;
    this.end = segments.end();
    this.cleaner = new Cleaner(store, index, segments, () -> stopped, retired::add);
    this.thread = Thread.ofPlatform().daemon().name("headwater-store-keeper").unstarted(this::run);
  }

  void start() {
    freeSpace.onShortage(() -> LockSupport.unpark(thread));
    thread.start();
  }

  /** The segments end here now. To be called by one thread at a time. */
  void written(long newEnd) {
    boolean newSegment = Position.segment(newEnd) != Position.segment(end);
    end = newEnd;
    if (newSegment) {
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    try {
      int seen = 0;
      while (!stopped) {
        int newest = Position.segment(end);
        if (newest != seen) {
          segments.adviseRandomReads(seen);
          seen = newest;
          work();
        } else if (retired.isEmpty() && mustReclaim()) {
          if (!reclaim()) {
            LockSupport.parkNanos(this, LOOK_AGAIN_NANOS);
          }
        } else if (retired.isEmpty()) {
          LockSupport.park(this);
        } else {
          LockSupport.parkNanos(this, LOOK_AGAIN_NANOS);
        }
        deleteRetired();
      }
    } catch (StoreBrokenException _) {
      // It was logged, and nothing is written any more.
    } catch (Throwable e) { // Without this thread nothing would bound the segments.
      store.breakBy(e);
    }
  }

  private void work() throws IOException {
    if (segments.distance(checkpoint.position(), end)
        >= (long) SEGMENTS_PER_CHECKPOINT * segmentBytes) {
      takeCheckpoint(store.forceAll());
    }
    try {
      cleaner.cleanIfDue(
          (long) SLACK_SEGMENTS * segmentBytes, Position.segment(checkpoint.position()));
    } catch (StoreBrokenException e) {
      throw e;
    } catch (IOException | RuntimeException | Error e) { // Nothing was moved; the next try may do.
      LOGGER.error("Cannot reclaim space in {}", directory.segments(), e);
    }
  }

  /** A pass goes on to its end, or the disk would soon be short of space again. */
  private boolean mustReclaim() {
    if (freeSpace.admission() != Admission.ALL) {
      return true;
    }
    searchedEnd = -1;
    return isInPass();
  }

  /**
   * Compacts the oldest segment if a pass over all of them reclaims space; the next one follows
   * when that one is deleted. Reports whether it did.
   */
  private boolean reclaim() {
    try {
      if (!freeSpace.allowsCompaction() || (!isInPass() && !beginPass())) {
        return false;
      }
      cleaner.clean(segments.oldest());
      if (!isInPass()) {
        searchedEnd = end; // What the pass itself wrote is no garbage.
      }
      return true;
    } catch (StoreBrokenException e) {
      throw e;
    } catch (IOException | RuntimeException | Error e) { // Nothing is lost; the next try may do.
      LOGGER.error("Cannot reclaim space in {}", directory.segments(), e);
      passEnd = 0;
      return false;
    }
  }

  private boolean isInPass() {
    return segments.oldest() < passEnd;
  }

  private boolean beginPass() throws IOException {
    long began = System.nanoTime();
    if (end == searchedEnd || began - nextSearchNanos < 0) {
      return false;
    }
    searchedEnd = end;
    boolean isReclaimable = cleaner.isReclaimable(segmentBytes);
    long now = System.nanoTime();
    nextSearchNanos = now + Math.max(SEARCH_PAUSE_NANOS, SEARCH_PAUSE_FACTOR * (now - began));
    if (isReclaimable) {
      takeCheckpoint(store.forceAll());
      passEnd = Position.segment(checkpoint.position());
    }
    return isInPass();
  }

  /** Notes that the index holds the segments up to a position, unless that is noted already. */
  void takeCheckpoint(long position) throws IOException {
    if (position != checkpoint.position()) {
      checkpoint = Checkpoint.take(index, position, checkpoint.oldestSegment(), directory);
    }
  }

  private void deleteRetired() throws IOException {
    while (!retired.isEmpty() && store.readersHaveLeft(retired.peek())) {
      retired.remove();
      checkpoint = checkpoint.withOldest(segments.oldest(), directory);
      store.deleteRetiredSegment();
    }
  }

  /** Returns when the thread has ended. */
  void stop() {
    stopped = true;
    LockSupport.unpark(thread);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true; // What it works on must not be closed under it.
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** To be called when all reads have ended. */
  void deleteRest() {
    try {
      deleteRetired();
    } catch (IOException e) {
      LOGGER.warn("Cannot delete an old segment in {}", directory.segments(), e);
    }
  }
}
