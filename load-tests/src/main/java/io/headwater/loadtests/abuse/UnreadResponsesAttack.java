package io.headwater.loadtests.abuse;

import io.headwater.api.testing.RawConnection;
import io.headwater.loadtests.client.DynamoDbConnection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Large responses that are requested and not read. */
final class UnreadResponsesAttack implements Attack {
  private static final String TABLE = "attacked-responses";
  private static final int ITEMS = 40;
  private static final int CONNECTIONS = 50;
  private static final Duration BETWEEN_CONNECTIONS = Duration.ofMillis(50);

  @Override
  public String title() {
    return "responses of 16 MB that are not read";
  }

  @Override
  public void prepare(InetSocketAddress endpoint) throws IOException {
    try (var connection = DynamoDbConnection.open(endpoint)) {
      AttackRequests.createTable(connection, TABLE, false);
      for (int i = 0; i < ITEMS; i++) {
        connection
            .call("PutItem", AttackRequests.put(TABLE, "item-" + i, AttackRequests.LARGE))
            .orThrow("PutItem");
      }
    }
  }

  @Override
  public Attacker open(InetSocketAddress endpoint) {
    return new Requester(endpoint);
  }

  private static String request() {
    String keys =
        IntStream.range(0, ITEMS)
            .mapToObj(i -> "{\"id\":{\"S\":\"item-" + i + "\"}}")
            .collect(Collectors.joining(","));
    String body = "{\"RequestItems\":{\"" + TABLE + "\":{\"Keys\":[" + keys + "]}}}";
    return AttackRequests.head("BatchGetItem")
        + ("Content-Length: " + body.length() + "\r\n\r\n" + body);
  }

  private static final class Requester implements Attacker {
    private final InetSocketAddress endpoint;
    private final String requests = request().repeat(3);
    private final ArrayDeque<RawConnection> connections = new ArrayDeque<>();

    Requester(InetSocketAddress endpoint) {
      this.endpoint = endpoint;
    }

    @Override
    public void attack() throws IOException {
      if (connections.size() == CONNECTIONS) {
        connections.removeFirst().close();
      }
      var connection = RawConnection.openWithSmallBuffer(endpoint);
      connections.addLast(connection);
      connection.send(requests);
      LockSupport.parkNanos(BETWEEN_CONNECTIONS.toNanos());
    }

    @Override
    public void close() throws IOException {
      for (RawConnection connection : connections) {
        connection.close();
      }
    }
  }
}
