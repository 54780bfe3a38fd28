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
  private boolean closed;

  Reservation(MemoryBudget budget) {
    this.budget = budget;
  }

  /**
   * Reserves more.
   *
   * @throws DynamoDbException a ThrottlingException if the budget does not allow it
   */
  public synchronized void add(long more) {
    if (closed || !budget.tryAdd(more, bytes + more)) {
      throw new DynamoDbException(EXHAUSTED);
    }
    bytes += more;
  }

  /** Reserves more whatever the budget, for the result of what was done already. */
  public synchronized void addBeyondLimit(long more) {
    if (!closed) {
      budget.add(more);
      bytes += more;
    }
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

  /** Gives back what is beyond so many bytes. */
  public synchronized void lowerTo(long total) {
    if (!closed && total < bytes) {
      budget.add(total - bytes);
      bytes = total;
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      budget.add(-bytes);
      bytes = 0;
    }
  }
}
