package io.headwater.persistence.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Every outcome of work is its stage's, so that no caller is left without one. */
class EngineCallsTest {
  @Test
  void perform_anyFailure_failsTheStage() {
    assertFails(
        EngineCalls.perform(() -> {
          throw new InternalError("the test's");
        }),
        InternalError.class);
    assertFails(
        EngineCalls.perform(() -> {
          throw new IllegalStateException("the test's");
        }),
        IllegalStateException.class);
    assertFails(
        EngineCalls.perform(() -> {
          throw new IOException("the test's");
        }),
        StoreCorruptionException.class);
  }

  @Test
  void answer_anyFailure_failsTheStage() {
    assertFails(
        EngineCalls.answer(() -> {
          throw new InternalError("the test's");
        }),
        InternalError.class);
    assertFails(
        EngineCalls.answer(() -> {
          throw new IllegalStateException("the test's");
        }),
        IllegalStateException.class);
    assertFails(
        EngineCalls.answer(() -> {
          throw new IOException("the test's");
        }),
        StoreCorruptionException.class);
  }

  private static void assertFails(
      CompletionStage<?> stage, Class<? extends Throwable> expectedCause) {
    assertThatThrownBy(() -> stage.toCompletableFuture().join()).hasCauseInstanceOf(expectedCause);
  }
}
