package io.headwater.api.memory;

import java.io.OutputStream;
import java.util.function.LongConsumer;
import org.apache.pekko.util.ByteString;

/**
 * Collects bytes in pieces of at most {@value #MAX_PIECE_BYTES} bytes. A single array of several
 * megabytes would need that much free heap in one place, and twice its length while it grows.
 */
public final class PieceBuffer extends OutputStream {
  private static final int MAX_PIECE_BYTES = 64 * 1024;

  private final LongConsumer reserve;
  private ByteString fullPieces = ByteString.emptyByteString();
  private byte[] piece = {};
  private int pieceSize;

  /**
   * An empty buffer.
   *
   * @param reserve is given the length of each piece before it is allocated (bytes); may throw to
   *     refuse it
   */
  public PieceBuffer(LongConsumer reserve) {
    this.reserve = reserve;
  }

  /** The number of bytes collected so far. */
  public int size() {
    return fullPieces.size() + pieceSize;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    int written = 0;
    while (written < length) {
      if (pieceSize == piece.length) {
        beginPiece(length - written);
      }
      int count = Math.min(length - written, piece.length - pieceSize);
      System.arraycopy(bytes, offset + written, piece, pieceSize, count);
      pieceSize += count;
      written += count;
    }
  }

  /** As long as what is to be written, and as all pieces before, so that there are few. */
  private void beginPiece(int wanted) {
    int length = Math.min(MAX_PIECE_BYTES, Math.max(wanted, size()));
    reserve.accept(length);
    fullPieces = toByteString();
    piece = new byte[length];
    pieceSize = 0;
  }

  /** What was collected, not copied; the buffer may be written on. */
  public ByteString toByteString() {
    return pieceSize == 0
        ? fullPieces
        : fullPieces.concat(ByteString.fromArrayUnsafe(piece, 0, pieceSize));
  }
}
