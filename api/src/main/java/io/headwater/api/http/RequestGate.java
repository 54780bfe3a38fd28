package io.headwater.api.http;

import io.headwater.actors.model.Bytes;
import io.headwater.actors.model.DynamoDbError;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ErrorCode;
import io.headwater.api.memory.MemoryBudget;
import io.headwater.api.memory.Reservation;
import io.headwater.api.operation.Call;
import io.headwater.api.operation.OperationDispatcher;
import io.headwater.api.protocol.ErrorBody;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.zip.ZipException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what a request is and has it answered; the rules are DynamoDB's (validation-and-errors
 * §1).
 *
 * <p>The order of checks: the length of the headers (400), the site that sent it (403), body size
 * (413), method and content type (404 or, of a path, 415), a compressed body that cannot be read
 * (InternalFailure) or is too long when decompressed (413), then whatever the dispatcher finds.
 */
public final class RequestGate {
  private static final Logger LOGGER = LoggerFactory.getLogger(RequestGate.class);
  private static final String ROOT = "/";

  /**
   * The longest body that is decoded on the thread of its connection (bytes): about a millisecond.
   * A longer one, or one that is to be inflated, would occupy a thread that other connections need.
   */
  private static final int MAX_INLINE_BODY_BYTES = 128 * 1024;

  private static final Duration THROTTLING_PAUSE = Duration.ofMillis(250);

  private final ActorSystem<?> system;
  private final HttpSettings settings;
  private final OperationDispatcher dispatcher;
  private final List<PathHandler> pathHandlers;
  private final CrossSiteRule crossSiteRule;
  private final ResponseFactory responses;
  private final MemoryBudget budget;
  private final BodyReader bodies;
  private final ResponseSender sender;
  private final RequestDeadlines deadlines;
  private final Executor longWork;

  public RequestGate(
      ActorSystem<?> system,
      HttpSettings settings,
      MemoryBudget budget,
      String region,
      OperationDispatcher dispatcher,
      List<PathHandler> pathHandlers,
      Executor longWork) {
    this.system = system;
    this.settings = settings;
    this.dispatcher = dispatcher;
    this.pathHandlers = List.copyOf(pathHandlers);
    this.crossSiteRule = new CrossSiteRule(settings);
    this.responses = new ResponseFactory(region, new RequestIds(ThreadLocalRandom::current));
    this.budget = budget;
    this.bodies = new BodyReader(system, settings);
    this.sender = new ResponseSender(settings.bodyTimeout());
    this.longWork = longWork;
    this.deadlines = new RequestDeadlines(settings.requestTimeout(), System::nanoTime);
    system
        .scheduler()
        .scheduleWithFixedDelay(
            deadlines.interval(), deadlines.interval(), deadlines::look, system.executionContext());
  }

  /** Answers a request. The stage never fails. */
  public CompletionStage<HttpResponse> answer(HttpRequest request) {
    RequestHeaders headers = RequestHeaders.of(request);
    boolean plainJson = ContentTypeRule.answersPlainJson(headers);
    if (headers.sizeBytes() > HttpEdge.MAX_HEAD_BYTES) {
      return withoutBody(request, responses.empty(StatusCodes.BAD_REQUEST));
    }
    String rejection = crossSiteRule.rejection(request);
    if (rejection != null) {
      return withoutBody(request, responses.forbidden(plainJson, rejection));
    }
    if (request.method().equals(HttpMethods.OPTIONS) && headers.origin() != null) {
      return withoutBody(request, responses.preflight(headers));
    }
    String path = request.getUri().path();
    PathHandler pathHandler = pathHandler(path);
    if (pathHandler != null) {
      return ContentTypeRule.acceptsPath(request, headers)
          ? withBody(
              request, headers, true, (body, _) -> servePath(pathHandler, request, headers, body))
          : withoutBody(request, responses.path(headers, pathHandler.unsupportedMediaType()));
    }
    if (path.equals(ROOT)
        && request.method().equals(HttpMethods.POST)
        && ContentTypeRule.acceptsCall(request, headers)) {
      return withBody(
          request,
          headers,
          plainJson,
          (body, memory) ->
              headers.hasCompressedBody()
                  ? serveCompressedCall(request, headers, body, memory)
                  : serveCall(request, headers, body, memory));
    }
    if (bodies.isKnownTooLong(request.entity())) {
      return withoutBody(request, responses.empty(StatusCodes.CONTENT_TOO_LARGE));
    }
    return withoutBody(
        request,
        path.equals(ROOT) && request.method().equals(HttpMethods.GET)
            ? responses.healthy(headers)
            : responses.unknown(headers));
  }

  private CompletionStage<HttpResponse> withoutBody(HttpRequest request, HttpResponse response) {
    return bodies.discard(request.entity()).handle((_, _) -> response);
  }

  /** Serves a request whose memory is reserved from before its body is read until it is sent. */
  private CompletionStage<HttpResponse> withBody(
      HttpRequest request, RequestHeaders headers, boolean plainJson, BodyHandler handler) {
    Reservation memory = budget.open();
    CompletionStage<ByteString> body;
    try {
      body = bodies.read(request.entity(), memory);
    } catch (DynamoDbException throttled) {
      memory.close();
      return withoutBody(request, refused(headers, plainJson, throttled.error()));
    }
    return body.handle((bytes, failure) ->
            bytes != null
                ? served(headers, plainJson, bytes, memory, handler)
                : CompletableFuture.completedFuture(
                    unreadableBody(headers, plainJson, causeOf(failure))))
        .thenCompose(Function.identity())
        .thenApply(response -> sender.sending(response, memory));
  }

  /** Serves a request whose body has been read. */
  private interface BodyHandler {
    CompletionStage<HttpResponse> handle(ByteString body, Reservation memory);
  }

  private HttpResponse unreadableBody(
      RequestHeaders headers, boolean plainJson, @Nullable Throwable cause) {
    return switch (cause) {
      case DynamoDbException e -> refused(headers, plainJson, e.error());
      case BodyTooLongException _ -> responses.empty(StatusCodes.CONTENT_TOO_LARGE);
      case TimeoutException _ -> responses.empty(StatusCodes.REQUEST_TIMEOUT);
      case null, default -> responses.empty(StatusCodes.BAD_REQUEST);
    };
  }

  /** Has a request served in time; the time in which it waits for a thread counts. */
  private CompletionStage<HttpResponse> served(
      RequestHeaders headers,
      boolean plainJson,
      ByteString body,
      Reservation memory,
      BodyHandler handler) {
    CompletableFuture<HttpResponse> answer;
    try {
      answer =
          headers.hasCompressedBody() || body.size() > MAX_INLINE_BODY_BYTES
              ? CompletableFuture.supplyAsync(() -> handler.handle(body, memory), longWork)
                  .thenCompose(Function.identity())
              : handler.handle(body, memory).toCompletableFuture();
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    if (!answer.isDone()) {
      var underWay = deadlines.begin(answer);
      answer = answer.whenComplete((_, _) -> underWay.end());
    }
    return answer.exceptionallyCompose(
        failure -> refusedInTime(headers, plainJson, errorOf(causeOf(failure))));
  }

  /**
   * Refuses a request, after a pause if this server has no memory or processor for it: what the
   * request has taken stays reserved while the garbage collector frees it, and a client that tries
   * again at once gets no more than its share.
   */
  private CompletableFuture<HttpResponse> refusedInTime(
      RequestHeaders headers, boolean plainJson, DynamoDbError error) {
    HttpResponse response = refused(headers, plainJson, error);
    if (error.code() != ErrorCode.THROTTLING) {
      return CompletableFuture.completedFuture(response);
    }
    var later = new CompletableFuture<HttpResponse>();
    system
        .scheduler()
        .scheduleOnce(THROTTLING_PAUSE, () -> later.complete(response), system.executionContext());
    return later;
  }

  private CompletionStage<HttpResponse> serveCompressedCall(
      HttpRequest request, RequestHeaders headers, ByteString body, Reservation memory) {
    ContentCoding coding = headers.bodyCoding();
    if (coding == null) {
      throw unreadable();
    }
    ByteString decompressed;
    try {
      decompressed = coding.decompress(body, settings.maxContentLengthBytes(), memory);
    } catch (BodyTooLongException e) {
      return CompletableFuture.completedFuture(responses.empty(StatusCodes.CONTENT_TOO_LARGE));
    } catch (ZipException e) {
      throw unreadable();
    }
    return serveCall(request, headers, decompressed, memory);
  }

  /** What DynamoDB answers to a body that it cannot decompress. */
  private static DynamoDbException unreadable() {
    return new DynamoDbException(DynamoDbError.of(ErrorCode.INTERNAL_FAILURE, ""));
  }

  private CompletionStage<HttpResponse> serveCall(
      HttpRequest request, RequestHeaders headers, ByteString body, Reservation memory) {
    boolean plainJson = ContentTypeRule.answersPlainJson(headers);
    return dispatcher
        .dispatch(
            headers.target(),
            headers.signatureFields(request.getUri()),
            body,
            new Call(headers.host(), memory))
        .thenApply(json -> responses.success(headers, plainJson, json));
  }

  private CompletionStage<HttpResponse> servePath(
      PathHandler handler, HttpRequest request, RequestHeaders headers, ByteString body) {
    var pathRequest =
        new PathRequest(
            request.method().value(),
            request.getUri().path(),
            request.getUri().query().toMap(),
            Bytes.ofOwned(body.toArrayUnsafe()));
    return handler.handle(pathRequest).thenApply(answer -> responses.path(headers, answer));
  }

  private HttpResponse refused(RequestHeaders headers, boolean plainJson, DynamoDbError error) {
    return responses.error(headers, plainJson, error.code().httpStatus(), ErrorBody.of(error));
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
    return DynamoDbError.internal();
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
}
