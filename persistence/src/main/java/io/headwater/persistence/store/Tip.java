package io.headwater.persistence.store;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Up to where the segments are durable, in the file {@code tip}: so that segments which lost their
 * end are not taken for shorter ones. Written to memory that the kernel brings to the disk when it
 * likes, so it may be behind, but never ahead.
 *
 * <pre>
 *   | position u64 | its complement u64 |       anything else says nothing
 * </pre>
 */
final class Tip implements AutoCloseable {
  private static final String NAME = "tip";
  private static final int LENGTH_BYTES = 2 * Long.BYTES;
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG.withOrder(ByteOrder.BIG_ENDIAN);

  private final Arena arena;
  private final MemorySegment bytes;

  private Tip(Arena arena, MemorySegment bytes) {
    this.arena = arena;
    this.bytes = bytes;
  }

  @SuppressWarnings("MustBeClosedChecker") // The arena is the tip's, and ends with it.
  static Tip open(Path directory) throws IOException {
    try (var channel =
        FileChannel.open(
            directory.resolve(NAME),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      if (channel.size() < LENGTH_BYTES) {
        channel.write(ByteBuffer.allocate(LENGTH_BYTES), 0); // A page of its own on the disk.
        channel.force(true);
      }
      Arena arena = Arena.ofShared();
      return new Tip(arena, channel.map(FileChannel.MapMode.READ_WRITE, 0, LENGTH_BYTES, arena));
    }
  }

  /** The position that a directory's file tells; 0 if it is not known. */
  static long read(Path directory) throws IOException {
    Path file = directory.resolve(NAME);
    if (!Files.exists(file) || Files.size(file) != LENGTH_BYTES) {
      return 0;
    }
    ByteBuffer tip = ByteBuffer.wrap(Files.readAllBytes(file));
    long position = tip.getLong();
    return position == ~tip.getLong() ? position : 0;
  }

  /** The position; 0 if it is not known. */
  long get() {
    long position = bytes.get(LONG, 0);
    return position == ~bytes.get(LONG, Long.BYTES) ? position : 0;
  }

  void set(long position) {
    bytes.set(LONG, 0, position);
    bytes.set(LONG, Long.BYTES, ~position);
  }

  @Override
  public void close() {
    arena.close();
  }
}
