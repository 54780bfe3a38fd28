package io.headwater.loadtests.browser;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Serves the page that makes the attempts, and receives its report. */
final class PageServer implements AutoCloseable {
  private final HttpServer server;
  private final BlockingQueue<String> reports = new LinkedBlockingQueue<>();

  private PageServer(HttpServer server) {
    this.server = server;
  }

  static PageServer start() throws IOException {
    var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var started = new PageServer(http);
    http.createContext("/page", started::servePage);
    http.createContext("/report", started::receiveReport);
    http.start();
    return started;
  }

  static byte[] page() {
    try (InputStream page = PageServer.class.getResourceAsStream("page.html")) {
      return Objects.requireNonNull(page).readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read the page from the class path", e);
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  BlockingQueue<String> reports() {
    return reports;
  }

  private void servePage(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] page = page();
      exchange.getResponseHeaders().set("Content-Type", "text/html");
      exchange.sendResponseHeaders(200, page.length);
      exchange.getResponseBody().write(page);
    }
  }

  private void receiveReport(HttpExchange exchange) throws IOException {
    try (exchange) {
      reports.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      exchange.sendResponseHeaders(204, -1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
