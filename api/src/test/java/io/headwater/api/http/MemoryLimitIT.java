package io.headwater.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.api.testing.RawClient;
import io.headwater.api.testing.RawConnection;
import io.headwater.api.testing.RawConnection.Answer;
import io.headwater.api.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bodies, decoded values and responses that together exceed the memory for requests in flight. */
@Timeout(60)
final class MemoryLimitIT {
  private static final int MIB = 1024 * 1024;

  /** Of 1 GiB in a build: 24 MiB, of which large requests take 12 at most. */
  private static final double SHARE = 24.0 * MIB / Runtime.getRuntime().maxMemory();

  private static final int LARGE_BODY = 3 * MIB;

  @TempDir private Path directory;
  private TestServer server;

  @BeforeEach
  void start() {
    server =
        TestServer.start(
            directory,
            Map.of("headwater.http.memory-share", SHARE, "headwater.http.body-timeout", "1 s"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void bodies_slowAndLarge_endThrottledOrTimedOutAndLeaveRoomForSmallRequests() throws Exception {
    var connections = new ArrayList<RawConnection>();
    try {
      for (int i = 0; i < 100; i++) {
        var connection = RawConnection.open(server.address());
        connections.add(connection);
        connection.send(head("ListTables") + "Content-Length: " + LARGE_BODY + "\r\n\r\n{");
      }
      assertServesSmallRequests();
      for (RawConnection connection : connections) {
        Answer answer = Objects.requireNonNull(connection.receive());
        if (answer.status() != 408) { // Its body had memory, and did not arrive in time.
          assertThrottled(answer);
        }
      }
    } finally {
      for (RawConnection connection : connections) {
        connection.close();
      }
    }
    assertThat(call("ListTables", spaces(LARGE_BODY)).status()).as("freed").isEqualTo(200);
  }

  @Test
  void body_ofAClientThatDisconnects_isGivenBack() throws Exception {
    for (int i = 0; i < 20; i++) {
      try (var connection = RawConnection.open(server.address())) {
        connection.send(head("ListTables") + "Content-Length: " + LARGE_BODY + "\r\n\r\n{");
      }
      Answer answer = sendLargeBody();
      while (answer == null || answer.status() == 400) {
        // The server has not seen yet that the connection is closed.
        if (answer != null) {
          assertThrottled(answer);
        }
        answer = sendLargeBody();
      }
      assertThat(answer.status()).isEqualTo(200);
    }
  }

  /** Null if the response was lost: the server closes the connection without reading the body. */
  private @Nullable Answer sendLargeBody() throws Exception {
    try {
      return call("ListTables", spaces(LARGE_BODY));
    } catch (SocketException _) {
      return null;
    }
  }

  @Test
  void body_chunkedBeyondTheBudget_isThrottled() throws Exception {
    try (var connection = RawConnection.open(server.address())) {
      connection.send(head("ListTables") + "Transfer-Encoding: chunked\r\n\r\n");
      String chunk = Integer.toHexString(MIB) + "\r\n" + " ".repeat(MIB) + "\r\n";
      for (int i = 0; i < 8; i++) {
        connection.send(chunk);
      }
      connection.send("0\r\n\r\n");

      assertThrottled(Objects.requireNonNull(connection.receive()));
    }
    assertServesSmallRequests();
  }

  @Test
  void body_gzipThatInflatesBeyondTheBudget_isThrottled() throws Exception {
    var gzip = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(gzip)) {
      out.write(new byte[15 * MIB]);
    }
    try (var connection = RawConnection.open(server.address())) {
      connection.send(
          head("ListTables")
              + ("Content-Encoding: gzip\r\nContent-Length: " + gzip.size() + "\r\n\r\n"));
      connection.send(gzip.toByteArray());

      assertThrottled(Objects.requireNonNull(connection.receive()));
    }
    assertServesSmallRequests();
  }

  /** 3 MiB of JSON that would become 130 MiB of objects. */
  @Test
  void body_ofManyTinyValues_isThrottledWhileItIsDecoded() throws Exception {
    String keys = "{},".repeat(MIB - 100);
    String body = "{\"RequestItems\":{\"table\":{\"Keys\":[" + keys + "{}]}}}";

    assertThrottled(call("BatchGetItem", body.getBytes(UTF_8)));
    assertServesSmallRequests();
  }

  @Test
  void response_beyondTheBudget_isThrottled() throws Exception {
    createTable();
    putItems(12, 390 * 1024);

    assertThat(call("Scan", scan(1)).status()).isEqualTo(200);
    assertThat(call("Scan", scan(2)).status()).isEqualTo(200);
    assertThrottled(call("BatchGetItem", batchGet(12)));
  }

  @Test
  void responses_notRead_fillTheBudgetUntilTheyAreGivenUp() throws Exception {
    createTable();
    putItems(3, 390 * 1024);
    var connections = new ArrayList<RawConnection>();
    try {
      boolean throttled = false;
      for (int i = 0; i < 400 && !throttled; i++) {
        // More than the operating system's buffers take.
        var connection = RawConnection.openWithSmallBuffer(server.address());
        connections.add(connection);
        for (int ahead = 0; ahead < 6; ahead++) {
          connection.send(request("Scan", new String(scan(3), UTF_8)));
        }
        throttled = call("Scan", scan(3)).status() == 400;
      }
      assertThat(throttled).isTrue();
      assertServesSmallRequests();
    } finally {
      for (RawConnection connection : connections) {
        connection.close();
      }
    }
    Answer answer = call("Scan", scan(3));
    while (answer.status() == 400) {
      assertThrottled(answer);
      answer = call("Scan", scan(3));
    }
    assertThat(answer.status()).isEqualTo(200);
  }

  private void createTable() throws Exception {
    String table =
        """
        {"TableName":"table","BillingMode":"PAY_PER_REQUEST",
         "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],
         "KeySchema":[{"AttributeName":"id","KeyType":"HASH"}]}
        """;
    assertThat(call("CreateTable", table.getBytes(UTF_8)).status()).isEqualTo(200);
  }

  private void putItems(int count, int bytes) throws Exception {
    for (int i = 0; i < count; i++) {
      String item =
          "{\"TableName\":\"table\",\"Item\":{\"id\":{\"S\":\"%d\"},\"v\":{\"S\":\"%s\"}}}"
              .formatted(i, "x".repeat(bytes));
      assertThat(call("PutItem", item.getBytes(UTF_8)).status()).isEqualTo(200);
    }
  }

  private static byte[] scan(int limit) {
    return ("{\"TableName\":\"table\",\"Limit\":" + limit + "}").getBytes(UTF_8);
  }

  private static byte[] batchGet(int count) {
    var keys = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      keys.add("{\"id\":{\"S\":\"" + i + "\"}}");
    }
    return ("{\"RequestItems\":{\"table\":{\"Keys\":[" + String.join(",", keys) + "]}}}")
        .getBytes(UTF_8);
  }

  private void assertServesSmallRequests() throws Exception {
    for (int i = 0; i < 20; i++) {
      assertThat(call("ListTables", spaces(1_000)).status()).isEqualTo(200);
    }
  }

  private static void assertThrottled(Answer answer) {
    assertThat(answer.text())
        .contains("com.amazon.coral.service#ThrottlingException")
        .contains("headwater.http.memory-share");
    assertThat(answer.status()).isEqualTo(400);
  }

  private static byte[] spaces(int length) {
    return ("{" + " ".repeat(length - 2) + "}").getBytes(UTF_8);
  }

  private Answer call(String operation, byte[] body) throws Exception {
    try (var connection = RawConnection.open(server.address())) {
      connection.send(head(operation) + "Content-Length: " + body.length + "\r\n\r\n");
      connection.send(body);
      return Objects.requireNonNull(connection.receive());
    }
  }

  private static String request(String operation, String body) {
    return head(operation) + "Content-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private static String head(String operation) {
    return "POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: DynamoDB_20120810."
        + (operation + "\r\nContent-Type: " + RawClient.CONTENT_TYPE + "\r\n")
        + ("X-Amz-Date: 20260101T000000Z\r\nAuthorization: " + RawClient.AUTHORIZATION + "\r\n");
  }
}
