package io.headwater.api.operation;

import io.headwater.actors.model.DynamoDbError;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ErrorCode;
import io.headwater.api.auth.Authenticator;
import io.headwater.api.auth.SignatureFields;
import io.headwater.api.memory.Reservation;
import io.headwater.api.protocol.Answer;
import io.headwater.api.protocol.ConstraintChecker;
import io.headwater.api.protocol.JsonText;
import io.headwater.api.protocol.RequestReader;
import io.headwater.api.protocol.Structure;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Brings a call to the operation that it names. The checks, in DynamoDB's order: the body is JSON,
 * the operation is known, the signature, the body is there, the members' types, the model's
 * constraints, then the operation's own.
 */
public final class OperationDispatcher {
  private static final DynamoDbError UNKNOWN_OPERATION =
      DynamoDbError.of(ErrorCode.UNKNOWN_OPERATION, "");

  /** Items whose JSON takes about a millisecond to write (bytes). */
  private static final long LONG_WORK_BYTES = 128 * 1024;

  private final Map<String, Operation> operations;
  private final Authenticator authenticator;
  private final Executor longWork;

  /**
   * A dispatcher of some operations.
   *
   * @param longWork where large responses are written
   */
  public OperationDispatcher(
      Collection<Operation> operations, Authenticator authenticator, Executor longWork) {
    this.longWork = longWork;
    this.operations =
        operations.stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    operation -> operation.shape().target(), Function.identity()));
    this.authenticator = authenticator;
  }

  /**
   * Answers a call with the JSON of its result.
   *
   * @param target the operation's full name, null if the request has none
   * @param host the host, and port, that the request was sent to
   * @param body the request's JSON; empty if there was none
   * @param memory is raised by what the request and its answer take
   * @throws DynamoDbException for what is refused; the stage may fail with one as well
   */
  public CompletionStage<byte[]> dispatch(
      @Nullable String target,
      SignatureFields signature,
      @Nullable String host,
      byte[] body,
      Reservation memory) {
    Operation operation = target == null ? null : operations.get(target);
    if (operation == null) {
      throw refusal(UNKNOWN_OPERATION, body);
    }
    DynamoDbError badSignature = authenticator.check(signature);
    if (badSignature != null) {
      throw refusal(badSignature, body);
    }
    Structure request = RequestReader.read(operation.shape().input(), body, memory);
    ConstraintChecker.check(operation.shape(), request);
    OperationHandler handler = operation.handler();
    // What was changed cannot be refused any more, so its answer is written whatever it takes.
    LongConsumer reserve = handler.onlyReads() ? memory::add : memory::addBeyondLimit;
    return handler.handle(request, host).thenCompose(answer -> write(answer, reserve));
  }

  /** An answer that waits for its turn has reserved what it holds meanwhile. */
  private CompletionStage<byte[]> write(Answer answer, LongConsumer reserve) {
    long heldBytes = answer.heldBytes();
    if (heldBytes <= LONG_WORK_BYTES) {
      return CompletableFuture.completedFuture(JsonText.write(answer, reserve));
    }
    reserve.accept(heldBytes);
    return CompletableFuture.supplyAsync(() -> JsonText.write(answer, reserve), longWork);
  }

  /** Malformed JSON is told before a bad target or signature. */
  private static DynamoDbException refusal(DynamoDbError error, byte[] body) {
    return new DynamoDbException(
        body.length == 0 || JsonText.isWellFormed(body) ? error : RequestReader.NOT_JSON);
  }
}
