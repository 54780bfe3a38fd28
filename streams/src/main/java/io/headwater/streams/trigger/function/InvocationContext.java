package io.headwater.streams.trigger.function;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a function in this process can ask about its call. */
@SuppressWarnings("NullAway") // Identity and client context are null in calls by event sources.
final class InvocationContext implements Context {
  private static final String VERSION = "$LATEST";
  private static final int BYTES_PER_MEBIBYTE = 1 << 20;

  private final String functionName;
  private final String functionArn;
  private final String requestId;
  private final Instant deadline;
  private final InstantSource clock;

  InvocationContext(
      String functionName,
      String functionArn,
      String requestId,
      Instant deadline,
      InstantSource clock) {
    this.functionName = functionName;
    this.functionArn = functionArn;
    this.requestId = requestId;
    this.deadline = deadline;
    this.clock = clock;
  }

  @Override
  public String getAwsRequestId() {
    return requestId;
  }

  @Override
  public String getLogGroupName() {
    return "/aws/lambda/" + functionName;
  }

  @Override
  public String getLogStreamName() {
    return VERSION;
  }

  @Override
  public String getFunctionName() {
    return functionName;
  }

  @Override
  public String getFunctionVersion() {
    return VERSION;
  }

  @Override
  public String getInvokedFunctionArn() {
    return functionArn;
  }

  @Override
  public @Nullable CognitoIdentity getIdentity() {
    return null;
  }

  @Override
  public @Nullable ClientContext getClientContext() {
    return null;
  }

  @Override
  public int getRemainingTimeInMillis() {
    long millis = Duration.between(clock.instant(), deadline).toMillis();
    return Math.clamp(millis, 0, Integer.MAX_VALUE);
  }

  /** The heap of the process: a function has none of its own. */
  @Override
  public int getMemoryLimitInMB() {
    return (int) (Runtime.getRuntime().maxMemory() / BYTES_PER_MEBIBYTE);
  }

  @Override
  public LambdaLogger getLogger() {
    return new FunctionLogger(LoggerFactory.getLogger("headwater.function." + functionName));
  }

  private record FunctionLogger(Logger logger) implements LambdaLogger {
    @Override
    public void log(String message) {
      logger.info("{}", message.stripTrailing());
    }

    @Override
    public void log(byte[] message) {
      log(new String(message, StandardCharsets.UTF_8));
    }
  }
}
