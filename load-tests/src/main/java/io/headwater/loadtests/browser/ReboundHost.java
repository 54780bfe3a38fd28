package io.headwater.loadtests.browser;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A port that first serves the attacker's page and from then on is the database, as a name is after
 * DNS rebinding. Connections for other paths than the page's are relayed byte by byte.
 */
final class ReboundHost implements AutoCloseable {
  private final ServerSocket server;
  private final InetSocketAddress database;

  private ReboundHost(ServerSocket server, InetSocketAddress database) {
    this.server = server;
    this.database = database;
  }

  static ReboundHost start(InetSocketAddress database) throws IOException {
    var started =
        new ReboundHost(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), database);
    Thread.ofVirtual().start(started::accept);
    return started;
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException _) {
      // Closed: the check is over.
    }
  }

  private void serve(Socket browser) {
    try (browser) {
      byte[] firstLine = firstLine(browser);
      if (new String(firstLine, ISO_8859_1).startsWith("GET /page")) {
        servePage(browser);
      } else if (firstLine.length > 0) {
        relay(browser, firstLine);
      }
    } catch (IOException _) {
      // The browser closed the connection.
    }
  }

  private static byte[] firstLine(Socket browser) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = browser.getInputStream().read(); b >= 0; b = browser.getInputStream().read()) {
      line.write(b);
      if (b == '\n') {
        break;
      }
    }
    return line.toByteArray();
  }

  private static void servePage(Socket browser) throws IOException {
    byte[] page = PageServer.page();
    String head =
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: "
            + (page.length + "\r\n\r\n");
    browser.getOutputStream().write(head.getBytes(ISO_8859_1));
    browser.getOutputStream().write(page);
  }

  private void relay(Socket browser, byte[] firstLine) throws IOException {
    try (var target = new Socket(database.getAddress(), database.getPort())) {
      target.getOutputStream().write(firstLine);
      Thread.ofVirtual().start(() -> copy(target, browser));
      browser.getInputStream().transferTo(target.getOutputStream());
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException _) {
      // Either side closed its connection.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
