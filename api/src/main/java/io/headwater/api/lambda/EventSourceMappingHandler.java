package io.headwater.api.lambda;

import io.headwater.actors.model.ResourceArns;
import io.headwater.api.http.PathHandler;
import io.headwater.api.http.PathRequest;
import io.headwater.api.http.PathResponse;
import io.headwater.streams.trigger.EventSourceMapping;
import io.headwater.streams.trigger.EventSourceMapping.StartingPosition;
import io.headwater.streams.trigger.EventSourceMappings;
import io.headwater.streams.trigger.EventSourceMappings.NewMapping;
import io.headwater.streams.trigger.MappingDescription;
import io.headwater.streams.trigger.MappingUpdate;
import io.headwater.streams.trigger.TriggerError;
import io.headwater.streams.trigger.TriggerException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Create-, Get-, List-, Update- and DeleteEventSourceMapping.
 *
 * <p>Each path may end with a slash or not. A request is checked in this order: its JSON,
 * unsupported members, types and ranges, required members, then function, stream and mapping.
 */
public final class EventSourceMappingHandler implements PathHandler {
  private static final Logger LOG = LoggerFactory.getLogger(EventSourceMappingHandler.class);

  /** The version of the Lambda API that most of its paths begin with. */
  private static final String PREFIX = "/2015-03-31/";

  private static final String MAPPINGS = PREFIX + "event-source-mappings";

  private static final String FUNCTION_NAME = "FunctionName";
  private static final String EVENT_SOURCE_ARN = "EventSourceArn";
  private static final String BATCH_SIZE = "BatchSize";
  private static final String STARTING_POSITION = "StartingPosition";
  private static final String ENABLED = "Enabled";
  private static final Set<String> CREATE_MEMBERS =
      Set.of(FUNCTION_NAME, EVENT_SOURCE_ARN, BATCH_SIZE, STARTING_POSITION, ENABLED);
  private static final Set<String> UPDATE_MEMBERS = Set.of(FUNCTION_NAME, BATCH_SIZE, ENABLED);

  /** What MaxItems may be, and how many one page has at most. */
  private static final int MAX_ITEMS = 10_000;

  private static final int MAX_PAGE = 100;

  private static final int OK = 200;
  private static final int ACCEPTED = 202;
  private static final int UNSUPPORTED_MEDIA_TYPE = 415;

  private final EventSourceMappings mappings;
  private final LambdaResponses responses;

  public EventSourceMappingHandler(EventSourceMappings mappings, ResourceArns arns) {
    this.mappings = mappings;
    this.responses = new LambdaResponses(arns);
  }

  @Override
  public String pathPrefix() {
    return PREFIX;
  }

  @Override
  public CompletionStage<PathResponse> handle(PathRequest request) {
    CompletionStage<PathResponse> answer;
    try {
      answer = route(request);
    } catch (LambdaException | TriggerException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    return answer.exceptionally(EventSourceMappingHandler::refusal);
  }

  @Override
  public PathResponse unsupportedMediaType() {
    return LambdaResponses.error(
        UNSUPPORTED_MEDIA_TYPE,
        "UnsupportedMediaTypeException",
        "The content type of the request body is not JSON. Send Content-Type: application/json.");
  }

  private CompletionStage<PathResponse> route(PathRequest request) {
    String path = withoutFinalSlash(request.path());
    if (path.equals(MAPPINGS)) {
      return switch (request.method()) {
        case "POST" -> create(request);
        case "GET" -> list(request);
        default -> throw LambdaErrors.noSuchOperation(request.method(), request.path());
      };
    }
    if (!path.startsWith(MAPPINGS + "/")) {
      throw LambdaErrors.noSuchOperation(request.method(), request.path());
    }
    var id = mappingId(path.substring(MAPPINGS.length() + 1));
    return switch (request.method()) {
      case "GET" -> answer(OK, mappings.get(id));
      case "PUT" -> answer(ACCEPTED, mappings.update(id, update(request)));
      case "DELETE" -> answer(ACCEPTED, mappings.delete(id));
      default -> throw LambdaErrors.noSuchOperation(request.method(), request.path());
    };
  }

  private CompletionStage<PathResponse> create(PathRequest request) {
    var members = RequestMembers.read(request.body(), CREATE_MEMBERS);
    var batchSize = batchSize(members);
    var enabled = members.truth(ENABLED);
    var functionName = required(members, FUNCTION_NAME);
    var streamArn = members.text(EVENT_SOURCE_ARN);
    var startingPosition = required(members, STARTING_POSITION);
    if (streamArn == null) {
      throw LambdaErrors.invalid("Unrecognized event source.");
    }
    return answer(
        ACCEPTED,
        mappings.create(
            new NewMapping(
                functionName,
                streamArn,
                startingPosition(startingPosition, streamArn),
                batchSize == null ? EventSourceMapping.DEFAULT_BATCH_SIZE : batchSize,
                enabled == null || enabled)));
  }

  private static MappingUpdate update(PathRequest request) {
    var members = RequestMembers.read(request.body(), UPDATE_MEMBERS);
    return new MappingUpdate(
        members.text(FUNCTION_NAME), batchSize(members), members.truth(ENABLED));
  }

  private CompletionStage<PathResponse> list(PathRequest request) {
    var maxItems = parameter(request, "MaxItems");
    int pageSize =
        maxItems == null
            ? MAX_PAGE
            : Math.min(LambdaErrors.checkedNumber("MaxItems", maxItems, 1, MAX_ITEMS), MAX_PAGE);
    var marker = parameter(request, "Marker");
    return mappings
        .list(parameter(request, FUNCTION_NAME), parameter(request, EVENT_SOURCE_ARN))
        .thenApply(all -> page(all, marker, pageSize));
  }

  /** The marker is the id of the last mapping shown; mappings come in the order of their ids. */
  private PathResponse page(List<MappingDescription> all, @Nullable String marker, int pageSize) {
    var rest =
        all.stream()
            .filter(one -> marker == null || one.mapping().id().toString().compareTo(marker) > 0)
            .toList();
    if (rest.size() <= pageSize) {
      return responses.mappings(rest, null);
    }
    var page = rest.subList(0, pageSize);
    return responses.mappings(page, page.getLast().mapping().id().toString());
  }

  private CompletionStage<PathResponse> answer(
      int status, CompletionStage<MappingDescription> mapping) {
    return mapping.thenApply(description -> responses.mapping(status, description));
  }

  private static @Nullable Integer batchSize(RequestMembers members) {
    return members.number(
        BATCH_SIZE, EventSourceMapping.MIN_BATCH_SIZE, EventSourceMapping.MAX_BATCH_SIZE);
  }

  private static StartingPosition startingPosition(String text, String streamArn) {
    return switch (text) {
      case "TRIM_HORIZON" -> StartingPosition.TRIM_HORIZON;
      case "LATEST" -> StartingPosition.LATEST;
      case "AT_TIMESTAMP" ->
          throw LambdaErrors.invalid("Unsupported starting position for arn type: " + streamArn);
      default ->
          throw LambdaErrors.constraint(
              "'" + text + "'",
              STARTING_POSITION,
              "satisfy enum value set: [LATEST, AT_TIMESTAMP, TRIM_HORIZON]");
    };
  }

  private static String required(RequestMembers members, String name) {
    var text = members.text(name);
    if (text == null) {
      throw LambdaErrors.missing(name);
    }
    return text;
  }

  /** A text that is no UUID is the id of no mapping. */
  private static UUID mappingId(String text) {
    try {
      var id = UUID.fromString(text);
      if (id.toString().equalsIgnoreCase(text)) {
        return id;
      }
    } catch (IllegalArgumentException _) {
      // Answered below, like an id that nobody has.
    }
    throw new TriggerException(TriggerError.mappingNotFound());
  }

  private static @Nullable String parameter(PathRequest request, String name) {
    var value = request.query().get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  private static String withoutFinalSlash(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private static PathResponse refusal(Throwable failure) {
    var cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return switch (cause) {
      case LambdaException e -> LambdaResponses.error(e.status(), e.type(), e.text());
      case TriggerException e ->
          LambdaResponses.error(
              e.error().code().httpStatus(), e.error().code().wireName(), e.error().message());
      default -> {
        LOG.error("A request for an event source mapping failed", cause);
        yield LambdaResponses.error(
            TriggerError.Code.SERVICE.httpStatus(),
            TriggerError.Code.SERVICE.wireName(),
            "The request failed; its outcome is unknown.");
      }
    };
  }
}
