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

  private static final Duration BETWEEN_ROUNDS = Duration.ofMillis(200);

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
    private final List<@Nullable SocketChannel> channels = new ArrayList<>();
    private final ByteBuffer received = ByteBuffer.allocate(4_096);

    SlowConnections(SocketAddress endpoint) {
      this.endpoint = endpoint;
      for (int i = 0; i < connectionsPerAttacker; i++) {
        channels.add(null);
      }
    }

    @Override
    public void attack() {
      for (int i = 0; i < channels.size(); i++) {
        channels.set(i, advanced(channels.get(i)));
      }
      LockSupport.parkNanos(BETWEEN_ROUNDS.toNanos());
    }

    /** Sends a little more; null if the server ended the connection, to open it again. */
    private @Nullable SocketChannel advanced(@Nullable SocketChannel channel) {
      SocketChannel current = channel;
      try {
        if (current == null) {
          current = SocketChannel.open(endpoint);
          current.configureBlocking(false);
          current.write(ByteBuffer.wrap(head().getBytes(ISO_8859_1)));
        }
        current.write(ByteBuffer.wrap(" ".repeat(PIECE).getBytes(ISO_8859_1)));
        if (current.read(received.clear()) >= 0) {
          return current;
        }
        current.close();
      } catch (IOException _) {
        closeQuietly(current);
      }
      return null;
    }

    private String head() {
      return AttackRequests.head("PutItem") + "Content-Length: " + bodyBytes + "\r\n\r\n";
    }

    @Override
    public void close() {
      channels.forEach(SlowConnectionsAttack::closeQuietly);
    }
  }

  private static void closeQuietly(@Nullable SocketChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException _) {
        // It is closed in any case.
      }
    }
  }
}
