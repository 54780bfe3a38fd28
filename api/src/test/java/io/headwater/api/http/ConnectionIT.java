package io.headwater.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.api.testing.RawClient;
import io.headwater.api.testing.RawConnection;
import io.headwater.api.testing.RawConnection.Answer;
import io.headwater.api.testing.TestServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that are slow, end early or send ahead; after each, the server serves the next one. */
final class ConnectionIT {
  private static final int MAX_BODY_BYTES = 64 * 1024;

  @TempDir private static Path directory;
  private static TestServer server;

  @BeforeAll
  static void start() {
    server =
        TestServer.start(
            directory,
            Map.of(
                "headwater.http.body-timeout", "300 ms",
                "headwater.http.idle-timeout", "2 s",
                "headwater.http.max-content-length", MAX_BODY_BYTES));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void serverGoesOn() throws Exception {
    try (var connection = RawConnection.open(server.address())) {
      connection.send(head("ListTables") + "Content-Length: 2\r\n\r\n{}");

      assertAnswered(connection, 200, "{\"TableNames\":[]}");
    }
  }

  @Test
  void body_thatDoesNotArrive_is408() throws Exception {
    try (var connection = RawConnection.open(server.address())) {
      connection.send(head("ListTables") + "Content-Length: 100\r\n\r\n{\"Limit\":");

      Answer answer = answer(connection);

      assertThat(answer.status()).isEqualTo(408);
      assertThat(answer.body()).isEmpty();
    }
  }

  @Test
  void body_chunksThatEnd_is408() throws Exception {
    try (var connection = RawConnection.open(server.address())) {
      connection.send(head("ListTables") + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n");

      Answer answer = answer(connection);

      assertThat(answer.status()).isEqualTo(408);
    }
  }

  @Test
  void request_dripFed_isAnswered() throws Exception {
    try (var connection = RawConnection.open(server.address())) {
      String request = head("ListTables") + "Content-Length: 11\r\n\r\n{\"Limit\":1}";
      for (int i = 0; i < request.length(); i++) {
        connection.send(request.substring(i, i + 1));
      }

      assertAnswered(connection, 200, "{\"TableNames\":[]}");
    }
  }

  @Test
  void connection_withoutARequest_isClosed() throws Exception {
    try (var connection = RawConnection.open(server.address())) {
      assertThat(connection.receive()).isNull();
    }
  }

  @Test
  void connection_halfClosedBehindTheRequest_isAnswered() throws Exception {
    try (var connection = RawConnection.open(server.address())) {
      connection.send(head("ListTables") + "Content-Length: 2\r\n\r\n{}");
      connection.endSending();

      assertAnswered(connection, 200, "{\"TableNames\":[]}");
    }
  }

  @Test
  void connection_halfClosedInTheBody_endsWithoutASuccess() throws Exception {
    try (var connection = RawConnection.open(server.address())) {
      connection.send(head("ListTables") + "Content-Length: 20\r\n\r\n{}");
      connection.endSending();

      Answer answer = connection.receive();

      assertThat(answer == null || answer.status() == 400).as("%s", answer).isTrue();
    }
  }

  @Test
  void requests_sentAhead_areAnsweredInOrder() throws Exception {
    try (var connection = RawConnection.open(server.address())) {
      var requests = new StringBuilder();
      for (int i = 100; i < 150; i++) {
        String body = "{\"TableName\":\"table-" + i + "\"}";
        requests.append(head("DescribeTable"));
        requests.append("Content-Length: ").append(body.length()).append("\r\n\r\n").append(body);
      }
      connection.send(requests.toString());

      for (int i = 100; i < 150; i++) {
        assertAnswered(
            connection,
            400,
            "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException\","
                + "\"message\":\"Requested resource not found: Table: table-"
                + i
                + " not found\"}");
      }
    }
  }

  @Test
  void requests_behindABadOne_areAnswered() throws Exception {
    try (var connection = RawConnection.open(server.address())) {
      connection.send(
          head("ListTables")
              + "Content-Length: 1\r\n\r\n{"
              + head("ListTables")
              + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}"
              + head("ListTables")
              + "Content-Length: 2\r\n\r\n{}");

      String error = "{\"__type\":\"com.amazon.coral.service#%s\"}";
      assertAnswered(connection, 400, error.formatted("SerializationException"));
      assertAnswered(connection, 500, error.formatted("InternalFailure"));
      assertAnswered(connection, 200, "{\"TableNames\":[]}");
    }
  }

  @Test
  void body_chunkedBeyondTheLimit_is413() throws Exception {
    try (var connection = RawConnection.open(server.address())) {
      String size = Integer.toHexString(MAX_BODY_BYTES + 1);
      connection.send(
          head("ListTables")
              + "Transfer-Encoding: chunked\r\n\r\n"
              + (size + "\r\n" + " ".repeat(MAX_BODY_BYTES + 1) + "\r\n0\r\n\r\n"));

      Answer answer = answer(connection);

      assertThat(answer.status()).isEqualTo(413);
    }
  }

  @Test
  void body_beyondWhatIsDropped_endsWithoutASuccess() throws Exception {
    try (var connection = RawConnection.open(server.address())) {
      connection.send(head("ListTables") + "Content-Length: 1000000000\r\n\r\n{}");

      Answer answer = connection.receive();

      assertThat(answer == null || answer.status() == 413).as("%s", answer).isTrue();
    }
  }

  private static void assertAnswered(RawConnection connection, int status, String body)
      throws Exception {
    Answer answer = answer(connection);
    assertThat(new String(answer.body(), UTF_8)).isEqualTo(body);
    assertThat(answer.status()).isEqualTo(status);
  }

  private static Answer answer(RawConnection connection) throws Exception {
    Answer answer = connection.receive();
    if (answer == null) {
      throw new AssertionError("the connection ends without an answer");
    }
    return answer;
  }

  /** Up to the headers that say where the body ends. */
  private static String head(String operation) {
    return "POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: DynamoDB_20120810."
        + (operation + "\r\nContent-Type: " + RawClient.CONTENT_TYPE + "\r\n")
        + ("X-Amz-Date: 20260101T000000Z\r\nAuthorization: " + RawClient.AUTHORIZATION + "\r\n");
  }
}
