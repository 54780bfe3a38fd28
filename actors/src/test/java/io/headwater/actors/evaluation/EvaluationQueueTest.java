package io.headwater.actors.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ErrorCode;
import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;

final class EvaluationQueueTest {
  private final ArrayDeque<Runnable> threads = new ArrayDeque<>();
  private final EvaluationQueue queue = new EvaluationQueue(threads::add);

  @Test
  void execute_asManyWaitAsMay_isThrottledUntilOneRuns() {
    var done = new int[1];
    for (int i = 0; i < EvaluationQueue.MAX_WAITING; i++) {
      queue.execute(() -> done[0]++);
    }

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> queue.execute(() -> done[0]++))
          .isInstanceOfSatisfying(
              DynamoDbException.class,
              e -> assertThat(e.error().code()).isEqualTo(ErrorCode.THROTTLING));
    }
    threads.remove().run();
    queue.execute(() -> done[0]++);
    threads.forEach(Runnable::run);

    assertThat(done[0]).isEqualTo(EvaluationQueue.MAX_WAITING + 1);
  }
}
