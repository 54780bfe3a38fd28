package io.headwater.api.operation;

import io.headwater.api.protocol.Answer;
import io.headwater.api.protocol.Structure;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Serves one operation. One implementation per operation, named after it. */
public interface OperationHandler {
  /**
   * Answers a request whose types and model constraints are checked.
   *
   * @throws io.headwater.actors.model.DynamoDbException for what is refused; the stage may fail
   *     with one as well
   */
  CompletionStage<Answer> handle(Structure request);

  /**
   * The same, for an operation that answers by where it was asked.
   *
   * @param host the host, and port, that the request was sent to; null if it does not say
   */
  default CompletionStage<Answer> handle(Structure request, @Nullable String host) {
    return handle(request);
  }

  /** Reports whether the operation changes nothing, so that it can be refused after it was done. */
  default boolean onlyReads() {
    return false;
  }
}
