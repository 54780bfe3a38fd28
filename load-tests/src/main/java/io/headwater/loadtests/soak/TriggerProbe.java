package io.headwater.loadtests.soak;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.headwater.loadtests.client.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A function behind a URL: takes a stream's records and remembers each item's versions in the order
 * in which it saw them first. It outlives the server that calls it.
 */
final class TriggerProbe implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Violations violations;
  private final Map<String, List<Long>> versionsOfKey = new HashMap<>();
  private long seenCount;
  private boolean isDeaf;

  TriggerProbe(Violations violations) {
    this.violations = violations;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:%d/".formatted(server.getAddress().getPort());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Json event = Json.parse(exchange.getRequestBody().readAllBytes());
      exchange.sendResponseHeaders(take(event) ? 200 : 503, -1);
    } catch (IllegalArgumentException e) {
      violations.add("the trigger got what is no event: " + e.getMessage());
      exchange.sendResponseHeaders(400, -1);
    }
  }

  /** Takes an event, or not while the caller is dying; answers whether it did. */
  private synchronized boolean take(Json event) {
    if (!isDeaf) {
      event.at("Records").elements().forEach(this::note);
    }
    return !isDeaf;
  }

  /** Refuses every event from now on: a caller whose power is cut calls nobody. */
  synchronized void stopListening() {
    isDeaf = true;
  }

  synchronized void startListening() {
    isDeaf = false;
  }

  private void note(Json record) {
    String key = record.textAt("dynamodb", "Keys", "pk", "S");
    long version = Long.parseLong(record.textAt("dynamodb", "NewImage", "version", "N"));
    var versions = versionsOfKey.computeIfAbsent(key, _ -> new ArrayList<>());
    if (versions.isEmpty() || versions.getLast() < version) {
      versions.add(version);
      seenCount++;
      notifyAll();
    } else if (!versions.contains(version)) {
      violations.add("the trigger saw version %d of %s too late".formatted(version, key));
    } // Otherwise it came again, which "at least once" allows.
  }

  /** Waits until that many different changes were seen in all, but not longer than a while. */
  synchronized void awaitSeen(long count, Duration longest) {
    long endNanos = System.nanoTime() + longest.toNanos();
    try {
      for (long leftMillis = longest.toMillis(); seenCount < count && leftMillis > 0; ) {
        wait(leftMillis);
        leftMillis = (endNanos - System.nanoTime()) / 1_000_000;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a trigger was to be called", e);
    }
  }

  synchronized Map<String, List<Long>> versionsOfKey() {
    var copy = new HashMap<String, List<Long>>();
    versionsOfKey.forEach((key, versions) -> copy.put(key, List.copyOf(versions)));
    return copy;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
