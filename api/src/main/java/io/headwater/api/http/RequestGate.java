package io.headwater.api.http;

import io.headwater.actors.model.Bytes;
import io.headwater.actors.model.DynamoDbError;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ErrorCode;
import io.headwater.api.operation.OperationDispatcher;
import io.headwater.api.protocol.ErrorBody;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what a request is and has it answered; the rules are DynamoDB's (validation-and-errors
 * §1).
 *
 * <p>The order of checks: body size (413), method and content type (404), then whatever the
 * dispatcher finds.
 */
public final class RequestGate {
  private static final Logger LOGGER = LoggerFactory.getLogger(RequestGate.class);
  private static final String ROOT = "/";
  private static final String INTERNAL_ERROR_MESSAGE =
      "The request processing has failed because of an unknown error, exception or failure.";

  private final ActorSystem<?> system;
  private final HttpSettings settings;
  private final OperationDispatcher dispatcher;
  private final List<PathHandler> pathHandlers;
  private final ResponseFactory responses;

  public RequestGate(
      ActorSystem<?> system,
      HttpSettings settings,
      String region,
      OperationDispatcher dispatcher,
      List<PathHandler> pathHandlers) {
    this.system = system;
    this.settings = settings;
    this.dispatcher = dispatcher;
    this.pathHandlers = List.copyOf(pathHandlers);
    this.responses = new ResponseFactory(region, new RequestIds(ThreadLocalRandom::current));
  }

  /** Answers a request. The stage never fails. */
  public CompletionStage<HttpResponse> answer(HttpRequest request) {
    RequestHeaders headers = RequestHeaders.of(request);
    String path = request.getUri().path();
    PathHandler pathHandler = pathHandler(path);
    if (pathHandler != null) {
      return body(request)
          .thenCompose(body -> pathHandler.handle(pathRequest(request, path, body)))
          .handle((response, failure) -> pathResponse(headers, response, failure));
    }
    if (path.equals(ROOT)
        && request.method().equals(HttpMethods.POST)
        && ContentTypeRule.accepts(request)) {
      return call(request, headers);
    }
    request.discardEntityBytes(system);
    return CompletableFuture.completedFuture(
        !path.equals(ROOT)
            ? responses.unknown(headers)
            : responses.withoutCall(request.method(), headers));
  }

  private CompletionStage<HttpResponse> call(HttpRequest request, RequestHeaders headers) {
    boolean plainJson = ContentTypeRule.isPlainJson(request);
    if (request.entity() instanceof HttpEntity.Strict strict) {
      return call(request, headers, strict.getData().toArrayUnsafe())
          .handle((body, failure) -> response(headers, plainJson, body, failure));
    }
    return body(request)
        .thenCompose(body -> call(request, headers, body))
        .handle((body, failure) -> response(headers, plainJson, body, failure));
  }

  private CompletionStage<byte[]> call(HttpRequest request, RequestHeaders headers, byte[] body) {
    try {
      var answer =
          dispatcher
              .dispatch(headers.target(), headers.signatureFields(request.getUri()), body)
              .toCompletableFuture();
      return answer.isDone()
          ? answer
          : answer.orTimeout(settings.requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletionStage<byte[]> body(HttpRequest request) {
    return request
        .entity()
        .toStrict(settings.bodyTimeout().toMillis(), settings.maxContentLengthBytes(), system)
        .thenApply(strict -> strict.getData().toArrayUnsafe());
  }

  private HttpResponse response(
      RequestHeaders headers,
      boolean plainJson,
      byte @Nullable [] body,
      @Nullable Throwable failure) {
    if (body != null) {
      return responses.json(headers, plainJson, 200, body);
    }
    Throwable cause = causeOf(failure);
    if (cause instanceof EntityStreamSizeException) {
      return responses.tooLarge();
    }
    DynamoDbError error = errorOf(cause);
    return responses.json(headers, plainJson, error.code().httpStatus(), ErrorBody.of(error));
  }

  private HttpResponse pathResponse(
      RequestHeaders headers, @Nullable PathResponse response, @Nullable Throwable failure) {
    if (response != null) {
      return responses.path(headers, response);
    }
    Throwable cause = causeOf(failure);
    if (cause instanceof EntityStreamSizeException) {
      return responses.tooLarge();
    }
    DynamoDbError error = errorOf(cause);
    return responses.json(headers, true, error.code().httpStatus(), ErrorBody.of(error));
  }

  /** What the client is told; what is no error of the client's is logged. */
  private static DynamoDbError errorOf(@Nullable Throwable cause) {
    if (cause instanceof DynamoDbException refused) {
      return refused.error();
    }
    if (cause instanceof TimeoutException) {
      LOGGER.warn("A request was not answered in time");
    } else {
      LOGGER.error("A request failed", cause);
    }
    return DynamoDbError.of(ErrorCode.INTERNAL, INTERNAL_ERROR_MESSAGE);
  }

  private static @Nullable Throwable causeOf(@Nullable Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private @Nullable PathHandler pathHandler(String path) {
    if (path.length() == 1) {
      return null;
    }
    for (PathHandler handler : pathHandlers) {
      if (path.startsWith(handler.pathPrefix())) {
        return handler;
      }
    }
    return null;
  }

  private static PathRequest pathRequest(HttpRequest request, String path, byte[] body) {
    return new PathRequest(
        request.method().value(), path, request.getUri().query().toMap(), Bytes.ofOwned(body));
  }
}
