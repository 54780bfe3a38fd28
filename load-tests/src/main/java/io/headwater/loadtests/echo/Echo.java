package io.headwater.loadtests.echo;

import io.headwater.api.http.HttpEdge;
import io.headwater.api.server.ServerSettings;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.util.ByteString;

/**
 * Headwater's HTTP edge, with its settings and dispatchers, over nothing: every request is read
 * whole and answered with the same 1 KB.
 */
public final class Echo {
  private static final int ANSWER_BYTES = 1_024;
  private static final long BODY_TIMEOUT_MILLIS = 60_000;

  /** An answer that is right for each request of the load, filled up to its length. */
  private static final ByteString ANSWER = answer();

  private Echo() {}

  /**
   * Serves until the process is ended.
   *
   * @param arguments the port
   */
  public static void main(String[] arguments) {
    var settings =
        ServerSettings.load(
            null,
            Map.of(
                "headwater.http.port",
                Integer.parseInt(arguments[0]),
                "pekko.actor.provider",
                "local"));
    ActorSystem<?> system =
        ActorSystem.create(
            Behaviors.empty(),
            "echo",
            ActorSystemSetup.create(BootstrapSetup.create(settings.config())));
    HttpEdge.bind(system, settings.http(), request -> answer(request, system))
        .toCompletableFuture()
        .join();
  }

  private static CompletionStage<HttpResponse> answer(HttpRequest request, ActorSystem<?> system) {
    return request
        .entity()
        .toStrict(BODY_TIMEOUT_MILLIS, Long.MAX_VALUE, system)
        .thenApply(_ ->
            HttpResponse.create()
                .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, ANSWER)));
  }

  private static ByteString answer() {
    String start = "{\"UnprocessedItems\":{},\"Filler\":\"";
    String end = "\"}";
    String answer = start + "x".repeat(ANSWER_BYTES - start.length() - end.length()) + end;
    return ByteString.fromArrayUnsafe(answer.getBytes(StandardCharsets.US_ASCII));
  }
}
