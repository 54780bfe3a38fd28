package io.headwater.api.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.RequestEntity;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.util.ByteString;

/**
 * Reads bodies whole, up to the longest that is accepted.
 *
 * <p>A body that is too long is read on and dropped, up to {@link #DROPPED_FACTOR} times that
 * length: a connection that is closed before all was read is reset, and with it the client loses
 * the answer that says why.
 */
final class BodyReader {
  private static final int DROPPED_FACTOR = 4;

  private final ActorSystem<?> system;
  private final HttpSettings settings;

  BodyReader(ActorSystem<?> system, HttpSettings settings) {
    this.system = system;
    this.settings = settings;
  }

  /** What came so far; nothing once it is too long. */
  private record Received(ByteString bytes, boolean tooLong) {
    private static final Received NOTHING = new Received(ByteString.emptyByteString(), false);
    private static final Received TOO_LONG = new Received(ByteString.emptyByteString(), true);
  }

  /**
   * The body's bytes. Fails with a {@link BodyTooLongException}, and with a {@link
   * java.util.concurrent.TimeoutException} where it does not arrive within the set time.
   */
  CompletionStage<byte[]> read(RequestEntity entity) {
    long maxBytes = settings.maxContentLengthBytes();
    return entity
        .withSizeLimit(DROPPED_FACTOR * maxBytes)
        .getDataBytes()
        .completionTimeout(settings.bodyTimeout())
        .runWith(
            Sink.fold(Received.NOTHING, (received, more) -> plus(received, more, maxBytes)), system)
        .exceptionallyCompose(failure ->
            failure instanceof EntityStreamSizeException
                ? CompletableFuture.completedFuture(Received.TOO_LONG)
                : CompletableFuture.failedFuture(failure))
        .thenCompose(received ->
            received.tooLong()
                ? CompletableFuture.failedFuture(new BodyTooLongException(maxBytes))
                : CompletableFuture.completedFuture(received.bytes().toArrayUnsafe()));
  }

  /**
   * Reads a body on and drops it, within the same limits, so that its client can read the response
   * that is sent meanwhile.
   */
  void discard(RequestEntity entity) {
    entity
        .withSizeLimit(DROPPED_FACTOR * settings.maxContentLengthBytes())
        .getDataBytes()
        .completionTimeout(settings.bodyTimeout())
        .runWith(Sink.ignore(), system);
  }

  private static Received plus(Received received, ByteString more, long maxBytes) {
    return received.tooLong() || received.bytes().size() + (long) more.size() > maxBytes
        ? Received.TOO_LONG
        : new Received(received.bytes().concat(more), false);
  }
}
