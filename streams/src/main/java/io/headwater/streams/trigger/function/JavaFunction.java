package io.headwater.streams.trigger.function;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A handler class in this process.
 *
 * <p>A thread can't be killed. So a call that outlasts the time-out is interrupted and has failed,
 * but its stage completes only when the handler returns: a second call of the same shard would
 * otherwise run beside the first.
 */
final class JavaFunction implements StreamFunction {
  private static final Logger LOG = LoggerFactory.getLogger(JavaFunction.class);

  private final Identity identity;
  private final RequestHandler<DynamodbEvent, ?> handler;
  private final ExecutorService threads;
  private final ScheduledExecutorService alarms;
  private final Duration timeout;
  private final InstantSource clock;

  /** What a function is called, and the region that its records name. */
  record Identity(String name, String arn, String awsRegion) {}

  JavaFunction(
      Identity identity,
      RequestHandler<DynamodbEvent, ?> handler,
      ExecutorService threads,
      ScheduledExecutorService alarms,
      Duration timeout,
      InstantSource clock) {
    this.identity = identity;
    this.handler = handler;
    this.threads = threads;
    this.alarms = alarms;
    this.timeout = timeout;
    this.clock = clock;
  }

  @Override
  public CompletionStage<Void> invoke(Invocation invocation) {
    var result = new CompletableFuture<Void>();
    try {
      threads.execute(() -> run(invocation, result));
    } catch (RejectedExecutionException e) {
      result.completeExceptionally(e);
    }
    return result;
  }

  private void run(Invocation invocation, CompletableFuture<Void> result) {
    var call = new Call(Thread.currentThread());
    var alarm = alarms.schedule(() -> timeOut(call), timeout.toMillis(), TimeUnit.MILLISECONDS);
    try {
      handler.handleRequest(LambdaEvents.event(invocation, identity.awsRegion()), context());
      if (call.endInTime()) {
        result.complete(null);
      } else {
        result.completeExceptionally(
            new FunctionFailedException("timed out after " + timeout.toMillis() + " ms", null));
      }
    } catch (Throwable failure) { // User code, whatever it throws, fails its own call only.
      call.endInTime();
      result.completeExceptionally(new FunctionFailedException(failure.toString(), failure));
    } finally {
      alarm.cancel(false);
    }
  }

  private InvocationContext context() {
    return new InvocationContext(
        identity.name(),
        identity.arn(),
        UUID.randomUUID().toString(),
        clock.instant().plus(timeout),
        clock);
  }

  private void timeOut(Call call) {
    if (call.interrupt()) {
      LOG.warn(
          "Function {} was interrupted after {} ms; its batch is retried once it returns",
          identity.name(),
          timeout.toMillis());
    }
  }

  /** Sees to it that an interrupt reaches the call that it is meant for, and no later one. */
  private static final class Call {
    private final Thread thread;
    private boolean ended;
    private boolean interrupted;

    Call(Thread thread) {
      this.thread = thread;
    }

    synchronized boolean interrupt() {
      if (ended) {
        return false;
      }
      interrupted = true;
      thread.interrupt();
      return true;
    }

    synchronized boolean endInTime() {
      ended = true;
      if (interrupted) {
        Thread.interrupted(); // The thread goes back to the pool with a clean slate.
      }
      return !interrupted;
    }
  }
}
