package io.headwater.api.http;

import io.headwater.api.memory.Reservation;
import java.time.Duration;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * Holds the memory of a response until the client has received it. A client that reads slowly would
 * otherwise fill the heap with responses that no budget counts.
 */
final class ResponseSender {
  /**
   * A response of up to this length is handed to the connection in one piece and no longer counted:
   * a connection has one of them at most (bytes).
   */
  private static final int SMALL = 16 * 1024;

  /**
   * The connection takes the next piece when the operating system has accepted the last (bytes).
   */
  private static final int PIECE = 64 * 1024;

  private final Duration timeout;

  /** A sender that gives up a response that its client does not read within a time. */
  ResponseSender(Duration timeout) {
    this.timeout = timeout;
  }

  /** The same response, which closes the reservation when it has been sent or given up. */
  HttpResponse sending(HttpResponse response, Reservation memory) {
    if (!(response.entity() instanceof HttpEntity.Strict strict)
        || strict.getData().size() <= SMALL) {
      memory.close();
      return response;
    }
    ByteString bytes = strict.getData();
    memory.lowerTo(bytes.size());
    var pieces =
        Source.range(0, (bytes.size() - 1) / PIECE)
            .map(piece -> bytes.slice(piece * PIECE, (piece + 1) * PIECE))
            .completionTimeout(timeout)
            .watchTermination((_, sent) -> sent.whenComplete((_, _) -> memory.close()));
    return response.withEntity(HttpEntities.create(strict.getContentType(), bytes.size(), pieces));
  }
}
