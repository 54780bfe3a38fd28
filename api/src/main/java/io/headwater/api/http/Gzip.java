package io.headwater.api.http;

import io.headwater.api.memory.Reservation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Bodies in gzip's form (RFC 1952), whole in memory, inflated within a limit.
 *
 * <p>Not {@link java.util.zip.GZIPInputStream}: it calls itself for each member of the file, so
 * that a body of many empty members overflows the stack. Here a body costs at most its own length
 * and the limit, in time and in memory.
 */
final class Gzip {
  private static final int BUFFER_SIZE = 16 * 1024;
  private static final int MAGIC = 0x8B1F;
  private static final int DEFLATED = 8;
  private static final int HEADER_SIZE = 10;

  private static final int FLAG_HEADER_CRC = 2;
  private static final int FLAG_EXTRA = 4;
  private static final int FLAG_NAME = 8;
  private static final int FLAG_COMMENT = 16;
  private static final int RESERVED_FLAGS = 0xE0;

  private final byte[] body;
  private final long maxBytes;
  private final Inflater inflater;
  private final Reservation memory;
  private final ByteArrayOutputStream inflated = new ByteArrayOutputStream(BUFFER_SIZE);
  private final byte[] buffer = new byte[BUFFER_SIZE];
  private int position;

  private Gzip(byte[] body, long maxBytes, Inflater inflater, Reservation memory) {
    this.body = body;
    this.maxBytes = maxBytes;
    this.inflater = inflater;
    this.memory = memory;
  }

  /**
   * Inflates a body.
   *
   * @param memory is raised before a piece is kept
   * @throws ZipException if it is not gzip, or not whole
   * @throws BodyTooLongException beyond {@code maxBytes}
   */
  static byte[] inflate(byte[] body, long maxBytes, Reservation memory)
      throws ZipException, BodyTooLongException {
    try (var inflater = new Inflater(true)) {
      var gzip = new Gzip(body, maxBytes, inflater, memory);
      do {
        gzip.member();
      } while (gzip.position < body.length);
      return gzip.inflated.toByteArray();
    } catch (DataFormatException e) {
      throw malformed();
    }
  }

  /** Compresses a body, for speed rather than for the last percents of size. */
  static byte[] deflate(byte[] body) {
    var deflated = new ByteArrayOutputStream(body.length / 4);
    try (var gzip = new FastGzipStream(deflated)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return deflated.toByteArray();
  }

  private static final class FastGzipStream extends GZIPOutputStream {
    FastGzipStream(ByteArrayOutputStream out) throws IOException {
      super(out, BUFFER_SIZE);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  private void member() throws DataFormatException, ZipException, BodyTooLongException {
    skipHeader();
    inflater.reset();
    inflater.setInput(body, position, body.length - position);
    var crc = new CRC32();
    while (!inflater.finished()) {
      int count = inflater.inflate(buffer);
      if (count == 0 && !inflater.finished()) {
        throw malformed();
      }
      if (inflated.size() + count > maxBytes) {
        throw new BodyTooLongException(maxBytes);
      }
      memory.raiseTo(RequestCost.ofBody((long) body.length + inflated.size() + count));
      crc.update(buffer, 0, count);
      inflated.write(buffer, 0, count);
    }
    position = body.length - inflater.getRemaining();
    if (next4() != crc.getValue() || next4() != (inflater.getBytesWritten() & 0xFFFF_FFFFL)) {
      throw malformed();
    }
  }

  private void skipHeader() throws ZipException {
    int start = position;
    boolean isGzip = next2() == MAGIC && next() == DEFLATED;
    int flags = next();
    if (!isGzip || (flags & RESERVED_FLAGS) != 0) {
      throw malformed();
    }
    position = start + HEADER_SIZE; // Time, compression and operating system do not matter.
    if ((flags & FLAG_EXTRA) != 0) {
      int length = next2();
      position += length;
    }
    if ((flags & FLAG_NAME) != 0) {
      skipText();
    }
    if ((flags & FLAG_COMMENT) != 0) {
      skipText();
    }
    if ((flags & FLAG_HEADER_CRC) != 0) {
      position += Short.BYTES;
    }
    if (position >= body.length) {
      throw malformed();
    }
  }

  private void skipText() throws ZipException {
    while (next() != 0) {
      // Up to the zero at its end.
    }
  }

  private int next() throws ZipException {
    if (position >= body.length) {
      throw malformed();
    }
    return body[position++] & 0xFF;
  }

  private int next2() throws ZipException {
    return next() | next() << 8;
  }

  private long next4() throws ZipException {
    return next2() | (long) next2() << 16;
  }

  private static ZipException malformed() {
    return new ZipException("Not gzip");
  }
}
