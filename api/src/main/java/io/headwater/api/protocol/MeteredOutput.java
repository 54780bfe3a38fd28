package io.headwater.api.protocol;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.LongConsumer;

/** Reserves memory for the bytes that pass through, before they are kept. */
final class MeteredOutput extends OutputStream {
  /** A response of up to this length belongs to what every request reserves (bytes). */
  private static final int UNMETERED_BYTES = 4 * 1024;

  /** The buffer that grows, its copy as one array, and the values that are written. */
  private static final int FACTOR = 3;

  private final OutputStream out;
  private final LongConsumer reserve;
  private long count;

  MeteredOutput(OutputStream out, LongConsumer reserve) {
    this.out = out;
    this.reserve = reserve;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    count += length;
    if (count > UNMETERED_BYTES) {
      reserve.accept((long) FACTOR * length);
    }
    out.write(bytes, offset, length);
  }
}
