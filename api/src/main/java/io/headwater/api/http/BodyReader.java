package io.headwater.api.http;

import io.headwater.api.memory.Reservation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.RequestEntity;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * Reads bodies whole, up to the longest that is accepted, within the memory that is left.
 *
 * <p>A body that is too long, or for which there is no memory, is read on and dropped, up to {@link
 * #DROPPED_FACTOR} times the longest length: a connection that is closed before all was read is
 * reset, and with it the client loses the answer that says why.
 */
final class BodyReader {
  private static final int DROPPED_FACTOR = 4;

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
  CompletionStage<byte[]> read(RequestEntity entity, Reservation memory) {
    if (entity instanceof HttpEntity.Strict strict) {
      memory.raiseTo(RequestCost.ofBody(strict.getData().size()));
      return CompletableFuture.completedFuture(strict.getData().toArrayUnsafe());
    }
    long maxBytes = settings.maxContentLengthBytes();
    long length = entity.getContentLengthOption().orElse(0);
    if (length > RequestCost.FREE_BODY_BYTES && length <= maxBytes) {
      memory.raiseTo(RequestCost.ofBody(length));
    }
    var buffer = new BodyBuffer(length == 0 ? maxBytes : Math.min(length, maxBytes), memory);
    return bytesOf(entity)
        .runWith(Sink.fold(buffer, BodyBuffer::append), system)
        .exceptionallyCompose(failure ->
            failure instanceof EntityStreamSizeException
                ? CompletableFuture.failedFuture(new BodyTooLongException(maxBytes))
                : CompletableFuture.failedFuture(failure))
        .thenCompose(read -> complete(read, memory));
  }

  private static CompletionStage<byte[]> complete(BodyBuffer buffer, Reservation memory) {
    if (buffer.rejection() != null) {
      return CompletableFuture.failedFuture(buffer.rejection());
    }
    byte[] body = buffer.toByteArray();
    memory.raiseTo(RequestCost.ofBody(body.length));
    return CompletableFuture.completedFuture(body);
  }

  /** Reads a body on and drops it, so that its client can read the response sent meanwhile. */
  void discard(RequestEntity entity) {
    if (!(entity instanceof HttpEntity.Strict)) {
      bytesOf(entity).runWith(Sink.ignore(), system);
    }
  }

  private Source<ByteString, ?> bytesOf(RequestEntity entity) {
    return entity
        .withSizeLimit(DROPPED_FACTOR * settings.maxContentLengthBytes())
        .getDataBytes()
        .completionTimeout(settings.bodyTimeout());
  }
}
