package io.headwater.streams.trigger.function;

import io.headwater.streams.record.LambdaEventJson;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.ClientTransport;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.settings.ConnectionPoolSettings;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.apache.pekko.stream.javadsl.Sink;

/**
 * A function behind a URL. It gets the event as JSON by POST, and a response of 2xx means that it
 * handled the event. Redirects are not followed.
 *
 * <p>The time-out covers the call from its start to the last byte of the response, whose body is
 * read up to a limit and dropped.
 */
final class HttpFunction implements StreamFunction {
  private static final int STATUS_CLASS = 100;
  private static final int SUCCESS = 2;

  /** More than the shards that call one function; the pool opens connections on demand. */
  private static final int MAX_CONNECTIONS = 1_024;

  private final ActorSystem<?> system;
  private final URI url;
  private final String awsRegion;
  private final Duration timeout;
  private final long maxResponseBytes;
  private final ConnectionPoolSettings connections;

  HttpFunction(
      ActorSystem<?> system, URI url, String awsRegion, Duration timeout, long maxResponseBytes) {
    this.system = system;
    this.url = url;
    this.awsRegion = awsRegion;
    this.timeout = timeout;
    this.maxResponseBytes = maxResponseBytes;
    // The trigger retries with its own back-off, so that the pool neither retries nor waits.
    this.connections =
        ConnectionPoolSettings.create(system.classicSystem())
            .withMaxConnections(MAX_CONNECTIONS)
            .withMaxOpenRequests(MAX_CONNECTIONS)
            .withMaxRetries(0)
            .withBaseConnectionBackoff(Duration.ZERO)
            .withIdleTimeout(timeout)
            .withTransport(ClientTransport.withCustomResolver(HttpFunction::resolve));
  }

  private static CompletionStage<InetSocketAddress> resolve(String host, Object port) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return FunctionAddress.resolve(host, (Integer) port);
          } catch (UnknownHostException e) {
            throw new CompletionException(e);
          }
        },
        Thread::startVirtualThread);
  }

  /** Writes the JSON on a thread of its own: it may be megabytes, and callers are actors. */
  @Override
  public CompletionStage<Void> invoke(Invocation invocation) {
    return CompletableFuture.supplyAsync(() -> request(invocation), Thread::startVirtualThread)
        .thenCompose(this::send)
        .thenCompose(this::check)
        .copy()
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  private HttpRequest request(Invocation invocation) {
    byte[] event = LambdaEventJson.toBytes(invocation.records(), invocation.streamArn(), awsRegion);
    return HttpRequest.POST(url.toString()).withEntity(ContentTypes.APPLICATION_JSON, event);
  }

  private CompletionStage<HttpResponse> send(HttpRequest request) {
    Http http = Http.get(system);
    return http.singleRequest(
        request, http.defaultClientHttpsContext(), connections, system.classicSystem().log());
  }

  private CompletionStage<Void> check(HttpResponse response) {
    int status = response.status().intValue();
    if (status / STATUS_CLASS != SUCCESS) {
      // Cancelled and not read, which closes the connection.
      response.entity().getDataBytes().runWith(Sink.cancelled(), system);
      return CompletableFuture.failedFuture(
          new FunctionFailedException(url + " answered " + status, null));
    }
    return response
        .entity()
        .withSizeLimit(maxResponseBytes)
        .getDataBytes()
        .completionTimeout(timeout)
        .runWith(Sink.ignore(), system)
        .handle((_, failure) -> {
          if (failure != null) {
            throw new FunctionFailedException(
                failure instanceof EntityStreamSizeException
                    ? url + " answered more than " + maxResponseBytes + " bytes"
                    : url + " did not complete its response",
                failure);
          }
          return null;
        });
  }
}
