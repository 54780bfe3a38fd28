package io.headwater.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.api.testing.RawClient;
import io.headwater.api.testing.RawConnection;
import io.headwater.api.testing.RawConnection.Answer;
import io.headwater.api.testing.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What clients see of a server that stops. */
@Timeout(60)
final class StopIT {
  @TempDir private Path directory;
  private TestServer server;

  @BeforeEach
  void start() {
    server = TestServer.start(directory, Map.of("headwater.http.shutdown-timeout", "20 s"));
  }

  @Test
  void stop_requestUnderWay_isAnsweredAndItsConnectionClosed() throws Exception {
    try (var connection = RawConnection.open(server.address())) {
      connection.send(head(2, "Expect: 100-continue\r\n") + "{");
      // The server says so when it begins to read the body.
      assertThat(Objects.requireNonNull(connection.receive()).status()).isEqualTo(100);
      CompletableFuture<Void> stopping = beginStop();
      connection.send("}");

      Answer answer = Objects.requireNonNull(connection.receive());
      assertThat(new String(answer.body(), UTF_8)).isEqualTo("{\"TableNames\":[]}");
      assertThat(connection.receive()).isNull();
      stopping.get();
    }
  }

  @Test
  void stop_idleConnection_isClosed() throws Exception {
    try (var connection = RawConnection.open(server.address())) {
      connection.send(head(2, "") + "{}");
      assertThat(Objects.requireNonNull(connection.receive()).status()).isEqualTo(200);

      server.close();

      assertThat(connection.receive()).isNull();
    }
  }

  /** Returns when new connections are refused. */
  private CompletableFuture<Void> beginStop() {
    var stopping =
        CompletableFuture.runAsync(server::close, task -> Thread.ofPlatform().start(task));
    while (isReachable()) {
      Thread.onSpinWait();
    }
    return stopping;
  }

  private boolean isReachable() {
    try (var _ = RawConnection.open(server.address())) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static String head(int length, String more) {
    return "POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: DynamoDB_20120810.ListTables\r\n"
        + ("Content-Type: " + RawClient.CONTENT_TYPE + "\r\n")
        + ("X-Amz-Date: 20260101T000000Z\r\nAuthorization: " + RawClient.AUTHORIZATION + "\r\n")
        + ("Content-Length: " + length + "\r\n" + more + "\r\n");
  }
}
