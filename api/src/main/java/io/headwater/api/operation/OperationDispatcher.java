package io.headwater.api.operation;

import io.headwater.actors.model.DynamoDbError;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ErrorCode;
import io.headwater.api.auth.Authenticator;
import io.headwater.api.auth.SignatureFields;
import io.headwater.api.protocol.Answer;
import io.headwater.api.protocol.ArnRules;
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
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Brings a call to the operation that it names. The checks, in DynamoDB's order: the body is JSON,
 * the operation is known, the signature, the body is there, the members' types, the model's
 * constraints, the ARNs, then the operation's own.
 */
public final class OperationDispatcher {
  private static final DynamoDbError UNKNOWN_OPERATION =
      DynamoDbError.of(ErrorCode.UNKNOWN_OPERATION, "");

  /** Items whose JSON takes about a millisecond to write (bytes). */
  private static final long LONG_WORK_BYTES = 128 * 1024;

  private final Map<String, Operation> operations;
  private final Authenticator authenticator;
  private final ArnRules arnRules;
  private final Executor longWork;

  /**
   * A dispatcher of some operations.
   *
   * @param longWork where large responses are written
   */
  public OperationDispatcher(
      Collection<Operation> operations,
      Authenticator authenticator,
      ArnRules arnRules,
      Executor longWork) {
    this.arnRules = arnRules;
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
   * @param body the request's JSON; empty if there was none
   * @param call its memory is raised by what the request and its answer take
   * @throws DynamoDbException for what is refused; the stage may fail with one as well
   */
  public CompletionStage<ByteString> dispatch(
      @Nullable String target, SignatureFields signature, ByteString body, Call call) {
    Operation operation = target == null ? null : operations.get(target);
    if (operation == null) {
      throw refusal(UNKNOWN_OPERATION, body);
    }
    DynamoDbError badSignature = authenticator.check(signature);
    if (badSignature != null) {
      throw refusal(badSignature, body);
    }
    Structure request = RequestReader.read(operation.shape().input(), body, call.memory());
    ConstraintChecker.check(operation.shape(), request);
    arnRules.check(request);
    OperationHandler handler = operation.handler();
    // What was changed cannot be refused any more, so its answer is written whatever it takes.
    LongConsumer reserve = handler.onlyReads() ? call.memory()::add : call.memory()::addBeyondLimit;
    return handler.handle(request, call).thenCompose(answer -> write(answer, reserve));
  }

  private CompletionStage<ByteString> write(Answer answer, LongConsumer reserve) {
    long heldBytes = answer.heldBytes();
    if (heldBytes == 0) {
      // A page of items is as long as its JSON.
      return CompletableFuture.completedFuture(
          JsonText.write(answer, length -> reserve.accept(2 * length)));
    }
    return heldBytes <= LONG_WORK_BYTES
        ? CompletableFuture.completedFuture(JsonText.write(answer, reserve))
        : CompletableFuture.supplyAsync(() -> JsonText.write(answer, reserve), longWork);
  }

  /** Malformed JSON is told before a bad target or signature. */
  private static DynamoDbException refusal(DynamoDbError error, ByteString body) {
    return new DynamoDbException(
        body.isEmpty() || JsonText.isWellFormed(body) ? error : RequestReader.NOT_JSON);
  }
}
