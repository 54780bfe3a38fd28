package io.headwater.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.api.testing.RawClient;
import io.headwater.api.testing.RawConnection;
import io.headwater.api.testing.RawConnection.Answer;
import io.headwater.api.testing.TestServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The requests that web pages make browsers send, as they arrive. */
final class CrossSiteIT {
  private static final String LIST_TABLES =
      "X-Amz-Target: DynamoDB_20120810.ListTables\r\nX-Amz-Date: 20260101T000000Z\r\n"
          + ("Authorization: " + RawClient.AUTHORIZATION + "\r\n")
          + ("Content-Type: " + RawClient.CONTENT_TYPE + "\r\nContent-Length: 2\r\n");
  private static final String MAPPINGS = "/2015-03-31/event-source-mappings/";

  @TempDir private static Path directory;
  private static TestServer server;

  @BeforeAll
  static void start() {
    server =
        TestServer.start(
            directory,
            Map.of(
                "headwater.http.allowed-hosts", List.of("DB.example.com", "*.svc.cluster.local"),
                "headwater.http.allowed-origins", List.of("https://App.example.com")));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "localhost:8000",
        "LocalHost:8000",
        "localhost.",
        "tables.localhost:8000",
        "127.0.0.1",
        "127.0.0.1:8000",
        "192.168.7.9:8000",
        "[::1]",
        "[::1]:8000",
        "[2001:db8::7]:8000",
        "dynamodb:8000",
        "my_host",
        "host.docker.internal:8000",
        "dynamodb.us-east-1.amazonaws.com",
        "streams.dynamodb.us-east-1.amazonaws.com:443",
        "db.example.com",
        "DB.EXAMPLE.COM.:8000",
        "tables.default.svc.cluster.local:8000",
      })
  void host_thatNoPageCanRebind_isServed(String host) throws Exception {
    assertThat(call("POST / HTTP/1.1\r\nHost: " + host + "\r\n" + LIST_TABLES + "\r\n{}").status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:8000",
        "EVIL.example.:8000",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "evil-localhost.example",
        "amazonaws.com.evil.example",
        "evilamazonaws.com",
        "other.example.com",
        "sub.db.example.com",
        "svc.cluster.local",
        "127.0.0.1.nip.io",
      })
  void host_ofAForeignDomain_isRejectedOnEveryPath(String host) throws Exception {
    for (String request :
        List.of(
            "POST / HTTP/1.1\r\nHost: " + host + "\r\n" + LIST_TABLES + "\r\n{}",
            "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n",
            "OPTIONS / HTTP/1.1\r\nOrigin: http://localhost\r\nHost: " + host + "\r\n\r\n",
            "DELETE " + MAPPINGS + "1 HTTP/1.1\r\nHost: " + host + "\r\n\r\n",
            "GET /elsewhere HTTP/1.1\r\nHost: " + host + "\r\n\r\n",
            "GET http://" + host + "/ HTTP/1.1\r\nHost: " + host + "\r\n\r\n")) {
      assertRejected(call(request), "headwater.http.allowed-hosts");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: evil.example\r\nHost: localhost\r\n\r\n",
        "GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET http://localhost/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
      })
  void host_missingOrContradictory_isNotServed(String request) throws Exception {
    assertThat(call(request).status()).isIn(400, 403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost",
        "http://localhost:3000",
        "https://LOCALHOST:3000",
        "http://app.localhost:3000",
        "http://127.0.0.1:5173",
        "http://127.8.8.8",
        "http://[::1]:3000",
        "https://app.example.com",
      })
  void origin_ofThisMachineOrAllowed_mayReadTheResponse(String origin) throws Exception {
    Answer call = call("POST / HTTP/1.1\r\n" + from(origin) + LIST_TABLES + "\r\n{}");
    Answer preflight =
        call(
            "OPTIONS "
                + MAPPINGS
                + " HTTP/1.1\r\n"
                + from(origin)
                + "Access-Control-Request-Method: POST\r\n"
                + "Access-Control-Request-Headers: content-type\r\n\r\n");

    for (Answer answer : List.of(call, preflight)) {
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.headers())
          .containsEntry("access-control-allow-origin", origin)
          .containsEntry("vary", "Origin");
    }
    assertThat(preflight.headers())
        .containsEntry("access-control-allow-methods", "POST")
        .containsEntry("access-control-allow-headers", "content-type");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "http://evil.example:8000",
        "null",
        "*",
        "localhost",
        "file://",
        "http://localhost.evil.example",
        "http://127.0.0.1.evil.example",
        "http://192.168.7.9",
        "http://app.example.com",
        "https://app.example.com:8443",
        "https://app.example.com.evil.example",
        "chrome-extension://abcdefghijklmnop",
        "ftp://localhost",
      })
  void origin_foreign_isRejectedOnEveryPath(String origin) throws Exception {
    for (String request :
        List.of(
            "POST / HTTP/1.1\r\n" + from(origin) + LIST_TABLES + "\r\n{}",
            "GET / HTTP/1.1\r\n" + from(origin) + "\r\n",
            "OPTIONS / HTTP/1.1\r\n" + from(origin) + "Access-Control-Request-Method: POST\r\n\r\n",
            "OPTIONS " + MAPPINGS + " HTTP/1.1\r\n" + from(origin) + "\r\n",
            "GET " + MAPPINGS + " HTTP/1.1\r\n" + from(origin) + "\r\n",
            "DELETE " + MAPPINGS + "1 HTTP/1.1\r\n" + from(origin) + "\r\n",
            "GET /elsewhere HTTP/1.1\r\n" + from(origin) + "\r\n",
            "GET / HTTP/1.1\r\nOrigin: http://localhost\r\n" + from(origin) + "\r\n",
            "GET / HTTP/1.1\r\n" + from(origin) + "Origin: http://localhost\r\n\r\n")) {
      Answer answer = call(request);

      assertRejected(answer, "headwater.http.allowed-origins");
      assertThat(answer.headers()).doesNotContainKey("access-control-allow-origin");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "POST, 'text/plain'",
    "POST, 'application/x-www-form-urlencoded'",
    "POST, 'multipart/form-data; boundary=x'",
    "POST, ''",
    "PUT, 'text/plain'",
    "PATCH, 'text/plain'",
  })
  void path_changedWithoutAJsonType_isRejected(String method, String contentType) throws Exception {
    String type = contentType.isEmpty() ? "" : "Content-Type: " + contentType + "\r\n";

    Answer answer =
        call(
            method
                + " "
                + MAPPINGS
                + " HTTP/1.1\r\nHost: localhost\r\n"
                + type
                + "Content-Length: 2\r\n\r\n{}");

    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.headers()).containsEntry("x-amzn-errortype", "UnsupportedMediaTypeException");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "application/json; charset=utf-8",
        "application/x-amz-json-1.0",
        "application/x-amz-json-1.1",
      })
  void path_changedWithAJsonType_reachesTheOperation(String contentType) throws Exception {
    Answer answer =
        call(
            "POST "
                + MAPPINGS
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                + contentType
                + "\r\nContent-Length: 2\r\n\r\n{}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("functionName");
  }

  @Test
  void connection_afterARejectedBody_isServed() throws Exception {
    try (var connection = RawConnection.open(server.address())) {
      String body = "x".repeat(100_000);
      connection.send(
          "POST / HTTP/1.1\r\n" + from("null") + "Content-Length: 100000\r\n\r\n" + body);
      connection.send("POST / HTTP/1.1\r\nHost: localhost\r\n" + LIST_TABLES + "\r\n{}");

      assertThat(Objects.requireNonNull(connection.receive()).status()).isEqualTo(403);
      assertThat(Objects.requireNonNull(connection.receive()).status()).isEqualTo(200);
    }
  }

  /**
   * A client that sends its whole body before it reads; more than the sockets hold between them.
   */
  @Test
  void rejection_whileTheBodyIsSent_reachesTheClient() throws Exception {
    try (var connection = RawConnection.open(server.address())) {
      int length = 12_000_000;
      connection.send(
          "POST / HTTP/1.1\r\n" + from("null") + "Content-Length: " + length + "\r\n\r\n");
      connection.send(new byte[length]);

      assertThat(Objects.requireNonNull(connection.receive()).status()).isEqualTo(403);
    }
  }

  private static String from(String origin) {
    return "Host: localhost\r\nOrigin: " + origin + "\r\n";
  }

  private static Answer call(String request) throws Exception {
    try (var connection = RawConnection.open(server.address())) {
      connection.send(request);
      return Objects.requireNonNull(connection.receive());
    }
  }

  private static void assertRejected(Answer answer, String setting) {
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text())
        .contains("\"__type\":\"com.amazon.coral.service#AccessDeniedException\"")
        .contains(setting);
  }
}
