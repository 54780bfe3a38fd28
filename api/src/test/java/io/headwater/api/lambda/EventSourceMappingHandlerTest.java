package io.headwater.api.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.actors.model.Bytes;
import io.headwater.actors.model.ResourceArns;
import io.headwater.api.http.PathRequest;
import io.headwater.api.http.PathResponse;
import io.headwater.streams.trigger.EventSourceMapping.StartingPosition;
import io.headwater.streams.trigger.EventSourceMappings.NewMapping;
import io.headwater.streams.trigger.MappingDescription;
import io.headwater.streams.trigger.MappingDescription.State;
import io.headwater.streams.trigger.MappingUpdate;
import io.headwater.streams.trigger.TriggerError;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventSourceMappingHandlerTest {
  private static final String PATH = "/2015-03-31/event-source-mappings";
  private static final String STREAM_ARN =
      "arn:aws:dynamodb:us-east-1:000000000000:table/orders/stream/2026-01-01T00:00:00.000";
  private static final String MAPPING =
      """
      {"UUID":"14e0db71-5d35-4eb5-b481-8945cf9d10c2","StartingPosition":"LATEST","BatchSize":100,\
      "EventSourceArn":"arn:aws:dynamodb:us-east-1:000000000000:table/orders/stream/2026-01-01T00:00:00.000",\
      "FunctionArn":"arn:aws:lambda:us-east-1:000000000000:function:audit",\
      "LastModified":1700000000.987,"LastProcessingResult":"No records processed","State":"%s",\
      "StateTransitionReason":"User action",\
      "EventSourceMappingArn":"arn:aws:lambda:us-east-1:000000000000:event-source-mapping:14e0db71-5d35-4eb5-b481-8945cf9d10c2",\
      "MaximumBatchingWindowInSeconds":0,"ParallelizationFactor":1,"DestinationConfig":{"OnFailure":{}},\
      "MaximumRecordAgeInSeconds":-1,"BisectBatchOnFunctionError":false,"MaximumRetryAttempts":-1,\
      "TumblingWindowInSeconds":0,"FunctionResponseTypes":[]}\
      """;

  private final FakeMappings mappings = new FakeMappings();
  private final EventSourceMappingHandler handler =
      new EventSourceMappingHandler(mappings, new ResourceArns("us-east-1", "000000000000"));

  @ParameterizedTest
  @ValueSource(strings = {"", "/"})
  void create_leastMembers_usesTheDefaults(String slash) {
    var response =
        send(
            "POST",
            PATH + slash,
            """
            {"FunctionName":"audit","EventSourceArn":"%s","StartingPosition":"TRIM_HORIZON"}\
            """
                .formatted(STREAM_ARN));

    assertThat(mappings.requests)
        .containsExactly(
            new NewMapping("audit", STREAM_ARN, StartingPosition.TRIM_HORIZON, 100, true));
    assertThat(response.status()).isEqualTo(202);
    assertThat(response.contentType()).isEqualTo("application/json");
    assertThat(text(response)).isEqualTo(MAPPING.formatted("Creating"));
  }

  @Test
  void create_allMembers_passesThemOn() {
    send(
        "POST",
        PATH,
        """
        {"FunctionName":"audit","EventSourceArn":"%s","StartingPosition":"LATEST",\
        "BatchSize":10000,"Enabled":false,"FilterCriteria":null}\
        """
            .formatted(STREAM_ARN));

    assertThat(mappings.requests)
        .containsExactly(
            new NewMapping("audit", STREAM_ARN, StartingPosition.LATEST, 10_000, false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"BatchSize":0}                     | 1 validation error detected: Value '0' at 'batchSize' failed to satisfy constraint: Member must have value greater than or equal to 1
          {"BatchSize":10001}                 | 1 validation error detected: Value '10001' at 'batchSize' failed to satisfy constraint: Member must have value less than or equal to 10000
          {"BatchSize":99999999999999999999}  | 1 validation error detected: Value '99999999999999999999' at 'batchSize' failed to satisfy constraint: Member must have value less than or equal to 10000
          {}                                  | 1 validation error detected: Value null at 'functionName' failed to satisfy constraint: Member must not be null.
          {"FunctionName":"f"}                | 1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.
          {"FunctionName":"f","StartingPosition":"LATEST"} | Unrecognized event source.
          {"FunctionName":"f","EventSourceArn":"a","StartingPosition":"AT_TIMESTAMP"} | Unsupported starting position for arn type: a
          {"FunctionName":"f","EventSourceArn":"a","StartingPosition":"NOW"} | 1 validation error detected: Value 'NOW' at 'startingPosition' failed to satisfy constraint: Member must satisfy enum value set: [LATEST, AT_TIMESTAMP, TRIM_HORIZON]
          {"MaximumRetryAttempts":3}          | Unsupported parameter: MaximumRetryAttempts. Headwater supports BatchSize, Enabled, EventSourceArn, FunctionName, StartingPosition here.
          {"FilterCriteria":{"Filters":[]}}   | Unsupported parameter: FilterCriteria. Headwater supports BatchSize, Enabled, EventSourceArn, FunctionName, StartingPosition here.
          """)
  void create_badParameter_isRefused(String body, String message) {
    assertRefused(send("POST", PATH, body), 400, "InvalidParameterValueException", message);
    assertThat(mappings.requests).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"BatchSize":"1"}       | BatchSize must be of type Integer
          {"BatchSize":1.5}       | BatchSize must be of type Integer
          {"FunctionName":1}      | FunctionName must be of type String
          {"EventSourceArn":{}, "FunctionName":"f","StartingPosition":"LATEST"} | EventSourceArn must be of type String
          {"Enabled":"true"}      | Enabled must be of type Boolean
          """)
  void create_wrongType_isASerializationError(String body, String message) {
    assertRefused(send("POST", PATH, body), 400, "SerializationException", message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{", "[]", "x", "{\"FunctionName\":\"f\"}}", "{\"FunctionName\"}", "\"\""})
  void create_noJsonObject_isRefused(String body) {
    assertRefused(
        send("POST", PATH, body),
        400,
        "InvalidRequestContentException",
        "Could not parse request body into json: expected one JSON object");
  }

  @Test
  void create_tooDeep_isRefused() {
    String body = "{\"FilterCriteria\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}";

    assertThat(send("POST", PATH, body).headers())
        .containsEntry("x-amzn-ErrorType", "InvalidRequestContentException");
  }

  @Test
  void get_mapping_answersIt() {
    var response = send("GET", PATH + "/" + FakeMappings.ID + "/", "");

    assertThat(mappings.requests).containsExactly("get " + FakeMappings.ID);
    assertThat(response.status()).isEqualTo(200);
    assertThat(text(response)).isEqualTo(MAPPING.formatted("Enabled"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nobody", "/1-1-1-1-1", "/14e0db71-5d35-4eb5-b481-8945cf9d10c2/more"})
  void get_noUuid_isNotFound(String id) {
    assertRefused(
        send("GET", PATH + id, ""),
        404,
        "ResourceNotFoundException",
        "The resource you requested does not exist.");
  }

  @Test
  void update_someMembers_changesThemAlone() {
    var response = send("PUT", PATH + "/" + FakeMappings.ID, "{\"BatchSize\":7,\"Enabled\":false}");

    assertThat(mappings.requests).containsExactly(new MappingUpdate(null, 7, false));
    assertThat(response.status()).isEqualTo(202);
    assertThat(text(response)).isEqualTo(MAPPING.formatted("Updating"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"StartingPosition", "EventSourceArn", "BisectBatchOnFunctionError"})
  void update_memberThatCannotChange_isRefused(String member) {
    assertRefused(
        send("PUT", PATH + "/" + FakeMappings.ID, "{\"" + member + "\":\"x\"}"),
        400,
        "InvalidParameterValueException",
        "Unsupported parameter: "
            + member
            + ". Headwater supports BatchSize, Enabled, FunctionName here.");
  }

  @Test
  void delete_mapping_answersItOnce() {
    var response = send("DELETE", PATH + "/" + FakeMappings.ID, "");

    assertThat(mappings.requests).containsExactly("delete " + FakeMappings.ID);
    assertThat(response.status()).isEqualTo(202);
    assertThat(text(response)).isEqualTo(MAPPING.formatted("Deleting"));
  }

  @ParameterizedTest
  @CsvSource({
    "RESOURCE_CONFLICT, 409, ResourceConflictException",
    "RESOURCE_NOT_FOUND, 404, ResourceNotFoundException",
    "INVALID_PARAMETER_VALUE, 400, InvalidParameterValueException",
    "TOO_MANY_REQUESTS, 429, TooManyRequestsException",
    "SERVICE, 500, ServiceException",
  })
  void refusal_ofTheTriggers_isToldInLambdasTerms(TriggerError.Code code, int status, String type) {
    mappings.failWith(FakeMappings.refusal(code, "the reason"));

    assertRefused(send("DELETE", PATH + "/" + FakeMappings.ID, ""), status, type, "the reason");
  }

  @Test
  void failure_unexpected_isAServiceErrorWithoutDetails() {
    mappings.failWith(new IllegalStateException("internals"));

    assertRefused(
        send("GET", PATH + "/" + FakeMappings.ID, ""),
        500,
        "ServiceException",
        "The request failed; its outcome is unknown.");
  }

  @Test
  void list_filters_arePassedOn() {
    handler.handle(
        new PathRequest(
            "GET",
            PATH + "/",
            Map.of("FunctionName", "audit", "EventSourceArn", STREAM_ARN),
            Bytes.copyOf(new byte[0])));

    assertThat(mappings.requests).containsExactly("list audit " + STREAM_ARN);
  }

  @Test
  void list_manyMappings_comeInPagesOfAHundred() {
    var ids = IntStream.range(0, 150).mapToObj(i -> new UUID(i, 0)).toList();
    mappings.list(ids.stream().map(id -> FakeMappings.description(id, State.ENABLED)).toList());

    var first = list(Map.of());
    var second = list(Map.of("Marker", ids.get(99).toString()));

    assertThat(text(first))
        .contains(ids.get(99).toString())
        .doesNotContain(ids.get(100).toString());
    assertThat(text(first)).endsWith("],\"NextMarker\":\"" + ids.get(99) + "\"}");
    assertThat(text(second)).contains(ids.get(100).toString()).contains(ids.get(149).toString());
    assertThat(text(second)).doesNotContain("NextMarker").doesNotContain(ids.get(99).toString());
  }

  @Test
  void list_maxItems_shortensThePage() {
    List<MappingDescription> three =
        IntStream.range(0, 3)
            .mapToObj(i -> FakeMappings.description(new UUID(i, 0), State.ENABLED))
            .toList();
    mappings.list(three);

    assertThat(text(list(Map.of("MaxItems", "2")))).contains("NextMarker");
    assertThat(text(list(Map.of("MaxItems", "3")))).doesNotContain("NextMarker");
    assertThat(list(Map.of("MaxItems", "0")).status()).isEqualTo(400);
    assertThat(list(Map.of("MaxItems", "10001")).status()).isEqualTo(400);
    assertThat(list(Map.of("MaxItems", "x")).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "PATCH, /2015-03-31/event-source-mappings",
    "POST, /2015-03-31/event-source-mappings/14e0db71-5d35-4eb5-b481-8945cf9d10c2",
    "GET, /2015-03-31/functions",
    "GET, /2015-03-31/event-source-mappingsX",
  })
  void request_ofNoOperation_isNotFound(String method, String path) {
    assertRefused(
        send(method, path, ""),
        404,
        "UnknownOperationException",
        "Headwater has no operation " + method + " " + path);
  }

  private PathResponse list(Map<String, String> query) {
    return handler
        .handle(new PathRequest("GET", PATH + "/", query, Bytes.copyOf(new byte[0])))
        .toCompletableFuture()
        .join();
  }

  private PathResponse send(String method, String path, String body) {
    return handler
        .handle(new PathRequest(method, path, Map.of(), Bytes.copyOf(body.getBytes(UTF_8))))
        .toCompletableFuture()
        .join();
  }

  private static void assertRefused(
      PathResponse response, int status, String type, String message) {
    String fault = status < 500 ? "User" : "Service";
    assertThat(response.status()).isEqualTo(status);
    assertThat(response.headers()).containsEntry("x-amzn-ErrorType", type);
    assertThat(text(response))
        .isEqualTo(
            "{\"Type\":\"%1$s\",\"Message\":\"%2$s\",\"message\":\"%2$s\"}"
                .formatted(fault, message));
  }

  private static String text(PathResponse response) {
    return new String(response.body().toByteArray(), UTF_8);
  }
}
