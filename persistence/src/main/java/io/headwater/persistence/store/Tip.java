package io.headwater.persistence.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Up to where the segments are durable, in the file {@code tip}: so that segments which lost their
 * end are not taken for shorter ones. The file is never synced, so it may be behind, but never
 * ahead.
 *
 * <pre>
 *   | position u64 | its complement u64 |       anything else says nothing
 * </pre>
 */
final class Tip implements AutoCloseable {
  private static final String NAME = "tip";
  private static final int LENGTH_BYTES = 2 * Long.BYTES;

  private final Path file;
  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(LENGTH_BYTES);

  private Tip(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  static Tip open(Path directory) throws IOException {
    Path file = directory.resolve(NAME);
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean opened = false;
    try {
      if (channel.size() < LENGTH_BYTES) {
        channel.write(ByteBuffer.allocate(LENGTH_BYTES), 0); // A page of its own on the disk.
        channel.force(true);
      }
      opened = true;
      return new Tip(file, channel);
    } finally {
      if (!opened) {
        channel.close();
      }
    }
  }

  /** Returns the position in a directory's file; 0 if it is not known. */
  static long read(Path directory) throws IOException {
    Path file = directory.resolve(NAME);
    if (!Files.exists(file) || Files.size(file) != LENGTH_BYTES) {
      return 0;
    }
    try (var tip = new Tip(file, FileChannel.open(file, StandardOpenOption.READ))) {
      return tip.get();
    }
  }

  /** Returns the position; 0 if it is not known. */
  long get() throws IOException {
    ByteBuffer tip = ByteBuffer.allocate(LENGTH_BYTES);
    try {
      while (tip.hasRemaining() && channel.read(tip, tip.position()) >= 0) {
        // Reads on until the end.
      }
    } catch (IOException e) {
      throw new IOException("File %s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
    long position = tip.getLong(0);
    return position == ~tip.getLong(Long.BYTES) ? position : 0;
  }

  void set(long position) throws IOException {
    buffer.clear().putLong(position).putLong(~position).flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer, buffer.position());
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
