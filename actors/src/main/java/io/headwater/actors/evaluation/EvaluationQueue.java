package io.headwater.actors.evaluation;

import io.headwater.actors.model.DynamoDbError;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ErrorCode;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;

/**
 * Where requests wait for a thread for work of more than about a millisecond. The queue is bounded:
 * a request that waited behind many others would be answered after its client gave it up.
 */
public final class EvaluationQueue implements Executor {
  static final int MAX_WAITING = 256;

  private static final DynamoDbError FULL =
      DynamoDbError.of(
          ErrorCode.THROTTLING,
          "Too many large requests are waiting for a processor. Retry the request.");

  private final Executor threads;
  private final AtomicInteger waiting = new AtomicInteger();

  EvaluationQueue(Executor threads) {
    this.threads = threads;
  }

  /** A queue in front of the threads of a system. */
  public static EvaluationQueue of(ActorSystem<?> system) {
    return new EvaluationQueue(threadsOf(system));
  }

  /** The threads of a system, for work that is bounded otherwise. */
  public static Executor threadsOf(ActorSystem<?> system) {
    return system
        .dispatchers()
        .lookup(DispatcherSelector.fromConfig("headwater.evaluation-dispatcher"));
  }

  /**
   * Has a task run.
   *
   * @throws DynamoDbException a ThrottlingException if {@value #MAX_WAITING} tasks wait already
   */
  @Override
  public void execute(Runnable task) {
    if (waiting.incrementAndGet() > MAX_WAITING) {
      waiting.decrementAndGet();
      throw new DynamoDbException(FULL);
    }
    threads.execute(() -> {
      waiting.decrementAndGet();
      task.run();
    });
  }
}
