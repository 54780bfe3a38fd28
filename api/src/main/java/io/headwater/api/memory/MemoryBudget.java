package io.headwater.api.memory;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes of heap that all requests in flight may take together, and how many are reserved.
 *
 * <p>The larger a request, the smaller the part of the budget that it and its like may fill. So
 * large bodies, however many are sent, leave room for small requests.
 */
public final class MemoryBudget {
  /** A GetItem, or a PutItem of a few KB (bytes reserved). */
  static final long SMALL = 32 * 1024;

  /** A request of up to some 80 KB (bytes reserved). */
  static final long MEDIUM = 256 * 1024;

  /** A page of Query or Scan, or a request of about 1 MB (bytes reserved). */
  static final long LARGE = 4 * 1024 * 1024;

  private final long totalBytes;
  private final AtomicLong reservedBytes = new AtomicLong();

  public MemoryBudget(long totalBytes) {
    this.totalBytes = totalBytes;
  }

  /** A share of the largest heap of this JVM. */
  public static MemoryBudget ofHeap(double share) {
    return new MemoryBudget((long) (Runtime.getRuntime().maxMemory() * share));
  }

  /** Opens a reservation of nothing, to be raised as a request takes memory. */
  public Reservation open() {
    return new Reservation(this);
  }

  public long reservedBytes() {
    return reservedBytes.get();
  }

  /**
   * Adds to a reservation if the budget allows it.
   *
   * @param requestBytes what the request would have reserved then, which decides its limit
   */
  boolean tryAdd(long bytes, long requestBytes) {
    if (reservedBytes.addAndGet(bytes) <= limitFor(requestBytes)) {
      return true;
    }
    reservedBytes.addAndGet(-bytes);
    return false;
  }

  void add(long bytes) {
    reservedBytes.addAndGet(bytes);
  }

  private long limitFor(long requestBytes) {
    if (requestBytes <= SMALL) {
      return totalBytes;
    }
    if (requestBytes <= MEDIUM) {
      return totalBytes / 8 * 7;
    }
    return requestBytes <= LARGE ? totalBytes / 4 * 3 : totalBytes / 2;
  }
}
