package io.headwater.actors.index;

import io.headwater.actors.feed.ChangeFeed;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What tells a feeder from other threads that there is something to do, and what it tells them of
 * how far it is. A signal is passed on once until the feeder takes it; more of them say nothing
 * more.
 */
final class FeedSignals implements AutoCloseable {
  private final AtomicBoolean hinted = new AtomicBoolean();
  private final AtomicBoolean hurried = new AtomicBoolean();
  private final IndexLag lag;
  private final String source;
  private final int indexNumber;
  private final IndexLag.Fed fed;
  private final ChangeFeed.Subscription subscription;

  /**
   * Begins to listen.
   *
   * @param hint run when the source may have new commits
   * @param hurry run when a reader waits for what the source has committed
   */
  FeedSignals(
      FeedEnvironment environment, String source, int indexNumber, Runnable hint, Runnable hurry) {
    this.lag = environment.lag();
    this.source = source;
    this.indexNumber = indexNumber;
    this.fed = lag.begin(source, indexNumber, () -> runOnce(hurried, hurry));
    this.subscription = environment.feed().onCommit(source, () -> runOnce(hinted, hint));
  }

  private static void runOnce(AtomicBoolean given, Runnable signal) {
    if (given.compareAndSet(false, true)) {
      signal.run();
    }
  }

  void takeHint() {
    hinted.set(false);
  }

  void takeHurry() {
    hurried.set(false);
  }

  /** See {@link IndexLag.Fed#through}. */
  void tellFedThrough(long commit, boolean logEnded) {
    fed.through(commit, logEnded);
  }

  @Override
  public void close() {
    subscription.close();
    lag.end(source, indexNumber, fed);
  }
}
