package io.headwater.api.memory;

import io.headwater.actors.model.DynamoDbError;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ErrorCode;

/**
 * The part of a {@link MemoryBudget} that one request holds. It is given back once, by {@link
 * #close}; what still works for the request then is stopped at its next step.
 */
public final class Reservation implements AutoCloseable {
  private static final DynamoDbError EXHAUSTED =
      DynamoDbError.of(
          ErrorCode.THROTTLING,
          "The memory for requests in flight is used up. Retry the request, or raise the server's"
              + " heap or headwater.http.memory-share.");

  private final MemoryBudget budget;
  private long bytes;

  /** The part of {@link #bytes} that was reserved ahead and is not taken yet. */
  private long aheadBytes;

  private boolean closed;

  Reservation(MemoryBudget budget) {
    this.budget = budget;
  }

  /**
   * Reserves more, of what was reserved ahead first.
   *
   * @throws DynamoDbException a ThrottlingException if the budget does not allow it
   */
  public synchronized void add(long more) {
    reserve(more - takeAhead(more));
  }

  /**
   * Reserves what later calls of {@link #add} will take, so that work is refused before it begins
   * and not when most of it is done.
   *
   * @throws DynamoDbException a ThrottlingException if the budget does not allow it
   */
  public synchronized void addAhead(long more) {
    reserve(more);
    aheadBytes += more;
  }

  private void reserve(long more) {
    if (closed || (more > 0 && !budget.tryAdd(more, bytes + more))) {
      throw new DynamoDbException(EXHAUSTED);
    }
    bytes += more;
  }

  /** Reserves more whatever the budget, for the result of what was done already. */
  public synchronized void addBeyondLimit(long more) {
    if (!closed) {
      long beyond = more - takeAhead(more);
      budget.add(beyond);
      bytes += beyond;
    }
  }

  private long takeAhead(long wanted) {
    long taken = Math.min(aheadBytes, wanted);
    aheadBytes -= taken;
    return taken;
  }

  /**
   * Reserves up to so many bytes in total.
   *
   * @throws DynamoDbException a ThrottlingException if the budget does not allow it
   */
  public synchronized void raiseTo(long total) {
    if (total > bytes) {
      add(total - bytes);
    }
  }

  /** Gives back what is beyond so many bytes, and what is left of what was reserved ahead. */
  public synchronized void lowerTo(long total) {
    aheadBytes = 0;
    if (!closed && total < bytes) {
      budget.add(total - bytes);
      bytes = total;
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      aheadBytes = 0;
      budget.add(-bytes);
      bytes = 0;
    }
  }
}
