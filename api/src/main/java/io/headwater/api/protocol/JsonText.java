package io.headwater.api.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.headwater.api.memory.PieceBuffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.LongConsumer;
import org.apache.pekko.util.ByteString;

/** JSON as bytes: parsers with Headwater's limits, and answers written out. */
public final class JsonText {
  /** Levels of arrays and objects that a request may nest; DynamoDB's own values nest 32. */
  static final int MAX_DEPTH = 500;

  /** No token is longer than a body: 16 MiB, so that the body's limit is the only one. */
  private static final int MAX_TOKEN_LENGTH = 1 << 24;

  /** Room for most answers, so that the buffer grows seldom (bytes). */
  private static final int INITIAL_ANSWER_SIZE = 2_000;

  /** An answer in one piece of up to this length belongs to what every request reserves (bytes). */
  private static final int UNMETERED_PIECE_BYTES = 4 * 1024;

  /** A body of up to this length is read from one array (bytes). */
  private static final int MAX_ARRAY_BYTES = 64 * 1024;

  static final JsonFactory FACTORY =
      JsonFactory.builder()
          // Names are whatever the clients say: kept out of the JVM's table of interned strings.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
          // Characters beyond U+FFFF are answered as UTF-8 like all others, not as two escapes.
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_TOKEN_LENGTH)
                  .maxNameLength(MAX_TOKEN_LENGTH)
                  .build())
          .build();

  private JsonText() {}

  /** Writes an answer of a few KB. */
  public static byte[] write(Answer answer) {
    try (var bytes = new ByteArrayBuilder(INITIAL_ANSWER_SIZE)) {
      try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
        answer.writeTo(generator);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes an answer of any length.
   *
   * @param reserve is given the bytes of memory that the next piece takes, before it is kept; may
   *     throw to end the writing
   */
  public static ByteString write(Answer answer, LongConsumer reserve) {
    var pieces =
        new PieceBuffer(length -> {
          if (length > UNMETERED_PIECE_BYTES) {
            reserve.accept(length);
          }
        });
    try (JsonGenerator generator = FACTORY.createGenerator(pieces)) {
      answer.writeTo(generator);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return pieces.toByteString();
  }

  /** A parser that reads a long body piece by piece. */
  static JsonParser parser(ByteString body) throws IOException {
    return body.size() <= MAX_ARRAY_BYTES
        ? FACTORY.createParser(body.toArrayUnsafe())
        : FACTORY.createParser(body.asInputStream());
  }

  /** Whether the bytes are one JSON value, within the limits. */
  public static boolean isWellFormed(ByteString body) {
    try (JsonParser parser = parser(body)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }
}
