package io.headwater.loadtests.abuse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Many connections that each send a long body slowly. */
final class SlowConnectionsAttack implements Attack {
  /** Sent on one connection in a round (bytes). */
  private static final int PIECE = 2_000;

  /** Between two pieces on one connection. */
  private static final Duration INTERVAL = Duration.ofMillis(200);

  private final int connectionsPerAttacker;
  private final int bodyBytes;

  /**
   * An attack on one kind of bodies.
   *
   * @param bodyBytes that every request says it will send
   */
  SlowConnectionsAttack(int connectionsPerAttacker, int bodyBytes) {
    this.connectionsPerAttacker = connectionsPerAttacker;
    this.bodyBytes = bodyBytes;
  }

  @Override
  public String title() {
    return "slow connections with bodies of " + bodyBytes + " bytes";
  }

  @Override
  public Attacker open(InetSocketAddress endpoint) {
    return new SlowConnections(new InetSocketAddress(endpoint.getAddress(), endpoint.getPort()));
  }

  private final class SlowConnections implements Attacker {
    private final SocketAddress endpoint;
    private final List<@Nullable Connection> connections = new ArrayList<>();
    private final ByteBuffer received = ByteBuffer.allocate(4_096);
    private final byte[] head =
        (AttackRequests.head("PutItem") + "Content-Length: " + bodyBytes + "\r\n\r\n")
            .getBytes(ISO_8859_1);
    private final byte[] piece = " ".repeat(PIECE).getBytes(ISO_8859_1);
    private int next;

    SlowConnections(SocketAddress endpoint) {
      this.endpoint = endpoint;
      for (int i = 0; i < connectionsPerAttacker; i++) {
        connections.add(null);
      }
    }

    /** Sends a little more on the next connection. */
    @Override
    public void attack() {
      connections.set(next, advanced(connections.get(next)));
      next = (next + 1) % connections.size();
      LockSupport.parkNanos(INTERVAL.toNanos() / connections.size());
    }

    /** Null if the server ended the connection, to open it again. */
    private @Nullable Connection advanced(@Nullable Connection connection) {
      Connection current = connection;
      try {
        if (current == null) {
          current = Connection.begin(endpoint);
        }
        if (current.send(head, piece) && current.channel.read(received.clear()) < 0) {
          current.close();
          return null;
        }
        return current;
      } catch (IOException _) {
        closeQuietly(current);
        return null;
      }
    }

    @Override
    public void close() {
      connections.forEach(SlowConnectionsAttack::closeQuietly);
    }
  }

  /** A connection that never blocks: the server may take its time to accept it. */
  private static final class Connection implements AutoCloseable {
    private final SocketChannel channel;
    private boolean headSent;

    private Connection(SocketChannel channel) {
      this.channel = channel;
    }

    static Connection begin(SocketAddress endpoint) throws IOException {
      var channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.connect(endpoint);
      return new Connection(channel);
    }

    /** Returns false if the connection is not there yet. */
    boolean send(byte[] head, byte[] piece) throws IOException {
      if (!channel.finishConnect()) {
        return false;
      }
      if (!headSent) {
        channel.write(ByteBuffer.wrap(head));
        headSent = true;
      }
      channel.write(ByteBuffer.wrap(piece));
      return true;
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  private static void closeQuietly(@Nullable Connection connection) {
    if (connection != null) {
      try {
        connection.close();
      } catch (IOException _) {
        // It is closed in any case.
      }
    }
  }
}
