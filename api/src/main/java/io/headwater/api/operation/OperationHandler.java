package io.headwater.api.operation;

import io.headwater.api.protocol.Answer;
import io.headwater.api.protocol.Structure;
import java.util.concurrent.CompletionStage;

/** Serves one operation. One implementation per operation, named after it. */
public interface OperationHandler {
  /**
   * Answers a request whose types and model constraints are checked.
   *
   * @throws io.headwater.actors.model.DynamoDbException for what is refused; the stage may fail
   *     with one as well
   */
  CompletionStage<Answer> handle(Structure request, Call call);

  /** Reports whether the operation changes nothing, so that it can be refused after it was done. */
  default boolean onlyReads() {
    return false;
  }
}
