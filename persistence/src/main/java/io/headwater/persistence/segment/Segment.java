package io.headwater.persistence.segment;

import io.headwater.persistence.segment.SegmentFiles.Opener;
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
 *   | HWSEG 00 00 | version u8 = 2 | number u32 | CRC32C u32 of the 12 bytes before | groups
 * </pre>
 *
 * Segments of version 1 are read; nothing but the end is written to them.
 *
 * <p>Written and, in order, read through a channel. Single values are read through a map, which the
 * kernel keeps coherent, unless the segment is only inspected. The map ends with {@link #close}; to
 * read behind that is refused and harmless.
 */
final class Segment implements AutoCloseable {
  static final int HEADER_BYTES = 16;

  /** The longest, so that offsets are positive; 1 GiB. */
  static final int MAX_BYTES = 1 << 30;

  private static final long MAGIC = 0x48_57_53_45_47_00_00_00L;
  private static final byte VERSION = 2;
  private static final int CRC_OFFSET = 12;

  /** Of one read, so that the JVM's own buffers stay small. */
  private static final int READ_BYTES = 64 * 1024;

  private static final Object ANY_OBJECT = new Object();

  private final int number;
  private final byte version;
  private final int lengthBytes;
  private final Path file;
  private final Opener opener;

  /** Null once nothing is written to the segment any more, unless it is only inspected. */
  private @Nullable FileChannel channel;

  /** Both are null if the segment is only inspected. */
  private final @Nullable Arena arena;

  private final @Nullable MemorySegment mapped;

  private Segment(
      int number,
      byte version,
      Path file,
      Opener opener,
      FileChannel channel,
      @Nullable Arena arena)
      throws IOException {
    this.number = number;
    this.version = version;
    this.file = file;
    this.opener = opener;
    this.channel = channel;
    this.lengthBytes = (int) channel.size();
    this.arena = arena;
    this.mapped =
        arena == null ? null : channel.map(FileChannel.MapMode.READ_ONLY, 0, lengthBytes, arena);
  }

  /** Makes a segment. Its file is durable, and so is the directory's knowledge of it. */
  @SuppressWarnings("MustBeClosedChecker") // The arena is the segment's, and ends with it.
  static Segment create(Path file, int number, int lengthBytes, Opener opener) throws IOException {
    FileChannel channel =
        opener.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    boolean made = false;
    try {
      channel.write(ByteBuffer.wrap(new byte[1]), lengthBytes - 1L);
      channel.write(header(number, VERSION), 0);
      channel.force(true);
      forceDirectory(file.toAbsolutePath().getParent());
      var segment = new Segment(number, VERSION, file, opener, channel, Arena.ofShared());
      made = true;
      return segment;
    } finally {
      if (!made) {
        channel.close();
      }
    }
  }

  /** What an opened segment is for. */
  enum Use {
    /** Groups may be appended. */
    APPEND,
    /** Single values are read. */
    READ,
    /** Everything is read, and nothing is trusted. */
    INSPECT
  }

  /** Opens a segment that was wholly made. */
  @SuppressWarnings("MustBeClosedChecker") // The arena is the segment's, and ends with it.
  static Segment open(Path file, int number, Use use, Opener opener) throws IOException {
    FileChannel channel =
        use == Use.APPEND
            ? opener.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)
            : opener.open(file, StandardOpenOption.READ);
    boolean opened = false;
    try {
      byte version = checkedVersion(file, number, channel);
      Arena arena = use == Use.INSPECT ? null : Arena.ofShared();
      var segment = new Segment(number, version, file, opener, channel, arena);
      if (use == Use.READ) {
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

  /** Reports whether a file was never wholly made into a segment, and so holds nothing. */
  static boolean isUnmade(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer chunk = ByteBuffer.allocate(READ_BYTES);
      while (channel.read(chunk.clear()) >= 0) {
        for (int i = 0; i < chunk.position(); i++) {
          if (chunk.get(i) != 0) {
            return false;
          }
        }
      }
      return true;
    }
  }

  private static ByteBuffer header(int number, byte version) {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).putLong(MAGIC | version).putInt(number);
    return header.putInt(headerCrc(header)).flip();
  }

  private static int headerCrc(ByteBuffer header) {
    var crc = new CRC32C();
    crc.update(header.duplicate().position(0).limit(CRC_OFFSET));
    return (int) crc.getValue();
  }

  private static byte checkedVersion(Path file, int number, FileChannel channel)
      throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    if (channel.size() >= HEADER_BYTES) {
      readInto(file, channel, header, 0, HEADER_BYTES);
    }
    if (header.hasRemaining() || header.getInt(CRC_OFFSET) != headerCrc(header)) {
      throw new SegmentDamageException(file, "is damaged in its header");
    }
    byte version = (byte) header.getLong(0);
    if (header.getLong(0) != (MAGIC | version) || version < 1 || version > VERSION) {
      throw new SegmentDamageException(file, "has a format that this version does not know");
    }
    if (header.getInt(Long.BYTES) != number) {
      throw new SegmentDamageException(
          file, "is segment " + header.getInt(Long.BYTES) + " under a wrong name");
    }
    return version;
  }

  int number() {
    return number;
  }

  Path file() {
    return file;
  }

  int lengthBytes() {
    return lengthBytes;
  }

  /** Whether groups of this version's format may be appended. */
  boolean isOfThisVersion() {
    return version == VERSION;
  }

  int groupHeaderBytes() {
    return isOfThisVersion() ? GroupBuffer.HEADER_BYTES : GroupBuffer.VERSION_1_HEADER_BYTES;
  }

  SegmentDamageException damage(String what) {
    return new SegmentDamageException(file, what);
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

  /**
   * Writes the header and a range once more, with the bytes that are there, and makes them and the
   * file's name durable. After a failed sync the kernel's memory may hold them and count them as
   * written; then only another write brings them to the disk.
   */
  void rewrite(int from, int to) throws IOException {
    try (SegmentReader reader = reader()) {
      write(header(number, version), 0);
      for (int at = from; at < to; at += READ_BYTES) {
        write(reader.bytes(at, Math.min(READ_BYTES, to - at)), at);
      }
    }
    channel().force(true);
    forceDirectory(file.toAbsolutePath().getParent());
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

  /** Opens the file to read all of it in order. */
  SegmentReader reader() throws IOException {
    return new SegmentReader(this, opener.open(file, StandardOpenOption.READ));
  }

  /** Fills a buffer from an offset on, with as many bytes as are needed or more. */
  void readInto(FileChannel from, ByteBuffer target, int offset, int needed) throws IOException {
    readInto(file, from, target, offset, needed);
  }

  private static void readInto(
      Path file, FileChannel from, ByteBuffer target, int offset, int needed) throws IOException {
    int start = target.position();
    int limit = target.limit();
    while (target.position() - start < needed) {
      int at = offset + target.position() - start;
      target.limit(Math.min(limit, target.position() + READ_BYTES));
      int count;
      try {
        count = from.read(target, at);
      } catch (IOException e) {
        throw new SegmentDamageException(
            file, "cannot be read at byte %d: %s".formatted(at, e.getMessage()), e);
      } finally {
        target.limit(limit);
      }
      if (count < 0) {
        throw new SegmentDamageException(file, "ends at byte " + at);
      }
    }
  }

  byte[] read(int offset, int length) throws IOException {
    if (offset < HEADER_BYTES || length < 0 || offset + (long) length > lengthBytes) {
      throw damage("has nothing at bytes %d to %d".formatted(offset, offset + (long) length));
    }
    byte[] read = new byte[length];
    if (mapped == null) {
      readInto(channel(), ByteBuffer.wrap(read), offset, length);
      return read;
    }
    try {
      // The one access to mapped memory. The JVM guards this copy: where the disk cannot read a
      // page, it raises an InternalError. A checksum over the map itself would end the process.
      MemorySegment.copy(mapped, ValueLayout.JAVA_BYTE, offset, read, 0, length);
      raisePendingError();
    } catch (InternalError e) {
      throw new SegmentDamageException(
          file, "cannot be read at bytes %d to %d".formatted(offset, offset + length), e);
    }
    return read;
  }

  /**
   * Has the JVM raise the error of a copy that failed. Compiled code goes on after such a copy, and
   * the error comes with its next call into the JVM, which else may be anywhere.
   */
  private static void raisePendingError() {
    if (Thread.holdsLock(ANY_OBJECT)) {
      throw new AssertionError("Nothing locks this object");
    }
  }

  /** Single values will be read, at any place. */
  void adviseRandomReads() {
    if (mapped != null) {
      MemoryAdvice.random(mapped);
    }
  }

  /** A part will be read soon. */
  void willNeed(int offset, int length) {
    if (mapped != null && offset >= 0 && length > 0 && offset + (long) length <= lengthBytes) {
      MemoryAdvice.willNeed(mapped, offset, length);
    }
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
      channel = null;
    }
    if (arena != null) {
      arena.close();
    }
  }

  /** Reclaims the file's space. */
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
