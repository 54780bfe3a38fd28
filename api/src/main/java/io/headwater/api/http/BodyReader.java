package io.headwater.api.http;

import io.headwater.api.memory.Reservation;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.RequestEntity;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.apache.pekko.stream.ThrottleMode;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * Reads bodies whole, up to the longest that is accepted, within the memory that is left.
 *
 * <p>A body that is too long, or for which there is no memory, is read on and dropped, up to {@link
 * #DROPPED_FACTOR} times the longest length, before its request is answered: Pekko HTTP closes a
 * connection whose response is sent earlier, and with it the client loses the answer that says why.
 */
final class BodyReader {
  private static final int DROPPED_FACTOR = 4;

  /**
   * How much is discarded in an interval (bytes). A client that sends large bodies although they
   * are refused has to wait, and the others have the processors.
   */
  private static final int DISCARDED_AT_ONCE = 512 * 1024;

  private static final Duration DISCARD_INTERVAL = Duration.ofMillis(100);

  private final ActorSystem<?> system;
  private final HttpSettings settings;

  BodyReader(ActorSystem<?> system, HttpSettings settings) {
    this.system = system;
    this.settings = settings;
  }

  /**
   * The body's bytes. Fails with a {@link BodyTooLongException}, and with a {@link
   * java.util.concurrent.TimeoutException} where it does not arrive within the set time.
   *
   * @param memory is raised before the bytes are kept
   * @throws io.headwater.actors.model.DynamoDbException a ThrottlingException if there is no memory
   *     for a body of the length that it says; nothing was read then. The stage may fail with one
   *     as well
   */
  CompletionStage<ByteString> read(RequestEntity entity, Reservation memory) {
    if (entity instanceof HttpEntity.Strict strict) {
      memory.raiseTo(RequestCost.ofBody(strict.getData().size()));
      return CompletableFuture.completedFuture(strict.getData());
    }
    long maxBytes = settings.maxContentLengthBytes();
    long length = entity.getContentLengthOption().orElse(0);
    if (length > RequestCost.FREE_BODY_BYTES && length <= maxBytes) {
      memory.raiseTo(RequestCost.ofBody(length));
    }
    var buffer = new BodyBuffer(length == 0 ? maxBytes : Math.min(length, maxBytes), memory);
    return paced(entity, () -> buffer.rejection() != null)
        .runWith(Sink.fold(buffer, BodyBuffer::append), system)
        .exceptionallyCompose(failure ->
            failure instanceof EntityStreamSizeException
                ? CompletableFuture.failedFuture(new BodyTooLongException(maxBytes))
                : CompletableFuture.failedFuture(failure))
        .thenCompose(read -> complete(read, memory));
  }

  private static CompletionStage<ByteString> complete(BodyBuffer buffer, Reservation memory) {
    if (buffer.rejection() != null) {
      return CompletableFuture.failedFuture(buffer.rejection());
    }
    ByteString body = buffer.toByteString();
    memory.raiseTo(RequestCost.ofBody(body.size()));
    return CompletableFuture.completedFuture(body);
  }

  /** Reports whether a body announces that it is longer than is accepted. */
  boolean isKnownTooLong(RequestEntity entity) {
    return entity.getContentLengthOption().orElse(0) > settings.maxContentLengthBytes();
  }

  /**
   * Reads a body and drops it; completes when the response may be sent. Fails if the body is too
   * long, or does not arrive within the set time.
   */
  CompletionStage<?> discard(RequestEntity entity) {
    return entity instanceof HttpEntity.Strict
        ? CompletableFuture.completedStage(null)
        : paced(entity, () -> true).runWith(Sink.ignore(), system);
  }

  /** The pieces of a body, of which those that are discarded come slowly if they are many. */
  private Source<ByteString, ?> paced(RequestEntity entity, BooleanSupplier isDiscarded) {
    long length = entity.getContentLengthOption().orElse(Long.MAX_VALUE);
    return length <= DISCARDED_AT_ONCE
        ? bytesOf(entity)
        : bytesOf(entity)
            .throttle(
                DISCARDED_AT_ONCE,
                DISCARD_INTERVAL,
                DISCARDED_AT_ONCE,
                piece -> isDiscarded.getAsBoolean() ? piece.size() : 0,
                ThrottleMode.shaping());
  }

  private Source<ByteString, ?> bytesOf(RequestEntity entity) {
    return entity
        .withSizeLimit(DROPPED_FACTOR * settings.maxContentLengthBytes())
        .getDataBytes()
        .completionTimeout(settings.bodyTimeout());
  }
}
