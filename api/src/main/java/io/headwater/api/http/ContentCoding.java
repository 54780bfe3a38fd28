package io.headwater.api.http;

import io.headwater.api.memory.PieceBuffer;
import io.headwater.api.memory.Reservation;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** The codings in which bodies are sent compressed (RFC 9110 §8.4.1); no others are served. */
enum ContentCoding {
  GZIP,
  /** Deflated data in the zlib format (RFC 1950). */
  DEFLATE;

  private static final int BUFFER_SIZE = 16 * 1024;

  private final String headerValue = name().toLowerCase(Locale.ROOT);

  /** Returns the coding of that name, in upper or lower case; null if there is none. */
  static @Nullable ContentCoding named(String name) {
    for (ContentCoding coding : values()) {
      if (coding.headerValue.equalsIgnoreCase(name)) {
        return coding;
      }
    }
    return null;
  }

  /** The name of the coding in a Content-Encoding header. */
  String headerValue() {
    return headerValue;
  }

  /** Compresses a body, for speed rather than for the last percents of size. */
  ByteString compress(ByteString body) {
    var compressed = new PieceBuffer(_ -> {}); // No more than the body, which is dropped for it.
    try (OutputStream out =
            switch (this) {
              case GZIP -> new FastGzipStream(compressed);
              case DEFLATE -> new FastZlibStream(compressed);
            };
        InputStream in = body.asInputStream()) {
      in.transferTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.toByteString();
  }

  /**
   * Decompresses a body.
   *
   * @param memory is raised before a piece is kept
   * @throws ZipException if the body is not compressed so, or not complete
   * @throws BodyTooLongException beyond {@code maxBytes}
   */
  ByteString decompress(ByteString body, long maxBytes, Reservation memory)
      throws ZipException, BodyTooLongException {
    return switch (this) {
      case GZIP -> Decompressor.gunzip(body, maxBytes, memory);
      case DEFLATE -> Decompressor.inflate(body, maxBytes, memory);
    };
  }

  private static final class FastGzipStream extends GZIPOutputStream {
    FastGzipStream(OutputStream out) throws IOException {
      super(out, BUFFER_SIZE);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  private static final class FastZlibStream extends DeflaterOutputStream {
    FastZlibStream(OutputStream out) {
      super(out, new Deflater(Deflater.BEST_SPEED), BUFFER_SIZE);
    }

    @Override
    public void close() throws IOException {
      try {
        super.close();
      } finally {
        def.end();
      }
    }
  }
}
