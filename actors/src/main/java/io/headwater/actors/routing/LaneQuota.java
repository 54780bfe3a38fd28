package io.headwater.actors.routing;

import io.headwater.actors.partition.Write;
import io.headwater.actors.partition.WriteResult;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what waits for a partition or is under way to it, in writes and in bytes of changes; any
 * thread takes, the lane gives back. Twice a batch is the bound: one under way, one behind it.
 *
 * <p>What an update or a removal will change is not known before it is decided. They are counted as
 * the largest item of the last batch, which follows a table's items quickly and costs no read.
 */
final class LaneQuota {
  /** What a write costs at least, in bytes, for its key and its place in the commit. */
  private static final int LEAST_COST_BYTES = 512;

  private final int maxWrites;
  private final long maxBytes;
  private final AtomicInteger writes = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private volatile int recentLargestItemBytes;

  LaneQuota(RoutingSettings settings) {
    this.maxWrites = 2 * settings.maxBatchWrites();
    this.maxBytes = 2L * settings.maxBatchBytes();
  }

  int costBytesOf(Write write) {
    return LEAST_COST_BYTES
        + switch (write) {
          case Write.Put put -> put.item().bytes().length;
          case Write.Delete _, Write.UpdateItem _, Write.Expire _ -> recentLargestItemBytes;
          case Write.File _ -> 0;
        };
  }

  /** Takes a place for one write, unless too many wait; the first always gets one. */
  boolean tryTake(int costBytes) {
    int taken = writes.incrementAndGet();
    long takenBytes = bytes.addAndGet(costBytes);
    if (taken > 1 && (taken > maxWrites || takenBytes > maxBytes)) {
      giveBack(1, costBytes);
      return false;
    }
    return true;
  }

  void giveBack(int writeCount, long costBytes) {
    writes.addAndGet(-writeCount);
    bytes.addAndGet(-costBytes);
  }

  void learnFrom(List<WriteResult> results) {
    int largest = 0;
    for (WriteResult result : results) {
      if (result instanceof WriteResult.Done(var before, var after, _)) {
        largest = Math.max(largest, before == null ? 0 : before.bytes().length);
        largest = Math.max(largest, after == null ? 0 : after.bytes().length);
      }
    }
    recentLargestItemBytes = largest;
  }
}
