package io.headwater.api.http;

import io.headwater.api.memory.PieceBuffer;
import io.headwater.api.memory.Reservation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.IntConsumer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;
import org.apache.pekko.util.ByteString;

/**
 * Decompresses a body in memory, within a limit: members of gzip (RFC 1952) or data in the zlib
 * format (RFC 1950). Bytes after the last member or after the data are ignored.
 *
 * <p>Not {@link java.util.zip.GZIPInputStream}: it calls itself for each member of the file, so
 * that a body of many empty members overflows the stack. Here a body costs at most its own length
 * and the limit, in time and in memory.
 */
final class Decompressor {
  private static final int BUFFER_SIZE = 16 * 1024;
  private static final int MAGIC = 0x8B1F;
  private static final int DEFLATED = 8;

  /** Time, compression and operating system, which do not matter. */
  private static final int IGNORED_FIELDS_SIZE = 6;

  private static final int FLAG_HEADER_CRC = 2;
  private static final int FLAG_EXTRA = 4;
  private static final int FLAG_NAME = 8;
  private static final int FLAG_COMMENT = 16;
  private static final int RESERVED_FLAGS = 0xE0;

  private final InputStream body;
  private final long maxBytes;
  private final Inflater inflater;
  private final PieceBuffer inflated;
  private final byte[] outputBuffer = new byte[BUFFER_SIZE];

  /** Read from the body and not inflated yet: from {@code position} to {@code limit}. */
  private final byte[] inputBuffer = new byte[BUFFER_SIZE];

  private int position;
  private int limit;

  private Decompressor(InputStream body, long maxBytes, Inflater inflater, PieceBuffer inflated) {
    this.body = body;
    this.maxBytes = maxBytes;
    this.inflater = inflater;
    this.inflated = inflated;
  }

  /** Decompresses one or more members of gzip. */
  static ByteString gunzip(ByteString body, long maxBytes, Reservation memory)
      throws ZipException, BodyTooLongException {
    return decompress(body, maxBytes, memory, true);
  }

  /** Decompresses data in the zlib format. */
  static ByteString inflate(ByteString body, long maxBytes, Reservation memory)
      throws ZipException, BodyTooLongException {
    return decompress(body, maxBytes, memory, false);
  }

  private static ByteString decompress(
      ByteString body, long maxBytes, Reservation memory, boolean isGzip)
      throws ZipException, BodyTooLongException {
    var inflated = new PieceBuffer(length -> memory.add(RequestCost.ofBodyBytes(length)));
    try (var inflater = new Inflater(isGzip);
        InputStream in = body.asInputStream()) {
      var decompressor = new Decompressor(in, maxBytes, inflater, inflated);
      if (isGzip) {
        decompressor.members();
      } else {
        decompressor.deflatedData(_ -> {});
      }
      return inflated.toByteString();
    } catch (DataFormatException e) {
      throw malformed();
    } catch (ZipException | BodyTooLongException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void members() throws DataFormatException, IOException, BodyTooLongException {
    skipHeader();
    member();
    while (hasFurtherMember()) {
      member();
    }
  }

  private boolean hasFurtherMember() throws IOException {
    try {
      skipHeader();
      return true;
    } catch (ZipException e) {
      return false;
    }
  }

  private void member() throws DataFormatException, IOException, BodyTooLongException {
    inflater.reset();
    var crc = new CRC32();
    deflatedData(count -> crc.update(outputBuffer, 0, count));
    if (next4() != crc.getValue() || next4() != (inflater.getBytesWritten() & 0xFFFF_FFFFL)) {
      throw malformed();
    }
  }

  /**
   * Inflates up to the end of the deflated data.
   *
   * @param eachPiece receives the number of bytes in {@link #outputBuffer}
   */
  private void deflatedData(IntConsumer eachPiece)
      throws DataFormatException, IOException, BodyTooLongException {
    while (!inflater.finished()) {
      if (inflater.needsInput()) {
        feedInflater();
      }
      int count = inflater.inflate(outputBuffer);
      if (inflater.needsDictionary()) {
        throw malformed();
      }
      if (inflated.size() + count > maxBytes) {
        throw new BodyTooLongException(maxBytes);
      }
      eachPiece.accept(count);
      inflated.write(outputBuffer, 0, count);
    }
    position = limit - inflater.getRemaining();
  }

  private void feedInflater() throws IOException {
    if (!hasInput()) {
      throw malformed();
    }
    inflater.setInput(inputBuffer, position, limit - position);
    position = limit;
  }

  private void skipHeader() throws IOException {
    boolean isGzip = next2() == MAGIC && next() == DEFLATED;
    int flags = next();
    if (!isGzip || (flags & RESERVED_FLAGS) != 0) {
      throw malformed();
    }
    skip(IGNORED_FIELDS_SIZE);
    if ((flags & FLAG_EXTRA) != 0) {
      skip(next2());
    }
    if ((flags & FLAG_NAME) != 0) {
      skipText();
    }
    if ((flags & FLAG_COMMENT) != 0) {
      skipText();
    }
    if ((flags & FLAG_HEADER_CRC) != 0) {
      skip(Short.BYTES);
    }
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      next();
    }
  }

  private void skipText() throws IOException {
    while (next() != 0) {
      // Up to the zero at its end.
    }
  }

  private boolean hasInput() throws IOException {
    if (position == limit) {
      position = 0;
      limit = Math.max(0, body.read(inputBuffer));
    }
    return position < limit;
  }

  private int next() throws IOException {
    if (!hasInput()) {
      throw malformed();
    }
    return inputBuffer[position++] & 0xFF;
  }

  private int next2() throws IOException {
    return next() | next() << 8;
  }

  private long next4() throws IOException {
    return next2() | (long) next2() << 16;
  }

  private static ZipException malformed() {
    return new ZipException("Not compressed as announced, or not complete");
  }
}
