package io.headwater.streams.trigger.function;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A server that sends the same bytes on each connection and reads until the client closes it. */
final class RespondingServer implements AutoCloseable {
  private final ServerSocket server;
  private final byte[] response;

  private RespondingServer(ServerSocket server, byte[] response) {
    this.server = server;
    this.response = response;
  }

  static RespondingServer start(String response) throws IOException {
    var started =
        new RespondingServer(
            new ServerSocket(0, 10, InetAddress.getLoopbackAddress()),
            response.getBytes(ISO_8859_1));
    Thread.startVirtualThread(started::accept);
    return started;
  }

  String url() {
    return "http://127.0.0.1:" + server.getLocalPort() + "/";
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.startVirtualThread(() -> serve(socket));
      }
    } catch (IOException _) {
      // Closed: the test is over.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      // The request's first byte; a response before it would be no response.
      if (socket.getInputStream().read() >= 0) {
        socket.getOutputStream().write(response);
        socket.getInputStream().readAllBytes();
      }
    } catch (IOException _) {
      // The client closed the connection.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
