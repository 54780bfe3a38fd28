package io.headwater.api.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Fails the answers that are not there in time. One look at all requests under way every so often
 * costs less than a timer for each, nearly all of which would be cancelled; an answer is failed up
 * to one look too late.
 */
final class RequestDeadlines {
  /** Looks in the time that a request may take. */
  private static final int LOOKS = 20;

  private static final Duration LEAST_INTERVAL = Duration.ofMillis(10);

  private final Duration timeout;
  private final LongSupplier nanoTime;
  private final Set<UnderWay> requests = ConcurrentHashMap.newKeySet();

  /**
   * Deadlines that somebody looks at.
   *
   * @param nanoTime counts up, in nanoseconds
   */
  RequestDeadlines(Duration timeout, LongSupplier nanoTime) {
    this.timeout = timeout;
    this.nanoTime = nanoTime;
  }

  /** A request that is not answered yet. Compared by identity: each is one of its own. */
  final class UnderWay {
    private final CompletableFuture<?> answer;
    private final long startedNanos;

    private UnderWay(CompletableFuture<?> answer, long startedNanos) {
      this.answer = answer;
      this.startedNanos = startedNanos;
    }

    /** To be called when the request is answered, whatever with. */
    void end() {
      requests.remove(this);
    }
  }

  /** Has an answer failed with a {@link TimeoutException} if it is not ended in time. */
  UnderWay begin(CompletableFuture<?> answer) {
    var request = new UnderWay(answer, nanoTime.getAsLong());
    requests.add(request);
    return request;
  }

  /** How long after one look the next is due. */
  Duration interval() {
    Duration interval = timeout.dividedBy(LOOKS);
    return interval.compareTo(LEAST_INTERVAL) < 0 ? LEAST_INTERVAL : interval;
  }

  /** Fails what is late. */
  void look() {
    long nowNanos = nanoTime.getAsLong();
    for (UnderWay request : requests) {
      if (nowNanos - request.startedNanos >= timeout.toNanos()) {
        request.answer.completeExceptionally(
            new TimeoutException("Not answered in " + timeout.toMillis() + " ms"));
        request.end();
      }
    }
  }

  /** How many requests are under way. */
  int count() {
    return requests.size();
  }
}
