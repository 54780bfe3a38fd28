package io.headwater.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class RequestDeadlinesTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private long nowNanos = Long.MAX_VALUE - 5; // The clock may run over its end.
  private final RequestDeadlines deadlines = new RequestDeadlines(TIMEOUT, () -> nowNanos);

  @Test
  void look_inTime_leavesTheRequestAlone() {
    var answer = new CompletableFuture<byte[]>();
    deadlines.begin(answer);

    nowNanos += TIMEOUT.toNanos() - 1;
    deadlines.look();

    assertThat(answer).isNotDone();
    assertThat(deadlines.count()).isEqualTo(1);
  }

  @Test
  void look_tooLate_failsTheRequestAndForgetsIt() {
    var late = new CompletableFuture<byte[]>();
    deadlines.begin(late);
    nowNanos += TIMEOUT.toNanos();
    var young = new CompletableFuture<byte[]>();
    deadlines.begin(young);

    deadlines.look();

    assertThatThrownBy(late::join).hasCauseInstanceOf(TimeoutException.class);
    assertThat(young).isNotDone();
    assertThat(deadlines.count()).isEqualTo(1);
  }

  @Test
  void end_answered_holdsTheRequestNoLonger() {
    var answer = new CompletableFuture<byte[]>();
    var request = deadlines.begin(answer);

    request.end();

    assertThat(deadlines.count()).isZero();
  }

  @Test
  void interval_shortTimeout_isNotLessThanTenMillis() {
    assertThat(deadlines.interval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(new RequestDeadlines(Duration.ofMillis(50), System::nanoTime).interval())
        .isEqualTo(Duration.ofMillis(10));
  }
}
