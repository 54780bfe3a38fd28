package io.headwater.streams.trigger.function;

import io.headwater.streams.record.LambdaEventJson;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A function behind a URL: it gets the event as JSON by POST, and 2xx means that it handled it. */
final class HttpFunction implements StreamFunction {
  private static final int STATUS_CLASS = 100;
  private static final int SUCCESS = 2;

  private final URI url;
  private final String awsRegion;
  private final Duration timeout;

  /** Made on first use: a server without such functions does without a client's threads. */
  private final Supplier<HttpClient> client;

  HttpFunction(URI url, String awsRegion, Duration timeout, Supplier<HttpClient> client) {
    this.url = url;
    this.awsRegion = awsRegion;
    this.timeout = timeout;
    this.client = client;
  }

  /** Writes the JSON on the client's threads too: it may be megabytes, and callers are actors. */
  @Override
  public CompletionStage<Void> invoke(Invocation invocation) {
    var http = client.get();
    return CompletableFuture.supplyAsync(
            () -> request(invocation), http.executor().orElseGet(ForkJoinPool::commonPool))
        .thenCompose(request -> send(http, request))
        .thenAccept(this::check);
  }

  private HttpRequest request(Invocation invocation) {
    byte[] event = LambdaEventJson.toBytes(invocation.records(), invocation.streamArn(), awsRegion);
    return HttpRequest.newBuilder(url)
        .timeout(timeout)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofByteArray(event))
        .build();
  }

  /** The request's own time-out ends with the answer's head; the body must come in time, too. */
  private CompletableFuture<HttpResponse<Void>> send(HttpClient http, HttpRequest request) {
    var exchange = http.sendAsync(request, BodyHandlers.discarding());
    return exchange
        .copy()
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((_, _) -> exchange.cancel(true));
  }

  private void check(HttpResponse<?> response) {
    if (response.statusCode() / STATUS_CLASS != SUCCESS) {
      throw new FunctionFailedException(url + " answered " + response.statusCode(), null);
    }
  }
}
