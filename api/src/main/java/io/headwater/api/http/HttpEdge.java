package io.headwater.api.http;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.SystemMaterializer;
import org.apache.pekko.stream.ThrottleMode;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;

/** The bound address on which requests come in. */
public final class HttpEdge {
  /** Connections that come together are accepted at once if they are no more than these. */
  private static final int BURSTS_PER_SECOND = 20;

  /** DynamoDB accepts no longer request line, and no more headers (bytes). */
  static final int MAX_HEAD_BYTES = 16 * 1024;

  private static final int MAX_URI_BYTES = MAX_HEAD_BYTES - "POST  HTTP/1.1".length();

  private final ServerBinding binding;
  private final ConnectionStage connections;
  private final HttpSettings settings;

  private HttpEdge(ServerBinding binding, ConnectionStage connections, HttpSettings settings) {
    this.binding = binding;
    this.connections = connections;
    this.settings = settings;
  }

  /** Has Pekko HTTP and what reads its settings loaded when {@link #bind} needs them. */
  public static void prepare(ActorSystem<?> system) {
    Http.get(system);
    ServerSettings.create(system.settings().config());
  }

  /**
   * Starts to listen. Fails with {@code BindFailedException} where the address can't be had.
   *
   * @param handler answers every request; its stage never fails
   */
  public static CompletionStage<HttpEdge> bind(
      ActorSystem<?> system,
      HttpSettings settings,
      Function<HttpRequest, CompletionStage<HttpResponse>> handler) {
    ServerSettings serverSettings = serverSettings(system.settings().config(), settings);
    // Not bind(handler): on its way every answer would pass through the system's default
    // dispatcher. Here one that is available at once stays on the connection's thread.
    var connections = new ConnectionStage(system, handler);
    Flow<HttpRequest, HttpResponse, CompletionStage<Done>> flow = Flow.fromGraph(connections);
    Materializer materializer = SystemMaterializer.get(system).materializer();
    return Http.get(system)
        .newServerAt(settings.host(), settings.port())
        .withSettings(serverSettings)
        .connectionSource()
        .throttle(
            settings.connectionRate(),
            Duration.ofSeconds(1),
            Math.max(1, settings.connectionRate() / BURSTS_PER_SECOND),
            ThrottleMode.shaping())
        .mapAsyncUnordered(
            settings.maxConnections(), connection -> connection.handleWith(flow, materializer))
        .to(Sink.ignore())
        .run(materializer)
        .thenApply(binding -> new HttpEdge(binding, connections, settings));
  }

  /** The address that was bound, with the port that was found where 0 was asked for. */
  public InetSocketAddress address() {
    return binding.localAddress();
  }

  /** Stops to accept, lets the requests under way finish within the set time, then closes. */
  public CompletionStage<Done> stop() {
    return binding.unbind().thenCompose(_ -> connections.stop(settings.shutdownTimeout()));
  }

  /**
   * Pekko HTTP's settings. Our own handler limits the time of a request, in DynamoDB's error shape,
   * so that Pekko's time-out is off; the parser needs no model of headers that nobody looks at, and
   * logs no requests that are no HTTP: they are their clients' fault, and of any number and text.
   */
  private static ServerSettings serverSettings(Config system, HttpSettings settings) {
    String server = "pekko.http.server.";
    String parsing = server + "parsing.";
    Config overrides =
        ConfigFactory.parseMap(
            Map.ofEntries(
                Map.entry(server + "server-header", "Server"),
                Map.entry(server + "max-connections", settings.maxConnections()),
                Map.entry(server + "idle-timeout", settings.idleTimeout().toMillis() + " ms"),
                Map.entry(server + "request-timeout", "infinite"),
                Map.entry(server + "backlog", 1024),
                Map.entry(parsing + "max-content-length", settings.maxContentLengthBytes()),
                Map.entry(parsing + "max-uri-length", MAX_URI_BYTES),
                Map.entry(parsing + "max-header-value-length", MAX_HEAD_BYTES),
                Map.entry(parsing + "error-handler", ParseErrorHandler.class.getName()),
                Map.entry(parsing + "modeled-header-parsing", "off"),
                Map.entry(parsing + "illegal-header-warnings", "off"),
                Map.entry(parsing + "error-logging-verbosity", "off"),
                Map.entry(parsing + "uri-parsing-mode", "relaxed")));
    return ServerSettings.create(overrides.withFallback(system));
  }
}
