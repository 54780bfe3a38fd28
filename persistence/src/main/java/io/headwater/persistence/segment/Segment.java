package io.headwater.persistence.segment;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One file of the segments. Its length is fixed when it is made, so a file of another length has
 * lost something; zeros follow the last group, and take no room on the disk.
 *
 * <pre>
 *   0          8                 12          16
 *   | HWSEG 00 00 | version u8 = 1 | number u32 | CRC32C u32 of the 12 bytes before | groups
 * </pre>
 *
 * Written through a channel, read through a map, which the kernel keeps coherent. The map ends with
 * {@link #close}; to read behind that is refused and harmless.
 */
final class Segment implements AutoCloseable {
  static final int HEADER_BYTES = 16;

  /** The longest, so that offsets are positive; 1 GiB. */
  static final int MAX_BYTES = 1 << 30;

  private static final long MAGIC = 0x48_57_53_45_47_00_00_01L;
  private static final int CRC_OFFSET = 12;

  private final int number;
  private final Path file;

  /** Null once nothing is written to the segment any more. */
  private @Nullable FileChannel channel;

  private final Arena arena;
  private final MemorySegment bytes;

  private Segment(
      int number, Path file, @Nullable FileChannel channel, Arena arena, MemorySegment bytes) {
    this.number = number;
    this.file = file;
    this.channel = channel;
    this.arena = arena;
    this.bytes = bytes;
  }

  /** Makes a segment. Its file is durable, and so is the directory's knowledge of it. */
  static Segment create(Path file, int number, int lengthBytes) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    boolean made = false;
    try {
      channel.write(ByteBuffer.wrap(new byte[1]), lengthBytes - 1L);
      channel.write(header(number), 0);
      channel.force(true);
      forceDirectory(file.toAbsolutePath().getParent());
      Segment segment = map(number, file, channel);
      made = true;
      return segment;
    } finally {
      if (!made) {
        channel.close();
      }
    }
  }

  /** Opens a segment that was wholly made. */
  static Segment open(Path file, int number, boolean writable) throws IOException {
    FileChannel channel =
        writable
            ? FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)
            : FileChannel.open(file, StandardOpenOption.READ);
    boolean opened = false;
    try {
      Segment segment = map(number, file, channel);
      segment.checkHeader();
      if (!writable) {
        segment.seal();
      }
      opened = true;
      return segment;
    } finally {
      if (!opened) {
        channel.close();
      }
    }
  }

  @SuppressWarnings("MustBeClosedChecker") // It is the segment's, and ends with it.
  private static Segment map(int number, Path file, FileChannel channel) throws IOException {
    Arena arena = Arena.ofShared();
    return new Segment(
        number,
        file,
        channel,
        arena,
        channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
  }

  /** Whether a file was never wholly made into a segment, and so holds nothing. */
  static boolean isUnmade(Path file) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (header.hasRemaining() && channel.read(header, header.position()) >= 0) {
        // Reads on until the end.
      }
    }
    for (int i = 0; i < header.position(); i++) {
      if (header.get(i) != 0) {
        return false;
      }
    }
    return true;
  }

  private static ByteBuffer header(int number) {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).putLong(MAGIC).putInt(number);
    return header.putInt(headerCrc(header)).flip();
  }

  private static int headerCrc(ByteBuffer header) {
    var crc = new CRC32C();
    crc.update(header.duplicate().position(0).limit(CRC_OFFSET));
    return (int) crc.getValue();
  }

  private void checkHeader() throws SegmentDamageException {
    ByteBuffer header = view();
    if (header.limit() < HEADER_BYTES || header.getInt(CRC_OFFSET) != headerCrc(header)) {
      throw damage("is damaged in its header");
    }
    if (header.getLong(0) != MAGIC) {
      throw damage("has a format that this version does not know");
    }
    if (header.getInt(Long.BYTES) != number) {
      throw damage("is segment " + header.getInt(Long.BYTES) + " under a wrong name");
    }
  }

  int number() {
    return number;
  }

  Path file() {
    return file;
  }

  int lengthBytes() {
    return (int) bytes.byteSize();
  }

  SegmentDamageException damage(String what) {
    return new SegmentDamageException(file, what);
  }

  /** All of the segment, to read. */
  ByteBuffer view() {
    return bytes.asByteBuffer();
  }

  void write(ByteBuffer from, int offset) throws IOException {
    FileChannel open = channel();
    long at = offset;
    while (from.hasRemaining()) {
      at += open.write(from, at);
    }
  }

  void force() throws IOException {
    channel().force(false);
  }

  private FileChannel channel() {
    if (channel == null) {
      throw new IllegalStateException("Segment " + number + " is sealed");
    }
    return channel;
  }

  /** Nothing is written any more. */
  void seal() throws IOException {
    channel().close();
    channel = null;
  }

  byte[] read(int offset, int length) throws SegmentDamageException {
    if (offset < HEADER_BYTES || length < 0 || offset + (long) length > bytes.byteSize()) {
      throw damage("has nothing at bytes %d to %d".formatted(offset, offset + (long) length));
    }
    byte[] read = new byte[length];
    try {
      MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, offset, read, 0, length);
    } catch (InternalError e) { // How the JVM tells that the disk could not read a mapped page.
      throw new SegmentDamageException(file, "cannot be read", e);
    }
    return read;
  }

  /** Single values will be read, at any place. */
  void adviseRandomReads() {
    MemoryAdvice.random(bytes);
  }

  /** A part will be read soon. */
  void willNeed(int offset, int length) {
    if (offset >= 0 && length > 0 && offset + (long) length <= bytes.byteSize()) {
      MemoryAdvice.willNeed(bytes, offset, length);
    }
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
      channel = null;
    }
    arena.close();
  }

  /** Gives the room back. */
  void delete() throws IOException {
    close();
    Files.delete(file);
    forceDirectory(file.toAbsolutePath().getParent());
  }

  /** Makes a directory's entries durable; a new file is not there after a power cut otherwise. */
  static void forceDirectory(@Nullable Path directory) throws IOException {
    if (directory != null) {
      try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
