package io.headwater.persistence.store;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts reads under way, by the time at which they began, so that what a read may still look at is
 * not taken away under it.
 *
 * <p>Reads enter the current period; {@link #turn} begins a new one. When all periods before it
 * have no reader left, none of them can have seen what was there only before the turn.
 */
final class Readers {
  private volatile Period current = new Period();

  /** Guarded by this; those that may have readers, the oldest first. */
  private final ArrayDeque<Period> ended = new ArrayDeque<>();

  /** A time in which reads begin. To be closed by each of them. */
  static final class Period implements AutoCloseable {
    private final AtomicInteger readers = new AtomicInteger();

    private Period() {}

    @Override
    public void close() {
      readers.decrementAndGet();
    }
  }

  Period enter() {
    while (true) {
      Period period = current;
      period.readers.incrementAndGet();
      if (period == current) {
        return period;
      }
      period.close(); // It ended meanwhile, and may have been seen without a reader.
    }
  }

  /** Begins a new period; answers the one that has just ended. */
  synchronized Period turn() {
    Period last = current;
    ended.add(last);
    current = new Period();
    return last;
  }

  /** Whether nobody reads any more who began in this period or before. */
  synchronized boolean haveLeft(Period period) {
    while (!ended.isEmpty() && ended.peek().readers.get() == 0) {
      if (ended.remove() == period) {
        return true;
      }
    }
    return !ended.contains(period);
  }

  /** Returns when nobody reads. No read may begin any more, or soon after. */
  void awaitAll() {
    Period last = turn();
    while (!haveLeft(last)) {
      Thread.onSpinWait();
    }
  }
}
