package io.headwater.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.api.testing.RawClient;
import io.headwater.api.testing.SharedServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** DynamoDB's rules of HTTP, seen from outside. */
final class HttpEdgeIT {
  private static final String UNKNOWN = "<UnknownOperationException/>\n";

  private final RawClient client = new RawClient(SharedServer.endpoint());

  @Test
  void call_anySuccess_hasDynamoDbsHeaders() {
    HttpResponse<String> response = client.call("ListTables", "{}");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(header(response, "content-type")).isEqualTo(RawClient.CONTENT_TYPE);
    assertThat(header(response, "x-amzn-requestid")).matches("[0-9A-Z]{52}");
    assertThat(header(response, "x-amz-crc32")).isEqualTo(crc32(response.body()));
    assertThat(header(response, "server")).isEqualTo("Server");
    assertThat(header(response, "date")).isNotEmpty();
    assertThat(header(response, "content-length"))
        .isEqualTo(Integer.toString(response.body().length()));
  }

  @Test
  void call_plainJson_isAnsweredInKind() {
    HttpResponse<String> response =
        client.send(
            callWith("application/json; charset=utf-8").POST(BodyPublishers.ofString("{}")));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(header(response, "content-type")).isEqualTo("application/json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json;            | application/json",
        "application/json ;a          | application/json",
        "application/json;charset=\u00e4 | application/json",
        "APPLICATION/JSON             | application/json",
        "application/x-amz-json-1.0;blahblah | application/x-amz-json-1.0"
      })
  void call_contentTypeWithAnyParameters_isServed(String contentType, String answered) {
    HttpResponse<String> response =
        client.send(callWith(contentType).POST(BodyPublishers.ofString("{}")));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(header(response, "content-type")).isEqualTo(answered);
  }

  @Test
  void call_withoutContentTypeOrBody_isAnsweredInPlainJson() {
    HttpResponse<String> response = client.send(client.request("/").POST(BodyPublishers.noBody()));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(header(response, "content-type")).isEqualTo("application/json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/x-amz-json-1.1",
        "text/plain",
        "nonsense",
        "a/b/c",
        "text/plain;application/json",
        ";application/json"
      })
  void call_otherContentType_isUnknown(String contentType) {
    HttpResponse<String> response =
        client.send(callWith(contentType).POST(BodyPublishers.ofString("{}")));

    assertUnknown(response);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "DELETE", "OPTIONS", "PATCH"})
  void request_otherMethod_isUnknown(String method) {
    assertUnknown(client.send(client.request("/").method(method, BodyPublishers.noBody())));
  }

  @Test
  void request_otherPath_isUnknown() {
    assertUnknown(client.send(client.request("/elsewhere").GET()));
  }

  @Test
  void get_root_isHealthy() {
    HttpResponse<String> response = client.send(client.request("/").GET());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("healthy: dynamodb.us-east-1.amazonaws.com ");
    assertThat(header(response, "x-amz-crc32")).isEqualTo("3128867991");
    assertThat(header(response, "x-amzn-requestid")).hasSize(52);
  }

  @Test
  void options_withOrigin_isAPreflight() {
    HttpResponse<String> response =
        client.send(
            client
                .request("/")
                .header("Origin", "http://localhost:3000")
                .header("Access-Control-Request-Headers", "x-amz-target, authorization")
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", BodyPublishers.noBody()));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(header(response, "access-control-allow-origin")).isEqualTo("http://localhost:3000");
    assertThat(header(response, "access-control-max-age")).isEqualTo("172800");
    assertThat(header(response, "access-control-allow-headers"))
        .isEqualTo("x-amz-target, authorization");
    assertThat(header(response, "access-control-allow-methods")).isEqualTo("POST");
    assertThat(header(response, "content-length")).isEqualTo("0");
  }

  @Test
  void call_withOrigin_mayBeReadByIt() {
    HttpResponse<String> response =
        client.send(
            callWith(RawClient.CONTENT_TYPE)
                .header("Origin", "http://localhost:3000")
                .POST(BodyPublishers.ofString("{}")));

    assertThat(header(response, "access-control-allow-origin")).isEqualTo("http://localhost:3000");
    assertThat(header(response, "access-control-expose-headers"))
        .isEqualTo("x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date");
  }

  @Test
  void call_oversizeBody_is413WithNothing() {
    HttpResponse<String> response = client.call("ListTables", new byte[(16 << 20) + 1]);

    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(response.body()).isEmpty();
    assertThat(response.headers().firstValue("x-amzn-requestid")).isEmpty();
  }

  @Test
  void call_oversizeBodyWithoutContentType_is413() {
    HttpResponse<String> response =
        client.send(client.request("/").POST(BodyPublishers.ofByteArray(new byte[(16 << 20) + 1])));

    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(response.body()).isEmpty();
  }

  @Test
  void call_longRequestLine_is400() {
    for (int length : new int[] {16_384, 100_000}) {
      assertThat(client.send(client.request("/" + "x".repeat(length)).GET()).statusCode())
          .isEqualTo(400);
    }
    assertUnknown(client.send(client.request("/" + "x".repeat(16_300)).GET()));
  }

  @Test
  void call_longHeaders_is400() {
    var one = callWith(RawClient.CONTENT_TYPE).header("X-Long", "x".repeat(17_000));
    var many = callWith(RawClient.CONTENT_TYPE);
    for (int i = 0; i < 30; i++) {
      many.header("X-Long-" + i, "x".repeat(600));
    }
    var few = callWith(RawClient.CONTENT_TYPE).header("X-Long", "x".repeat(15_500));

    assertThat(client.send(one.POST(BodyPublishers.ofString("{}"))).statusCode()).isEqualTo(400);
    assertThat(client.send(many.POST(BodyPublishers.ofString("{}"))).statusCode()).isEqualTo(400);
    assertThat(client.send(few.POST(BodyPublishers.ofString("{}"))).statusCode()).isEqualTo(200);
  }

  @Test
  void call_largestBody_isRead() {
    byte[] body = " ".repeat(16 << 20).getBytes(StandardCharsets.US_ASCII);
    body[0] = '{';
    body[body.length - 1] = '}';

    assertThat(client.call("ListTables", body).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        // Malformed JSON comes before everything else, an unknown target before the signature.
        "DynamoDB_20120810.Nothing | yes | {        | SerializationException",
        "DynamoDB_20120810.Nothing | no  | {}       | UnknownOperationException",
        "DynamoDB_20120810.TransactWriteItems | yes | {} | UnknownOperationException",
        "GetItem                   | yes | {}       | UnknownOperationException",
        "DynamoDBStreams_20120810.GetItem | yes | {} | UnknownOperationException",
        "DynamoDB_20120810.GetItem | no  | {        | SerializationException",
        "DynamoDB_20120810.GetItem | no  | {}       | MissingAuthenticationTokenException",
        "DynamoDB_20120810.GetItem | no  | \"\"     | MissingAuthenticationTokenException",
        "DynamoDB_20120810.GetItem | yes | \"\"     | SerializationException",
        "DynamoDB_20120810.GetItem | yes | {\"TableName\":1} | SerializationException",
      })
  void call_severalFaults_reportsTheFirst(String target, String signed, String body, String error) {
    var request =
        client
            .request("/")
            .header("Content-Type", RawClient.CONTENT_TYPE)
            .header("X-Amz-Target", target)
            .header("X-Amz-Date", "20260101T000000Z");
    if (signed.equals("yes")) {
      request.header("Authorization", RawClient.AUTHORIZATION);
    }

    HttpResponse<String> response = client.send(request.POST(BodyPublishers.ofString(body)));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("\"__type\":\"com.amazon.coral.service#" + error + "\"");
  }

  @Test
  void call_unknownTarget_hasNoMessage() {
    assertThat(client.call("Nothing", "{}").body())
        .isEqualTo("{\"__type\":\"com.amazon.coral.service#UnknownOperationException\"}");
  }

  @Test
  void call_wrongType_spellsItsMessageWithACapital() {
    assertThat(client.call("GetItem", "{\"TableName\":1}").body())
        .isEqualTo(
            "{\"__type\":\"com.amazon.coral.service#SerializationException\","
                + "\"Message\":\"NUMBER_VALUE cannot be converted to String\"}");
  }

  private HttpRequest.Builder callWith(String contentType) {
    return client
        .request("/")
        .header("Content-Type", contentType)
        .header("X-Amz-Target", "DynamoDB_20120810.ListTables")
        .header("X-Amz-Date", "20260101T000000Z")
        .header("Authorization", RawClient.AUTHORIZATION);
  }

  private static void assertUnknown(HttpResponse<String> response) {
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).isEqualTo(UNKNOWN);
    assertThat(header(response, "x-amz-crc32")).isEqualTo("3552371480");
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private static String crc32(String body) {
    var crc = new CRC32();
    crc.update(body.getBytes(StandardCharsets.UTF_8));
    return Long.toString(crc.getValue());
  }
}
